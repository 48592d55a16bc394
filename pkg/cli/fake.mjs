// Serves a fake WeChat, for back ends in any language.

import { once } from 'node:events';

import { behaviours, fakeWeChat } from '../dist/testing.js';
import { exitCodes, UsageError } from './failure.mjs';
import { fakeServer } from './fake-server.mjs';
import { friendlyWorld, pushingTo } from './fake-world.mjs';
import { parseJson, readExactly } from './input.mjs';
import { printable } from './output.mjs';

const DEFAULT_PORT = 8788;

/** Of a line of the log. */
const MAX_PATH = 200;

/** How many users are named. */
const MAX_USERS = 20;

/** Listens until it is told to end. */
export async function fake({ values, output }) {
  if (values.list) {
    output.answer(behaviours, () => listOf(output));
    return exitCodes.good;
  }
  const host = hostOf(values);
  const port = portOf(values);
  const wechat = await worldOf(values, output);
  const onRequest = (request) => output.note(lineOf(request));
  const server = fakeServer(wechat, { host, onRequest });
  // Whoever reads that it listens may end it at once.
  const ended = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw cannotListen(error, `${host}:${port}`);
  }
  const { address, family, port: taken } = server.address();
  if (!isLoopback(address)) output.note(openToOthers(`${address}:${taken}`));
  // Of an address that stands for all, the one that can be asked.
  const asked = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  const url = `http://${family === 'IPv6' ? `[${asked}]` : asked}:${taken}`;
  const world = { apps: wechat.apps, users: wechat.users };
  output.answer({ url, ...world }, () => welcome(url, world, output));
  // What was not answered is sent again when its time has come.
  const ticking = setInterval(() => wechat.clock.advance(0), 1000);
  await ended;
  clearInterval(ticking);
  server.close();
  server.closeAllConnections();
  return exitCodes.good;
}

const worldFile = { zh: '--world：文件', en: '--world: the file' };

async function worldOf({ world: path, 'push-to': url }, output) {
  const world =
    path === undefined
      ? friendlyWorld
      : parseJson((await readExactly('--world', path, output)).trim(), worldFile);
  if (url !== undefined && !/^https?:\/\/./.test(url)) throw badUrl();
  try {
    return fakeWeChat(url === undefined ? world : pushingTo(url, Object(world)));
  } catch (error) {
    throw badWorld(printable(error.message));
  }
}

/**
 * Anyone who reaches it can act as any user: it serves this machine alone, unless told otherwise.
 */
function hostOf({ host = '127.0.0.1', 'dangerously-allow-network': isAllowed }) {
  if (isLoopback(host) || isAllowed) return host;
  throw new UsageError({
    zh: '默认只允许监听本机（127.0.0.1、::1、localhost）。如需允许其他机器访问，请加上 --dangerously-allow-network',
    en: 'It listens only on this machine (127.0.0.1, ::1, localhost). To let others in, add --dangerously-allow-network',
  });
}

function isLoopback(host) {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
}

function openToOthers(address) {
  return {
    zh: `任何能访问 ${address} 的人都可以用任意用户的身份登录`,
    en: `Anybody who can reach ${address} can log in as any user`,
  };
}

function portOf({ port = String(DEFAULT_PORT) }) {
  if (/^\d{1,5}$/.test(port) && Number(port) < 65536) return Number(port);
  throw new UsageError({
    zh: '--port 应为端口号；0 表示任意空闲端口',
    en: '--port must be a port number; 0 means any free port',
  });
}

function welcome(url, { apps, users }, output) {
  const { paint } = output;
  const ofType = (type) => Object.keys(apps).find((appid) => apps[appid].type === type);
  const appid = ofType('miniProgram') ?? '<appid>';
  const names = Object.keys(users);
  const [user = '<user>'] = names;
  const others = names.length > MAX_USERS ? [`… (${names.length})`] : [];
  const curl = (path, body) =>
    paint('cyan', `  curl -s ${url}${path} -d '${JSON.stringify(body)}'`);
  const account = ofType('officialAccount');
  const pushing = apps[account]?.push ?? Object.values(apps).find((app) => app.push)?.push;
  const follows = Object.keys(users).find((name) => !users[name].follows?.includes(account));
  const pushes = pushing
    ? [
        output.say({
          zh: '消息推送（URL、模式、Token、EncodingAESKey），用户关注公众号：',
          en: 'Message push (URL, mode, Token, EncodingAESKey), and a user follows the account:',
        }),
        `  ${printable([pushing.url, pushing.mode, pushing.token, pushing.encodingAESKey].join('  '))}`,
        ...(account && follows ? [curl('/fake/follow', { appid: account, user: follows })] : []),
        '',
      ]
    : [];
  const rows = Object.entries(apps).map(([appid, { type, secret, openPlatform }]) => {
    const bound = openPlatform ? ` · ${openPlatform}` : '';
    return `  ${printable(`${appid}  ${type}  ${secret}${bound}`)}`;
  });
  return [
    paint('bold', url),
    '',
    output.say({
      zh: '在后端用它代替 https://api.weixin.qq.com：',
      en: 'Use it in your back end in place of https://api.weixin.qq.com:',
    }),
    paint('cyan', `  new MiniProgram({ appid, secret, baseUrl: '${url}' })`),
    '',
    output.say({
      zh: '应用（appid、类型、AppSecret、开放平台账号）：',
      en: 'Apps (appid, type, AppSecret, Open Platform account):',
    }),
    ...rows,
    output.say({ zh: '用户：', en: 'Users:' }),
    `  ${printable([...names.slice(0, MAX_USERS), ...others].join('  '))}`,
    '',
    output.say({
      zh: '用户登录、授权手机号，时间过去五分零一秒：',
      en: 'A user logs in, shares the phone number, and five minutes and one second pass:',
    }),
    curl('/fake/login', { appid, user }),
    curl('/fake/getPhoneNumber', { appid, user }),
    curl('/fake/clock', { advance: 301_000 }),
    '',
    ...pushes,
    output.say({ zh: '按 Ctrl+C 结束。', en: 'Press Ctrl+C to stop.' }),
  ].join('\n');
}

/** One line for each request, with nothing secret in it. */
function lineOf({ method, path, errcode = '-' }) {
  const shown = path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path;
  const line = printable(`${method} ${shown} ${errcode}`);
  return { zh: line, en: line };
}

function listOf(output) {
  const rows = behaviours.map(({ errcodes = [], inferred, ...text }) => {
    const refused = errcodes.length > 0 ? ` (${errcodes.join(', ')})` : '';
    const mark = inferred ? output.say(inferredMark(inferred)) : '';
    return `${output.say(text)}${refused}${mark}`;
  });
  return rows.join('\n');
}

/** WeChat's page does not say it. */
function inferredMark({ zh, en }) {
  return { zh: `（推断：${zh}）`, en: ` (inferred: ${en})` };
}

function cannotListen({ code }, address) {
  const shown = printable(address);
  return new UsageError({
    zh: `无法监听 ${shown}（${code}）。用 --port 0 选择任意空闲端口`,
    en: `Cannot listen on ${shown} (${code}). Use --port 0 for any free port`,
  });
}

function badUrl() {
  return new UsageError({
    zh: '--push-to 应为 http 或 https 地址',
    en: '--push-to must be an http or https URL',
  });
}

function badWorld(reason) {
  return new UsageError({ zh: `--world：${reason}`, en: `--world: ${reason}` });
}
