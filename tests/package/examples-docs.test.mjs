// The documents that show the code of the examples show what runs.

import { extname } from 'node:path';
import { test } from 'node:test';

import { holdPart, inChinese, partsOf, regionOf } from './readme.mjs';

const languages = { '.js': 'js', '.cjs': 'js', '.ts': 'ts', '.sql': 'sql' };
const names = ['users', 'frameworks', 'auth-libraries', 'push'].flatMap((name) => [
  `docs/${name}.md`,
  `docs/${name}.zh-CN.md`,
]);

for (const name of names) {
  for (const part of partsOf(name)) {
    test(`${name}: ${part} is what runs`, () => {
      const [file, region] = part.split(' ');
      const code = regionOf(file, region);
      const shown = name.includes('zh-CN') ? inChinese(code, chineseComments) : code;
      holdPart(name, part, `\`\`\`${languages[extname(file)]}\n${shown}\`\`\``);
    });
  }
}

/** What the comments are in Chinese, line by line. */
const chineseComments = {
  // Pushes.
  'Does what a push asks for, once, and returns the answer.':
    '按推送的要求处理，只处理一次，并返回响应。',
  'If it fails, WeChat sends the push again.': '失败时微信会再次推送。',
  'Only now: what failed has to be done when it is sent again.':
    '到这里才记录：失败的推送会再次发来，那时还要处理。',

  // The tables.
  'A user of yours.': '你自己的用户。',
  'NULL until it is known': '还不知道时为 NULL',
  'another account of the same person, which stays': '同一个人保留下来的那个账号',
  'The user in each app.': '用户在每个应用里的账号。',
  'case-sensitive': '区分大小写',
  'with the country code': '带国家代码',
  'Who is still known by the old key alone.': '还有多少人只有旧键。',

  // Users.
  'By what a user is found: $1 is the appid, $2 the openid, $3 the unionid or NULL.':
    '怎样找到用户：$1 是 appid，$2 是 openid，$3 是 unionid 或 NULL。',
  'The tables whose rows belong to a user: add yours.': '哪些表的行属于用户：请加上你自己的表。',
  'Returns the id of the user who has logged in: finds or creates the user, links the app, and':
    '返回登录用户的 id：查找或创建用户、关联应用，',
  "merges accounts that turn out to be one person's, all in one transaction. Not for the virtual":
    '并合并属于同一个人的账号，全部在一个事务里完成。',
  'account of a snapshot page.': '快照页的虚拟账号不要传进来。',
  'Locked, so that nobody else merges or links them meanwhile.':
    '加锁，以免别人同时合并或关联这些行。',
  'It fails if the user has another openid in this app:':
    '用户在这个应用里已有另一个 openid 时会失败：',
  'then two people were mixed up, and somebody has to look.': '说明混淆了两个人，需要人工查明。',
  'Gives all of one user to another. Doing it twice changes nothing.':
    '把一个用户的全部数据交给另一个用户。重复执行没有影响。',
  'The user that an id stands for, which may have been merged since:':
    '这个 id 现在对应的用户（可能已被合并）：',
  'use it before you write rows of a user.': '写入属于用户的行之前调用。',
  'The user has left the last app meanwhile.': '用户在此期间已离开最后一个应用。',
  'Removes a user from one app, and with the last app all that there is of the user.':
    '把用户从一个应用中移除；这是最后一个应用时，删除这个用户的全部数据。',
  'Doing it twice changes nothing.': '重复执行没有影响。',
  "Deletes a user's phone numbers. Doing it twice changes nothing.":
    '删除用户的手机号。重复执行没有影响。',
  'The user of an app, locked.': '应用里的用户，已加锁。',
  'The app was bound to another Open Platform account, or data was mixed up. Nothing was stored.':
    '应用换绑过开放平台账号，或者数据混在了一起。没有写入任何内容。',

  // The transaction.
  'What PostgreSQL, or an adapter for another database, offers inside a transaction.':
    'PostgreSQL（或其他数据库的适配器）在事务里提供的方法。',
  'Somebody else was faster: unique_violation, serialization_failure, deadlock_detected.':
    '别人抢先了一步：unique_violation、serialization_failure、deadlock_detected。',
  'Runs `work` in a transaction, and again if somebody else was faster: then it sees what they did.':
    '在事务里执行 `work`；别人抢先时重新执行，这时能看到对方写入的内容。',

  // Phone numbers.
  'Binds a phone number that WeChat has verified. One that another user has is refused: numbers are':
    '绑定微信验证过的手机号。已属于其他用户时拒绝：',
  'given to new owners, so it does not prove that both are one person.':
    '号码会被重新分配，号码相同不能证明是同一个人。',

  // The repair.
  'For a table that was kept by `unionid || openid`, until all of its users are known by both ids.':
    '用于以 `unionid || openid` 为键的表，直到所有用户的两个 id 都已存储。',
  'Also by the old key, which may be either id.': '也按旧键查找，它可能是其中任何一个 id。',
  'In place of `findOrCreateUser` at each login.': '每次登录时代替 `findOrCreateUser`。',
  'For followers who are users already: stores both of their ids. It can be stopped and run again.':
    '为已是用户的关注者存储两个 id。可以随时中断，再次运行。',
  '`onConflict` is told of those that somebody has to look at.':
    '需要人工查明的冲突会传给 `onConflict`。',

  // Frameworks.
  'Express 5. Express 4 needs express-async-errors, or a catch in each handler.':
    'Express 5。Express 4 需要 express-async-errors，或在每个处理函数里 catch。',
  'several processes: pass a store': '有多个进程时，请传入 store',
  'several processes, as Egg has: pass a store': 'Egg 有多个进程，请传入 store',
  'several processes or functions: pass a store': '有多个进程或函数实例时，请传入 store',
  'Several processes: pass a store.': '有多个进程时，请传入 store。',
  'Everything below requires a login.': '以下接口都需要登录。',
  'Koa: app.use(wechat()).': 'Koa：app.use(wechat())。',
  "Egg.js: this file is app/middleware/wechat.js, and config.middleware = ['wechat'].":
    "Egg.js：存为 app/middleware/wechat.js，并设置 config.middleware = ['wechat']。",
  'Answers POST /login, and errors of WeChat. Elsewhere ctx.state.login is who has logged in.':
    '处理 POST /login 和微信的错误。在其他路由里，ctx.state.login 是已登录的用户。',
  'by koa-bodyparser, which Egg has': '由 koa-bodyparser 解析，Egg 自带',
  'logs it': '写入日志',
  'Lets in only who has logged in: `request.login`.':
    '只放行已登录的请求，登录信息在 `request.login`。',
  'With Express and with Fastify.': 'Express 和 Fastify 都适用。',
  'Next.js: app/login/route.ts. POST logs in, GET says who has logged in, DELETE logs out.':
    'Next.js：app/login/route.ts。POST 登录，GET 返回登录的用户，DELETE 退出。',
  'Next.js answers 500 to whatever is thrown.': '抛出任何错误，Next.js 都返回 500。',

  // Auth libraries.
  "What is asked of the library's own rows, of users with a column `unionid`:":
    '对库自己的表所做的操作。用户表有 `unionid` 列：',
  'unique, and NULL until it is known.': '唯一，还不知道时为 NULL。',
  'The key of an account: it never changes, whatever happens to the unionid.':
    '账号的键：无论 unionid 怎样变化，它都不变。',
  'Call it before the library looks for the account. Returns whose it is: the user who has it':
    '在库查找账号之前调用。返回账号属于谁：已经拥有它的用户；',
  'already, or else the one with this unionid, who then has it too. `null`: the user is new.':
    '没有时是这个 unionid 的用户，并把账号关联给他。`null` 表示新用户。',
  'Both: one person has two users. Only you know how to merge them.':
    '两者都有：同一个人有两个用户，怎样合并由你决定。',
  'A provider for one app. `link` is from `qrConnectUrl` or `authorizeUrl`,':
    '一个应用的 provider。`link` 由 `qrConnectUrl` 或 `authorizeUrl` 生成，',
  'with the address of `callback/<id>`.': '回调地址是 `callback/<id>`。',
  'the client has it, and asks WeChat': '真正的密钥在 client 里，由它请求微信',
  'Auth.js replaces its state': 'Auth.js 会替换其中的 state',
  'The callback `signIn`: Auth.js looks for the account after it. Adapters cannot find a user by':
    '`signIn` 回调：Auth.js 在它之后才查找账号。',
  'unionid, so pass a function that does.': 'adapter 不能按 unionid 查找用户，请传入能查找的函数。',
  'another provider': '其他 provider',
  'A plugin with a provider for each app: `wechat({ website, account })`.':
    '插件，每个应用一个 provider：`wechat({ website, account })`。',
  'Not for input: whoever could set it would be somebody else.':
    '不接受输入：谁能修改它，谁就能冒充别人。',
  'it may have - and _': '可能含有 - 和 _',
  'better-auth needs one, and makes it lower case:': 'better-auth 必须有邮箱，并会转成小写；',
  'openids that differ only by case are different people.':
    '而只有大小写不同的 openid 是不同的人。',
  'For one app, and with sessions: the state of a login is kept in `request.session`.':
    '用于一个应用，需要 session：登录的 state 存在 `request.session` 里。',
  'it is good once': '只能用一次',
  'the user refused': '用户拒绝了授权',
  'a virtual account': '虚拟账号',

  // The login pages.
  'A cookie that no script reads, and no other site sends with a form.':
    '脚本读不到、其他网站的表单也带不上的 cookie。',
  "'strict' would not be sent when WeChat redirects back":
    "用 'strict' 时，从微信跳转回来不会带上它",
  'Whether the browser comes back from where we sent it. A state is good once.':
    '浏览器是否从我们让它去的地方回来。一个 state 只能用一次。',
  'H5 in WeChat.': '微信内的 H5。',
  'The website: a page with a QR code.': '网站：带二维码的页面。',
};
