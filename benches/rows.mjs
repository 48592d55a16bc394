// What is measured, and against what.

import {
  buildRequest,
  decrypt,
  decryptMany,
  decryptPhoneNumber,
  decryptShareInfo,
  decryptUserInfo,
  decryptWeRunData,
  diagnose,
  parseResponse,
} from '../pkg/dist/index.js';
import { appid, inputsOf, samples } from './samples.mjs';

const USERS = 16;
const ENTRIES = 1_000;
const OPENIDS = 10_000;

const siblings = { decryptPhoneNumber, decryptShareInfo, decryptUserInfo, decryptWeRunData };

/**
 * The rows of the table. `call` is the name of our function, and `of` says what it gets. `ours` and
 * each of the `peers` get the `inputs` in turn, and must find the same `data`. A call handles so
 * many `units`; the table tells the time of one.
 */
export function rowsFor(decryptPeers) {
  const forEach = (row) =>
    samples.map((sample) => ({
      of: sample.title,
      inputs: inputsOf(sample, USERS),
      peers: decryptPeers,
      ...row(sample),
    }));
  return [
    ...forEach(() => ({ call: 'decrypt', ours: decrypt, data: ({ data }) => data })),
    ...forEach(({ sibling }) => ({ call: sibling, ours: siblings[sibling] })),
    ...forEach((sample) => ({
      call: 'decryptMany',
      inputs: [inputsOf(sample, ENTRIES)],
      units: ENTRIES,
      ours: decryptMany,
      data: (outcomes) => outcomes.map(({ value }) => value.data),
      peers: Object.fromEntries(
        Object.entries(decryptPeers).map(([name, peer]) => [name, oneByOne(peer)]),
      ),
    })),
    parseRow('code2Session', 'a session', ({ user }) => ({
      session_key: user.sessionKey,
      openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
    })),
    parseRow('getFans', '10,000 openids', ({ at }) => ({
      total: OPENIDS,
      count: OPENIDS,
      data: { openid: Array.from({ length: OPENIDS }, (_, fan) => openid(at * OPENIDS + fan)) },
      next_openid: '',
    })),
    {
      call: 'diagnose',
      of: 'the wrong session key',
      inputs: userInfos.map((input, at) => ({ ...input, sessionKey: neighbour(at).sessionKey })),
      ours: diagnose,
    },
    {
      call: 'buildRequest',
      of: 'code2Session',
      inputs: userInfos.map(({ iv }) => ({ js_code: iv })),
      ours: (params) => buildRequest('code2Session', { appid, secret }, params),
    },
  ];
}

const secret = '0123456789abcdef0123456789abcdef';
const userInfos = inputsOf(
  samples.find(({ sibling }) => sibling === 'decryptUserInfo'),
  USERS,
);

function neighbour(at) {
  return userInfos[(at + 1) % USERS];
}

function oneByOne(peer) {
  if (!isAsync(peer)) return (inputs) => inputs.map((input) => peer(input));
  return async (inputs) => {
    const all = [];
    for (const input of inputs) all.push(await peer(input));
    return all;
  };
}

export function isAsync(call) {
  return call.constructor.name === 'AsyncFunction';
}

function parseRow(endpoint, of, reply) {
  const encoder = new TextEncoder();
  return {
    call: 'parseResponse',
    of,
    inputs: userInfos.map((user, at) => encoder.encode(JSON.stringify(reply({ user, at })))),
    ours: (body) => parseResponse(endpoint, { status: 200, body }),
    peers: { 'JSON.parse': (body) => JSON.parse(new TextDecoder().decode(body)) },
  };
}

function openid(number) {
  return `oGZUI0egBJY1zhBYw2Kh${String(number).padStart(8, '0')}`;
}
