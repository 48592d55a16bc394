// Whatever a call gives or throws, and the object it was made on: however it is printed, no secret
// of the call is in it.

import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { recordedCalls } from './exports.mjs';
import { install, load } from './installed.mjs';
import { isDeep } from './pairs.mjs';

const { esm: wx } = await load(install());

/** What secrets are called in options, credentials and parameters. */
const NAMES = new Set([
  ...['secret', 'sessionKey', 'session_key', 'access_token', 'component_access_token'],
  ...['refresh_token', 'code', 'js_code', 'token', 'encodingAESKey', 'appKey', 'signature'],
]);
/** Where they have no name. */
const PLACES = { WXBizDataCrypt: [1], WXBizMsgCrypt: [0, 1] };
const METHODS = { LoginSessions: [0], AccessTokens: [0] };
/** What is called for a secret; the objects that they are called on are looked at all the same. */
const GIVES = /^(AccessTokens\.(get|forceRefresh)|LoginSessions\.create)$/;
/** How many outcomes of one kind are looked at. */
const EACH = isDeep ? 2 : 1;

/** The texts in a value, and whether each is a secret. */
function* textsIn(value, isSecret = false) {
  if (typeof value === 'string') yield [value, isSecret];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    yield* textsIn(each, NAMES.has(name) || (isSecret && Array.isArray(value)));
  }
}

/**
 * A shorter one is anywhere, and so is one of a single character; an openid in the place of a key
 * is none.
 */
const isTelling = (text) =>
  text.length >= 6 && new Set(text).size > 1 && !/^o[\w-]{27}$/.test(text);

/** The same arguments, with a name for the secrets that have none. */
const named = (args, places = []) =>
  args.map((each, at) => (places.includes(at) ? { secret: each } : each));

function secretsOf({ name, options = [], method, args = [] }) {
  const texts = [
    ...textsIn(named(options, PLACES[name])),
    ...textsIn(named(args, method ? METHODS[name] : PLACES[name])),
  ];
  // What is a secret in one place and none in another is none.
  const isOpen = (secret) => texts.some(([text, is]) => !is && text.includes(secret));
  const secrets = texts.filter(([text, is]) => is && isTelling(text)).map(([text]) => text);
  return [...new Set(secrets)].filter((secret) => !isOpen(secret));
}

const formats = {
  'String()': String,
  'a template': (value) => `${value}`,
  'JSON.stringify': (value) => JSON.stringify(value),
  inspect: (value) => inspect(value),
  'inspect, with all there is': (value) =>
    inspect(value, { depth: null, showHidden: true, getters: true, maxStringLength: null }),
  structuredClone: (value) => inspect(structuredClone(value), { depth: null, showHidden: true }),
  'Object.entries': (value) => inspect(Object.entries(value ?? {}), { depth: null }),
  'its own names': (value) => inspect(Object.getOwnPropertyDescriptors(value ?? {}), { depth: 9 }),
  stack: (value) => `${value?.stack}`,
  cause: (value) => inspect(value?.cause, { depth: null, showHidden: true }),
};
for (const method of ['log', 'error', 'info', 'warn', 'debug', 'dir', 'table', 'trace']) {
  formats[`console.${method}`] = (value) => {
    let text = '';
    const write = (chunk, _, done) => {
      text += chunk;
      done();
    };
    const stream = new Writable({ write });
    new Console({ stdout: stream, stderr: stream })[method](value);
    return text;
  };
}

/** What a format gives, or what is said where it cannot: that is printed, too. */
function printed(format, value) {
  try {
    return String(format(value));
  } catch (error) {
    return inspect(error);
  }
}

function assertNone(value, secrets, what) {
  for (const [name, format] of Object.entries(formats)) {
    const text = printed(format, value);
    for (const secret of secrets) {
      for (const form of [secret, encodeURIComponent(secret)]) {
        assert.ok(!text.includes(form), `${what}, by ${name}: ${form} in ${text.slice(0, 2000)}`);
      }
    }
  }
}

/** What can be logged of it, by its documentation. */
function loggable(value) {
  if (!Object.hasOwn(Object(value), 'redactedUrl')) return value;
  const { url, body, ...rest } = value;
  return rest;
}

async function outcomeOf({ name, options, method, args }) {
  const call = { what: [name, method].filter(Boolean).join('.') };
  try {
    if (options) call.object = new wx[name](...options);
    const target = method ? call.object[method](...args) : args && wx[name](...args);
    call.value = await target;
  } catch (error) {
    assert.ok(error instanceof wx.WxError, error?.stack);
    call.error = error;
  }
  return call;
}

test('no secret of a call is in what it gives, throws or leaves, however that is printed', async () => {
  const seen = new Map();
  const looked = new Set();
  for (const call of await recordedCalls(wx)) {
    const secrets = secretsOf(call);
    if (secrets.length === 0) continue;
    const { what, object, value, error } = await outcomeOf(call);
    const kind = `${what} ${error?.code} ${error?.damage} ${error?.errcode} ${error?.reason}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) > EACH) continue;
    looked.add(what);
    assertNone(object, secrets, `the object of ${what}`);
    assertNone(error, secrets, `the error of ${what}`);
    if (!GIVES.test(what)) assertNone(loggable(value), secrets, what);
  }
  const classes = Object.keys(wx).filter((name) => /^[A-Z]/.test(name) && name !== 'WxError');
  for (const name of [...classes, 'decrypt', 'diagnose', 'diagnosePush', 'buildRequest']) {
    assert.ok(
      [...looked].some((what) => what.startsWith(name)),
      `${name} was given a secret`,
    );
  }
});

test('each way of printing would show a secret', () => {
  const secret = 'marker-secret';
  class Open {
    secret = secret;
    stack = secret;
    cause = secret;
    toString() {
      return secret;
    }
  }
  for (const [name, format] of Object.entries(formats)) {
    assert.ok(printed(format, new Open()).includes(secret), name);
  }
});
