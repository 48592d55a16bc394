// What the guide says in addition to the rules, each with its date or WeChat's page. Texts are in
// Chinese and English.

const unionIdPage =
  'https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html';
const snapshotPage =
  'https://developers.weixin.qq.com/community/develop/doc/000c2c34068880629ced91a2f56001';
const bindingPage =
  'https://developers.weixin.qq.com/doc/oplatform/developers/product/open/bind.html';
/** Last edited on this day. */
const bindingNotice = [
  '2024-12-30',
  'https://developers.weixin.qq.com/community/develop/doc/000028ef47cec82de19249fb96b009',
];

/** What shows in whatever was asked, and stands above the rule of its source. */
export const anywhere = [
  [
    [
      '`is_snapshotuser` 为 1；H5 页面产生来历不明的用户',
      '`is_snapshotuser` is 1; an H5 page creates ghost users',
    ],
    'snapshot_user',
  ],
  [['snsUserInfo 返回 errcode 48001', 'snsUserInfo returns errcode 48001'], 'scope_base'],
  [
    ['同一个人在两个应用里 unionid 不同', 'one person has different unionids in two apps'],
    'conflict',
  ],
  [['errcode 为 89002', 'errcode is 89002'], 'not_bound'],
  [['其他不为 0 的 errcode', 'any other errcode except 0'], 'failed'],
  [
    ['unionid 因 `conflicts` 而未被采用', 'a unionid was not used because of `conflicts`'],
    'conflict',
  ],
  [['没有传入任何数据', 'no facts were passed'], 'not_asked'],
];

/** An id, whom it names, and what else is to be known. */
export const ids = [
  {
    id: '`openid`',
    names: ['一个用户，在一个应用里', 'one user in one app'],
    note: [
      '同一个人在每个小程序、公众号、网站应用、移动应用里各不相同。区分大小写，内容不透明，通常 28 个字符。',
      'Different in each mini program, official account, website and mobile app. Case-sensitive and opaque; usually 28 characters.',
    ],
    page: unionIdPage,
  },
  {
    id: '`unionid`',
    names: [
      '一个用户，在一个微信开放平台账号下的所有应用里',
      'one user in all apps of one Open Platform account',
    ],
    note: [
      '可能没有；在不同的开放平台账号下各不相同。解密数据里写作 `unionId`，云函数里写作 `UNIONID`。不能反查 openid。',
      'May be missing. Different under each Open Platform account. Decrypted data calls it `unionId`, a cloud function `UNIONID`. You cannot look up the openid by it.',
    ],
    page: unionIdPage,
  },
  {
    id: '`FromUserName`',
    names: ['触发消息或事件的用户的 openid', 'the openid of the user who triggered a push'],
    note: [
      '消息推送里没有 unionid。`ToUserName` 是账号的原始 ID（`gh_…`），不是用户。',
      "A push has no unionid. `ToUserName` is the account's original id (`gh_…`), not a user.",
    ],
    page: 'https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html',
  },
  {
    id: '`openpid`',
    names: ['一个用户，在一个插件里', 'one user in one plug-in'],
    note: [
      '来自 getPluginOpenPId；不能换成 openid 或 unionid。',
      'From getPluginOpenPId. It cannot be turned into an openid or unionid.',
    ],
    page: 'https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.pluginLogin.html',
  },
  {
    id: '`openGId`, `opengid`',
    names: ['一个微信群，在一个应用里', 'a group chat in one app'],
    note: ['不是用户。', 'Not a user.'],
    page: 'https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.getShareInfo.html',
  },
  {
    id: '`external_userid`',
    names: ['企业微信的外部联系人', 'an external contact of WeCom'],
    note: [
      '应用同时绑定了开放平台账号和企业微信时，可以用 unionid 换取；本包不涉及。',
      'If the app is also bound to WeCom, you can get it with the unionid. This package does not cover it.',
    ],
    page: bindingPage,
  },
];

/** A way of the old articles: what it was, and the rule that holds for it today. */
export const ways = [
  [
    [
      '用户授权后，解密 wx.getUserInfo 的 encryptedData',
      'After the user agrees, decrypt the encryptedData of wx.getUserInfo',
    ],
    'decrypt',
    'userInfo',
  ],
  [
    [
      '用户关注了同主体的公众号：wx.login + code2Session',
      'The user follows an official account of the same entity: wx.login and code2Session',
    ],
    'code2Session',
    null,
  ],
  [
    [
      '用户登录过同主体的公众号或 App：wx.login + code2Session',
      'The user has logged in to an official account or app of the same entity: wx.login and code2Session',
    ],
    'code2Session',
    null,
  ],
  [
    ['支付完成后 5 分钟内：getPaidUnionId', 'Within 5 minutes after a payment: getPaidUnionId'],
    'getPaidUnionId',
    null,
  ],
  [
    [
      '用户关注了同主体的公众号：云函数的 getWXContext',
      'The user follows an official account of the same entity: getWXContext in a cloud function',
    ],
    'getWXContext',
    null,
  ],
  [
    [
      '用户登录过同主体的公众号或 App：云函数的 getWXContext',
      'The user has logged in to an official account or app of the same entity: getWXContext in a cloud function',
    ],
    'getWXContext',
    null,
  ],
];

/** What a binding takes, and how many there may be. */
export const bindings = [
  [
    ['开放平台账号', 'Open Platform account'],
    [
      '先完成开发者资质认证；未认证的额度很少，见倒数第二行。',
      'Verify it first (开发者资质认证). An unverified account can bind very few apps: see the last row but one.',
    ],
    ['2025-11', bindingPage],
  ],
  [
    ['在哪里绑定', 'where'],
    [
      '微信开发者平台（developers.weixin.qq.com/platform）：我的业务 → 开放平台 → 绑定关系。需要开放平台账号的管理员或开发者身份。',
      'The developer platform (developers.weixin.qq.com/platform): 我的业务 → 开放平台 → 绑定关系. You must be an administrator or developer of the Open Platform account.',
    ],
    ['2025-11', bindingPage],
  ],
  [
    ['每个应用', 'each app'],
    [
      '同时只能绑定一个开放平台账号；再绑定另一个会返回 89000，要先解绑。',
      'Can be bound to one Open Platform account at a time. Binding a second one returns errcode 89000: unbind the first.',
    ],
    ['2025-11', bindingPage],
  ],
  [
    ['小程序', 'mini programs'],
    [
      '同主体或关联主体 50 个，另加不同主体 5 个。',
      '50 of the same or an associated entity, plus 5 of other entities.',
    ],
    ['2025-11', bindingPage],
  ],
  [
    ['小游戏', 'mini games'],
    ['同主体或关联主体 100 个。', '100 of the same or an associated entity.'],
    ['2025-11', bindingPage],
  ],
  [
    ['公众号（包括服务号）', 'official accounts'],
    [
      '同主体 50 个，另加不同主体 5 个，测试号 5 个。',
      '50 of the same entity, plus 5 of other entities and 5 test accounts.',
    ],
    bindingNotice,
  ],
  [
    ['不同主体，每月', 'of other entities, per month'],
    ['小程序、公众号各最多新增 5 个。', 'At most 5 new mini programs and 5 new official accounts.'],
    bindingNotice,
  ],
  [['移动应用', 'mobile apps'], ['50 个。', '50.'], bindingNotice],
  [['网站应用', 'websites'], ['10 个。', '10.'], bindingNotice],
  [
    [
      '微信小店、小店联盟带货机构、小店带货助手',
      'WeChat shops (微信小店), promotion agencies and promotion assistants',
    ],
    ['可以绑定；数量未公布。', 'Can be bound; no limit is published.'],
    ['2025-11', bindingPage],
  ],
  [
    ['未认证的（个人）开放平台账号', 'an unverified (individual) Open Platform account'],
    [
      '移动应用 10 个，同主体小程序 5 个，不能绑定公众号。',
      '10 mobile apps, 5 mini programs of the same entity, no official accounts.',
    ],
    bindingNotice,
  ],
  [
    ['通过 API 绑定', 'binding by API'],
    [
      '仅限同主体。数量说法不一：绑定规则的文档说小程序 5 个，错误码 89004 说公众号和小程序共 100 个。',
      "Only for the same entity. WeChat's pages disagree on the limit: the binding rules say 5 mini programs, errcode 89004 says 100 official accounts and mini programs.",
    ],
    ['2025-11', bindingPage],
  ],
];

/** What becomes of the ids. */
export const changes = [
  [
    ['应用换绑到另一个开放平台账号', 'The app is bound to another Open Platform account'],
    ['所有用户的 unionid 都改变；openid 不变。', 'All unionids change; the openids stay the same.'],
    'https://developers.weixin.qq.com/community/develop/doc/000c4cb4fdc470db28b893ee351800',
  ],
  [
    [
      '小程序迁移主体，开放平台账号不变',
      'A mini program moves to another entity under the same Open Platform account',
    ],
    ['appid、openid、unionid 都不变。', 'appid, openid and unionid stay the same.'],
    'https://developers.weixin.qq.com/community/develop/doc/000c4cb4fdc470db28b893ee351800',
  ],
  [
    ['公众号迁移到另一个账号', 'An official account moves to another account'],
    [
      'openid 都改变：从迁移审核通过起，到之后 15 天，用 changeOpenid 转换。',
      'All openids change. changeOpenid converts them, from the approval of the move until 15 days later.',
    ],
    'https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_changeopenid',
  ],
];

/** What became of names and avatars, and of what came with them. */
export const profiles = [
  [
    [
      '2021-04-28',
      'https://developers.weixin.qq.com/community/develop/doc/000cacfa20ce88df04cb468bc52801',
    ],
    [
      '此后发布的小程序版本，wx.getUserInfo 和 getUserInfo 按钮只给匿名资料（微信用户、灰色头像）；openId 和 unionId 照旧。小游戏不受影响。',
      'In versions published later, wx.getUserInfo and its button give an anonymous profile (微信用户, grey avatar). openId and unionId are not affected. Mini games are exempt.',
    ],
  ],
  [
    [
      '2021-10-20',
      'https://developers.weixin.qq.com/community/develop/doc/00028edbe3c58081e7cc834705b801',
    ],
    [
      '所有接口都不再返回性别和地区：字段还在，值为 0 或空。',
      'No API returns gender and region any more: the fields remain, but are 0 or empty.',
    ],
  ],
  [
    [
      '2021-12-27',
      'https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo',
    ],
    [
      'userInfo 和 batchUserInfo 不再返回昵称和头像。',
      'userInfo and batchUserInfo no longer return name and avatar.',
    ],
  ],
  [
    ['2022-02-21', 'https://developers.weixin.qq.com/miniprogram/dev/component/open-data.html'],
    [
      '`<open-data>` 显示「微信用户」和灰色头像。',
      '`<open-data>` shows 微信用户 and a grey avatar.',
    ],
  ],
  [
    ['2022-07-12', snapshotPage],
    [
      '网页授权可能打开快照页：其中的 openid、unionid、昵称、头像都属于虚拟账号，不同的人可能得到同一个 unionid。',
      'Web authorisation may open a snapshot page (快照页): its openid, unionid, name and avatar belong to a virtual account, and different people may get the same unionid.',
    ],
  ],
  [
    [
      '2022-11-08',
      'https://developers.weixin.qq.com/community/develop/doc/00022c683e8a80b29bed2142b56c01',
    ],
    [
      '此后发布的小程序版本，wx.getUserProfile 也只给匿名资料；请用户自己填写（头像昵称填写能力）。',
      'In versions published later, wx.getUserProfile gives an anonymous profile too: have the user fill in name and avatar (头像昵称填写能力).',
    ],
  ],
];
