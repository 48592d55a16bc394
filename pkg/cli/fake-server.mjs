// A fake WeChat over HTTP: its servers, its pages, and paths for the client's side and for the
// test.

import { createServer } from 'node:http';

import { fakeWeChat } from '../dist/testing.js';
import { loginPage } from './fake-page.mjs';

/** What `wx` does on a user's phone, by the names of its functions. */
const clientApis = [
  'login',
  'pluginLogin',
  'checkSession',
  'getUserInfo',
  'getUserProfile',
  'getPhoneNumber',
  'getRealtimePhoneNumber',
  'getWeRunData',
  'getShareInfo',
  'getGroupEnterInfo',
  'getChatToolInfo',
  'authPrivateMessage',
];

/** What happens in apps, of which their back ends are told, by the names of its functions. */
const events = [
  'push',
  'follow',
  'unfollow',
  'modifyUserInfo',
  'revoke',
  'cancel',
  'ticket',
  'authorize',
  'unauthorize',
  'verifyUrl',
];

/** No real body is longer. */
const MAX_BYTES = 1024 * 1024;

/** How many requests are remembered. */
const MAX_REQUESTS = 1000;

/**
 * What can be asked of the fake itself: each takes an object, and gives one. The last argument ends
 * each failure.
 */
const doings = {
  'GET /fake': worldOf,
  'GET /fake/requests': ({ requests }) => ({ requests }),
  'POST /fake/page': (wechat, { user, url, ...visit }) => wechat.page({ user }).open(url, visit),
  'POST /fake/cloud': (wechat, who) => wechat.cloud(who).getWXContext(),
  'POST /fake/cloudHosting': (wechat, { appid, ...who }) =>
    wechat.cloudHosting({ appid }).headers(who),
  'POST /fake/pay': (wechat, who) => wechat.pay(who),
  'POST /fake/token': (wechat, { appid }) => ({ access_token: wechat.token(appid) }),
  'POST /fake/fail': failOnDemand,
  'POST /fake/mend': mend,
  'POST /fake/clock': moveClock,
  'POST /fake/apps': (wechat, changes) => {
    const unknown = Object.keys(changes).find((appid) => !wechat.apps[appid]);
    if (unknown) throw new TypeError(`there is no app ${unknown}`);
    return change(wechat, 'apps', changes);
  },
  'POST /fake/users': (wechat, changes) => change(wechat, 'users', changes),
  ...Object.fromEntries(clientApis.map((api) => [`POST /fake/${api}`, clientCall(api)])),
  ...Object.fromEntries(
    events.map((event) => [`POST /fake/${event}`, (wechat, given) => wechat[event](given)]),
  ),
  'GET /fake/pushes': ({ pushes }) => ({ pushes }),
  'POST /fake/repeat': repeat,
};

/** The paths of the fake's own. */
export const fakePaths = Object.keys(doings);

/**
 * A server that answers for a fake WeChat, and does not listen yet.
 *
 * @param {object} [options]
 * @param {string} [options.host] the name that it is called by, besides `localhost` and its
 * addresses
 * @param {(request: import('../dist/testing.js').AskedRequest) => void} [options.onRequest] is told
 * what WeChat was asked
 */
export function fakeServer(wechat, { host, onRequest = () => {} } = {}) {
  const { requests } = wechat;
  const endings = [];
  let told = 0;
  const serve = async (request, response) => {
    const reply = await replyTo(wechat, { endings, host }, request);
    while (told < requests.length) onRequest(requests[told++]);
    told -= requests.splice(0, requests.length - MAX_REQUESTS).length;
    // An answer that is lost on the way.
    if (!reply) response.destroy();
    else send(response, reply);
  };
  return createServer((request, response) => {
    serve(request, response).catch((error) => {
      send(response, json(500, { error: String(error?.message ?? error) }));
    });
  });
}

function send(response, { status, headers, body }) {
  response.writeHead(status, { ...headers, 'x-fake-wechat': 'wx-unionid' });
  response.end(body);
}

async function replyTo(wechat, { endings, host }, request) {
  const { method } = request;
  const url = new URL(`http://localhost${request.url}`);
  const body = await bodyOf(request);
  if (body === undefined) return json(413, { error: 'the body is longer than 1 MiB' });
  const isPage = url.pathname.startsWith('/connect/');
  if (!isOwnName(request.headers.host, host) || isFromAnotherSite(request.headers, isPage)) {
    return json(403, { error: 'Host and Origin must be those of this server' });
  }
  if (isPage) return loginPage(wechat, url);
  const [, appid, path] = /^\/fake\/cloudHosting\/(\w+)(\/.*)$/.exec(url.pathname) ?? [];
  if (appid && !wechat.apps[appid]) return json(400, { error: `there is no app ${appid}` });
  if (!appid && /^\/fake(\/|$)/.test(url.pathname)) {
    return doingOf(wechat, endings, `${method} ${url.pathname}`, body);
  }
  try {
    const asked = path ? new URL(`http://localhost${path}${url.search}`) : url;
    const { fetch } = appid ? wechat.cloudHosting({ appid }) : wechat;
    const reply = await fetch(asked, { method, ...(body && { body }) });
    const headers = { 'content-type': reply.headers.get('content-type') };
    return { status: reply.status, headers, body: await reply.text() };
  } catch (error) {
    if (error?.cause?.code) return undefined;
    throw error;
  }
}

/** WeChat's names, for a machine that resolves them to this one. */
const wechatNames = ['api.weixin.qq.com', 'open.weixin.qq.com'];

/**
 * A web page that has its own name point here (DNS rebinding) would be asked as that name, which no
 * address is.
 */
function isOwnName(given = '', host) {
  const name = given.replace(/:\d+$/, '').toLowerCase();
  const isAddress = /^(\d+\.){3}\d+$|^\[/.test(name);
  return isAddress || ['localhost', host, ...wechatNames].includes(name);
}

/** A browser says which page asks. The login pages are there to be gone to from others. */
function isFromAnotherSite({ host, origin, ...headers }, isPage) {
  const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode } = headers;
  if (isPage && mode === 'navigate') return false;
  return ![undefined, `http://${host}`].includes(origin) || !['none', 'same-origin'].includes(site);
}

/** Nothing, of one that is too long. It is read to its end, because the sender waits for that. */
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BYTES) chunks.push(chunk);
  }
  return length <= MAX_BYTES ? Buffer.concat(chunks).toString() : undefined;
}

async function doingOf(wechat, endings, name, body) {
  const doing = doings[name];
  if (!doing) return json(404, { error: `there is no ${name}${instead(name)}`, paths: fakePaths });
  try {
    return json(200, await doing(wechat, objectOf(body), endings));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return json(400, { error: error.message });
  }
}

/** The method that a path has, if it has another one. */
function instead(name) {
  const [, path] = name.split(' ');
  const other = fakePaths.find((it) => it.endsWith(` ${path}`));
  return other ? `: use ${other.split(' ', 1)}` : '';
}

function json(status, value) {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: `${JSON.stringify(value)}\n` };
}

function objectOf(body) {
  if (body === '') return {};
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    throw new TypeError('the body is not valid JSON');
  }
  if (!isObject(value)) throw new TypeError('the body must be an object');
  return value;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A failure of the client is an answer like any other: `{ errMsg }`. */
function clientCall(api) {
  return async (wechat, { appid, user, ...options }) => {
    const wx = wechat.wx({ appid, user });
    try {
      return await wx[api](options);
    } catch (failed) {
      if (failed instanceof Error) throw failed;
      return failed;
    }
  };
}

/** Everybody, and what WeChat calls them. */
function worldOf(wechat) {
  const apps = Object.keys(wechat.apps);
  const idsOf = (user) => (appid) => {
    const unionid = wechat.unionid(appid, user);
    return [appid, { openid: wechat.openid(appid, user), ...(unionid && { unionid }) }];
  };
  const users = Object.entries(wechat.users).map(([name, user]) => {
    return [name, { ...user, ids: Object.fromEntries(apps.map(idsOf(name))) }];
  });
  return { now: wechat.clock.now(), apps: wechat.apps, users: Object.fromEntries(users) };
}

/** JSON has no Infinity. */
function failOnDemand(wechat, { times, ...failure }, endings) {
  const isAlways = times === 'always';
  return {
    failure: endings.push(
      wechat.fail({ ...failure, times: isAlways ? Number.POSITIVE_INFINITY : times }),
    ),
  };
}

/** Ends one failure, or all. */
function mend(_wechat, { failure }, endings) {
  const ended = failure === undefined ? endings : [endings[failure - 1]];
  for (const end of ended) {
    if (!end) throw new TypeError(`there is no failure ${failure}`);
    end();
  }
  return {};
}

/** The first push is number 1. Without a number it is the last. */
function repeat(wechat, { push = wechat.pushes.length, exactly }) {
  return wechat.repeat(wechat.pushes[push - 1], { exactly });
}

/** `{ "advance": 301000 }` is five minutes and a second. */
async function moveClock({ clock }, { advance = 0, ...others }) {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new TypeError(`there is no ${unknown}: choose from advance`);
  await clock.advance(advance);
  return { now: clock.now() };
}

/** A field that is `null` is taken away. */
function change({ apps, users }, part, changes) {
  const records = { apps, users }[part];
  const changed = { ...records };
  for (const [name, fields] of Object.entries(changes)) {
    const left = Object.entries({ ...records[name], ...fields }).filter(
      ([, value]) => value !== null,
    );
    changed[name] = isObject(fields) ? Object.fromEntries(left) : fields;
  }
  // A fake that cannot begin with it says why.
  fakeWeChat({ apps, users, [part]: changed });
  return Object.assign(records, changed);
}
