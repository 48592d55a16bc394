// What `diagnoseRawData` says of signatures, against damage of which the cause is known.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { good, pairs, singles } from '../diagnosis/raw-data.mjs';
import { seed, seeded, some, take } from '../diagnosis/seeded.mjs';
import { install, load } from './installed.mjs';

const { esm, cjs } = await load(install());
const { diagnoseRawData, verifyRawData } = esm;

const sessionKey = 'HyVFkGl5F5OQWJZZaNzBBg==';
const sign = (rawData) => ({
  rawData,
  sessionKey,
  signature: createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex'),
});
const call = sign(
  '{"nickName":"小明😀","gender":0,"language":"","city":"","province":"","country":"","avatarUrl":"https://wx.qlogo.cn/A/132","is_demote":true}',
);
const said = ({ causes }) => causes.map(({ cause }) => cause);

for (const [name, generate, enough] of [
  ['singles', singles, 0.99],
  ['pairs', pairs, 0.95],
]) {
  test(`the causes of ${name}`, (t) => {
    const wrong = new Map();
    let right = 0;
    const total = some(4_000);
    for (const { what, input, causes } of take(total, generate(seeded(seed)))) {
      const diagnosis = diagnoseRawData(input);
      assert.equal(verifyRawData(strictly(input)), false, what);
      if (said(diagnosis).join() === causes.join()) right += 1;
      else {
        const confusion = `${what}: ${causes} taken for ${said(diagnosis)}`;
        wrong.set(confusion, (wrong.get(confusion) ?? 0) + 1);
      }
    }
    t.diagnostic(`seed ${seed}: ${((100 * right) / total).toFixed(2)} % of ${total}`);
    for (const [confusion, count] of wrong) t.diagnostic(`${count} × ${confusion}`);
    assert.ok(right / total >= enough, `${right} of ${total}`);
  });
}

function strictly({ rawData, signature, sessionKey }) {
  return { rawData, signature, sessionKey };
}

test('no false alarm', (t) => {
  t.diagnostic(`seed ${seed}`);
  for (const { input } of take(some(10_000), good(seeded(seed)))) {
    const { cause, causes, opens, repairs, steps } = diagnoseRawData(input);
    assert.deepEqual([cause, causes, opens, repairs], ['ok', [], true, []], input.rawData);
    assert.ok(steps.every(({ ok }) => ok));
  }
});

test('a cause has its place, its texts, and whether the signature holds without it', () => {
  const damaged = { ...call, rawData: call.rawData.replaceAll('"', '&quot;') };
  const { cause, field, at, confidence, opens, message, hint, causes } = diagnoseRawData(damaged);
  assert.deepEqual(
    [cause, field, at, confidence, opens],
    ['html_escaped', 'rawData', 1, 'certain', true],
  );
  assert.match(message.en, /HTML-escaped/);
  assert.match(hint.zh, /htmlspecialchars/);
  assert.equal(causes.length, 1);
  assert.deepEqual(cjs.diagnoseRawData(damaged), diagnoseRawData(damaged));
  // Where JavaScript counts, after an emoji too.
  const rewritten = call.rawData.replace('"gender":0', '"gender": 0');
  assert.equal(diagnoseRawData({ ...call, rawData: rewritten }).at, rewritten.indexOf(' 0'));
});

test('what is missing, swapped or no signature is named', () => {
  const { rawData, signature } = call;
  const rows = [
    [{}, ['missing_field', 'missing_field', 'missing_field']],
    [undefined, ['missing_field', 'missing_field', 'missing_field']],
    [{ ...call, rawData: 5 }, ['missing_field']],
    [{ ...call, rawData: 'undefined' }, ['missing_field']],
    [{ ...call, signature: null }, ['missing_field']],
    [{ ...call, rawData: signature, signature: rawData }, ['swapped_fields']],
    [{ ...call, sessionKey: signature, signature: sessionKey }, ['swapped_fields']],
    [{ ...call, signature: signature.slice(1) }, ['signature_length']],
    [{ ...call, signature: signature + signature.slice(0, 24) }, ['signature_length']],
    [{ ...call, signature: `"${signature}"` }, ['json_quoted']],
    [{ ...call, sessionKey: encodeURIComponent(sessionKey) }, ['percent_encoded']],
    [{ ...call, sessionKey: sessionKey.slice(0, 20) }, ['truncated']],
    [{ ...call, sessionKey: [null, 'r7BXXKkLb8qrSNn05n0qiA==', sessionKey] }, []],
    [{ ...call, rawData: `${rawData} `.repeat(200) }, ['corrupted', 'wrong_session_key']],
  ];
  for (const [input, causes] of rows) {
    assert.deepEqual(said(diagnoseRawData(input)), causes, inspect(input).slice(0, 200));
  }
});

test('what any key makes of nothing is only possible, and what the data shows is likely', () => {
  const [{ input }] = good(seeded(7));
  const stale = { ...input, sessionKey };
  const { encryptedData: _, iv: __, ...alone } = stale;
  const shown = (given) => {
    const { cause, confidence } = diagnoseRawData(given);
    return [cause, confidence];
  };
  assert.deepEqual(shown(stale), ['wrong_session_key', 'likely']);
  assert.deepEqual(shown(alone), ['wrong_session_key', 'possible']);
});

test('it holds nothing of rawData and no secret', () => {
  for (const generate of [singles, pairs]) {
    for (const { input } of take(some(1_000), generate(seeded(seed)))) {
      const shown = JSON.stringify(diagnoseRawData(input));

      for (const secret of [input.sessionKey, input.signature, input.iv, 'qlogo.cn']) {
        assert.ok(!shown.includes(secret), shown);
      }
    }
  }
});
