import assert from 'node:assert/strict';
import { test } from 'node:test';

import { kinds } from './declared.mjs';
import { fixtures } from './fixtures.mjs';
import { install, load } from './installed.mjs';

const { esm, cjs } = await load(install());
const decryptCases = [...fixtures('decrypt'), ...fixtures('matrix')];

/** One function for each kind of data, except the one that is a text. */
const objectKinds = kinds.filter((kind) => kind !== 'privateMessage');
const decryptKind = Object.fromEntries(
  objectKinds.map((kind) => [kind, `decrypt${kind[0].toUpperCase()}${kind.slice(1)}`]),
);
// As its API is called: a run is not what it gives.
decryptKind.weRun = 'decryptWeRunData';

for (const [format, wx] of Object.entries({ esm, cjs })) {
  test(`${format}: every vector gets the answer that it names`, () => {
    assert.ok(decryptCases.length > 3000);
    for (const { path, input, expect, repaired } of decryptCases) {
      assert.deepEqual(
        answer(() => wx.decrypt(input), wx),
        expected(expect),
        path,
      );
      if (repaired) {
        assert.deepEqual(
          answer(() => wx.decrypt({ ...input, repair: true }), wx),
          expected(repaired),
          path,
        );
      }
    }
  });

  test(`${format}: signatures`, () => {
    const cases = fixtures('signature');
    assert.ok(cases.length >= 10);
    for (const { path, function: name, input, expect } of cases) {
      assert.deepEqual(
        answer(() => wx[name](input), wx),
        expect,
        path,
      );
    }
  });
}

test('decryptMany gives each entry its own outcome, in one call', () => {
  const outcomes = esm.decryptMany(decryptCases.map(({ input }) => input));
  assert.equal(outcomes.length, decryptCases.length);
  for (const [i, { path, expect }] of decryptCases.entries()) {
    const outcome = outcomes[i];
    assert.equal(outcome.ok, !expect.error, path);
    const found = outcome.ok ? outcome.value : { error: facts(outcome.error, esm) };
    assert.deepEqual(found, expected(expect), path);
  }
});

test('the function of a kind gives the data of that kind and refuses the others', () => {
  const good = fixtures('matrix').filter(({ damage }) => damage === 'good');
  assert.ok(good.length > 100);
  for (const { path, input, expect } of good) {
    for (const [kind, name] of Object.entries(decryptKind)) {
      const found = answer(() => esm[name](input), esm);
      const isUnpublished = kind === 'userInteractiveStorage';
      if (kind === expect.kind || (isUnpublished && expect.kind === 'unknown')) {
        assert.deepEqual(found, JSON.parse(expect.text), `${name} of ${path}`);
      } else {
        const error = { code: 'ERR_UNEXPECTED_KIND', expected: kind, actual: expect.kind };
        assert.deepEqual(found, { error }, `${name} of ${path}`);
      }
    }
  }
});

test('every kind has a function and vectors, and all are tested above', () => {
  const exported = Object.keys(esm).filter(
    (name) => /^decrypt[A-Z]/.test(name) && name !== 'decryptMany',
  );
  assert.deepEqual(
    exported.sort(),
    [...Object.values(decryptKind), 'decryptPrivateMessage'].sort(),
  );
  const opened = new Set(decryptCases.map(({ expect }) => expect.kind));
  assert.deepEqual(
    kinds.filter((kind) => !opened.has(kind)),
    ['privateMessage'],
  );
});

test('WXBizDataCrypt takes what the official sample takes, and has one message', () => {
  for (const { path, damage, input, expect } of fixtures('matrix')) {
    const { appid, sessionKey, encryptedData, iv } = input;
    const found = answer(
      () => new esm.WXBizDataCrypt(appid, sessionKey).decryptData(encryptedData, iv),
      esm,
    );
    if (!expect.error || ['base64url', 'expired', 'from_future'].includes(damage)) {
      assert.equal(found.error, undefined, path);
      if (!expect.error) assert.deepEqual(found, JSON.parse(expect.text), path);
    } else if (damage === 'watermark_missing' && !found.error) {
      // The sample reads nothing of a watermark but the appid.
      assert.deepEqual(found.watermark, { appid }, path);
    } else {
      assert.deepEqual(found.error, { ...expect.error, message: 'Illegal Buffer' }, path);
    }
  }
});

function answer(call, wx) {
  try {
    return call();
  } catch (error) {
    const found = facts(error, wx);
    return {
      error: error.message === 'Illegal Buffer' ? { ...found, message: error.message } : found,
    };
  }
}

function facts(error, wx) {
  assert.ok(error instanceof wx.WxError, `${error}`);
  return { ...error };
}

/** What a fixture's words mean in JavaScript. */
function expected({ text, ...rest }) {
  return text === undefined ? rest : { ...rest, data: JSON.parse(text) };
}
