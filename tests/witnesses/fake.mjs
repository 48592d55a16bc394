// What the witnesses have in common: the apps of the fake that is served, and what is done in
// WeChat itself.

import assert from 'node:assert/strict';

const url = process.env.FAKE_URL;

export const PROGRAM = 'wxfa4e000000000001';
export const ACCOUNT = 'wxfa4e000000000003';
export const WEBSITE = 'wxfa4e000000000004';
export const SECRET = 'fa4efa4efa4efa4efa4efa4efa4efa4e';
export const callbackUrl = 'https://a.example/auth/callback/wechat';

/** One of the paths of the fake's own. */
export async function ask(path, body) {
  const init = body && { method: 'POST', body: JSON.stringify(body) };
  const reply = await fetch(`${url}/fake${path}`, init);
  assert.equal(reply.status, 200, `${path}: ${reply.status}`);
  return reply.json();
}

/** What WeChat calls a user. */
export async function idsOf(user) {
  return (await ask('')).users[user].ids;
}

/**
 * Ming opens a link that a client made, and agrees or not: where he is sent to, or why he is not.
 */
export function open(link, visit) {
  return ask('/page', { user: 'ming', url: String(link), ...visit });
}

export async function codeOf(link, visit) {
  const { url, hint } = await open(link, visit);
  assert.ok(url, hint?.en);
  return new URL(url).searchParams.get('code');
}

/** What a client throws, or gives to its callback. */
export async function failureOf(promise) {
  return promise.then(
    () => assert.fail('it did not fail'),
    (error) => error,
  );
}

/** A function with a callback, as one with a promise. */
export function called(client, name, ...args) {
  return new Promise((resolve, reject) => {
    client[name](...args, (error, result) => (error ? reject(error) : resolve(result)));
  });
}
