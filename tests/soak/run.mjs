// `npm run soak -- --minutes=N`: calls of every export, and logins with the fake WeChat, in one
// process without a pause; an hour if it is not said. It fails at the first answer that is not what
// it was, and if memory has grown.

import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';

import { seeded } from '../diagnosis/seeded.mjs';
import { own, recordedCalls, scenariosOf } from '../package/exports.mjs';
import { APPID, fake, loginCode, SECRET, sent } from '../package/wechat.mjs';

const MIB = 1024 * 1024;
const MINUTE = 60_000;
/** How far the median of no tenth may be above that of the second, in MiB. */
const ALLOWED = { wasm: 2, heap: 4, rss: 64 };

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const minutes = Number(values.minutes);
assert.ok(minutes > 0, '--minutes must be a number above 0');
assert.ok(globalThis.gc, 'node must be run with --expose-gc');

/** The memory of the present instance: an instance that has grown is replaced. */
let memory;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, args) {
    const instance = new Instance(...args);
    memory = instance.exports.memory;
    return instance;
  },
});
const wx = await import('../../pkg/dist/index.js');

/** A user logs in, sends data, comes back, and logs out. */
async function visit() {
  const { wechat } = fake({ followers: 3 });
  const shared = { appid: APPID, secret: SECRET, fetch: wechat.fetch };
  const tokens = new wx.AccessTokens(shared);
  const program = new wx.MiniProgram({ ...shared, tokens });
  const sessions = new wx.LoginSessions({ appid: APPID, now: wechat.clock.now });
  const answers = [];
  const session = await program.code2Session({ js_code: await loginCode(wechat) });
  const token = await sessions.create(session, { data: { id: 1 } });
  const { sessionKey, openid } = await sessions.get(token);
  const { encryptedData, iv } = await sent(wechat, { key: session.session_key });
  const data = { appid: APPID, sessionKey, encryptedData, iv };
  const wrong = { ...data, sessionKey: btoa('0123456789abcdef') };
  answers.push(openid, wx.decryptUserInfo(data));
  answers.push(wx.decryptMany([wrong])[0].error.code);
  const held = await tokens.get();
  await tokens.invalidate(held);
  answers.push((await tokens.get()) === held, await sessions.delete(token));
  answers.push(await sessions.get(token));
  return own(answers);
}

const calls = {};
for (const { name } of await recordedCalls(wx)) calls[name] = (calls[name] ?? 0) + 1;
const scenarios = { ...scenariosOf(wx), 'a login with the fake': visit };
const expected = {};
for (const [name, scenario] of Object.entries(scenarios)) expected[name] = await scenario();

const random = seeded(1);
const rounds = {};
const samples = [];
const start = performance.now();
const elapsed = () => performance.now() - start;
let names = [];
let next = 0;
while (elapsed() < minutes * MINUTE) {
  if (elapsed() >= next) {
    samples.push(sample());
    next += (minutes * MINUTE) / 100;
  }
  if (names.length === 0) names = Object.keys(scenarios);
  const [name] = names.splice(Math.floor(random() * names.length), 1);
  assert.deepEqual(await scenarios[name](), expected[name], name);
  rounds[name] = (rounds[name] ?? 0) + 1;
}
samples.push(sample());

const rows = Object.entries(rounds)
  .map(([name, times]) => [name, times * (calls[name] ?? 1)])
  .sort(([, one], [, other]) => other - one);
for (const [name, count] of rows) console.log(`  ${name.padEnd(30)} ${count.toLocaleString('en')}`);
const count = rows.reduce((sum, [, count]) => sum + count, 0);
const took = (elapsed() / MINUTE).toFixed(1);
console.log(
  `${took} minutes, ${count.toLocaleString('en')} calls, each answered as the first time`,
);

const tenth = Math.ceil(samples.length / 10);
assert.ok(tenth > 1, 'there are samples to compare');
for (const [what, allowed] of Object.entries(ALLOWED)) {
  const sizes = samples.map((it) => it[what]);
  // One sample says little of the RSS: the system takes pages back when it needs them elsewhere.
  const medians = [];
  for (let at = tenth; at < sizes.length; at += tenth)
    medians.push(median(sizes.slice(at, at + tenth)));
  const [first] = medians;
  const most = Math.max(...medians);
  console.log(
    `${what}, in MiB: ${medians.join(', ')} (medians of tenths, but of the first); ` +
      `${Math.max(...sizes)} at most`,
  );
  assert.ok(most <= first + allowed, `${what} grew by more than ${allowed} MiB`);
}

function median(sizes) {
  return sizes.toSorted((one, other) => one - other)[Math.floor(sizes.length / 2)];
}

/** In MiB, of what is still in use. */
function sample() {
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  const parts = { wasm: memory.buffer.byteLength, heap: heapUsed, rss };
  return Object.fromEntries(
    Object.entries(parts).map(([what, bytes]) => [what, Math.round((bytes / MIB) * 10) / 10]),
  );
}
