// What `diagnose` says, against damage of which the cause is known: two generators and a corpus.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as book from '../diagnosis/by-the-book.mjs';
import { cases, fileText, pathsOnDisk, read } from '../diagnosis/corpus.mjs';
import * as field from '../diagnosis/from-the-field.mjs';
import { seed, seeded, some, take } from '../diagnosis/seeded.mjs';
import { install, load } from './installed.mjs';

const { esm, cjs } = await load(install());
const { diagnose } = esm;

const DAMAGED = some(4_000);
const GOOD = some(10_000);
const ENOUGH = { singles: 0.99, pairs: 0.95 };
const ENOUGH_OF_A_CAUSE = 0.9;

test('all that is missing is told', () => {
  const { causes } = diagnose({});
  assert.deepEqual(
    causes.map(({ cause, field }) => [cause, field]),
    ['appid', 'sessionKey', 'iv', 'encryptedData'].map((field) => ['missing_field', field]),
  );
});

for (const generator of [book, field]) {
  for (const number of ['singles', 'pairs']) {
    test(`${generator.name}: the causes of ${number}`, (t) => {
      const result = judge(take(DAMAGED, generator[number](seeded(seed))));
      t.diagnostic(`seed ${seed}: ${percent(result)} of ${result.total}`);
      t.diagnostic(ofEach(result.byCause));
      for (const [confusion, { count, what }] of result.confusions) {
        t.diagnostic(`${count} × ${confusion}, as in ${what}`);
      }
      assert.ok(share(result) >= ENOUGH[number], `${percent(result)} of ${number}`);
      for (const [cause, one] of result.byCause) {
        assert.ok(share(one) >= ENOUGH_OF_A_CAUSE, `${percent(one)} of ${cause}`);
      }
    });
  }

  test(`${generator.name}: no false alarm`, (t) => {
    t.diagnostic(`seed ${seed}`);
    for (const { what, input } of take(GOOD, generator.good(seeded(seed)))) {
      const { cause, causes, repairs, opens, steps } = diagnose(input);
      const found = { cause, causes: said(causes), repairs, opens };
      assert.deepEqual(found, { cause: 'ok', causes: '', repairs: [], opens: true }, what);
      assert.ok(
        steps.every(({ ok }) => ok),
        what,
      );
    }
  });
}

test('the corpus: the causes of each, in order', () => {
  for (const path of pathsOnDisk()) {
    const { what, input, causes } = JSON.parse(read(path));
    const diagnosis = diagnose(input);
    assert.equal(said(counted(diagnosis, causes)), causes.join(' + '), `${path}: ${what}`);
    assert.equal(diagnosis.cause, causes[0] ?? 'ok', path);
    assert.deepEqual(cjs.diagnose(input), diagnosis, path);
  }
});

test('the corpus is that of its script, and big enough', () => {
  const made = new Map();
  for (const one of cases()) made.set(one.path, fileText(one));
  assert.deepEqual(pathsOnDisk().sort(), [...made.keys()].sort());
  for (const [path, text] of made) assert.equal(read(path), text, path);
  assert.ok([...made.keys()].length >= 200);
});

test('the corpus holds every cause, each in three inputs at least', () => {
  const counts = new Map();
  for (const { causes } of cases()) {
    for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), CAUSES);
  assert.ok(Math.min(...counts.values()) >= 3);
});

const CAUSES = [
  ...['appid_mismatch', 'base64url', 'corrupted', 'double_percent_encoded', 'expired'],
  ...['from_future', 'html_escaped', 'iv_length', 'json_escaped', 'json_quoted', 'missing_field'],
  ...['not_base64', 'not_json', 'percent_encoded', 'plus_became_space', 'plus_deleted'],
  'session_key_length',
  ...['swapped_fields', 'truncated', 'watermark_missing', 'wrong_iv', 'wrong_session_key'],
];

function said(findings) {
  return findings.map(({ cause }) => cause).join(' + ');
}

/** The causes that were found. What is no more than possible counts if it is true. */
function counted({ causes }, truth) {
  return causes.filter(
    ({ cause, confidence }) => confidence !== 'possible' || truth.includes(cause),
  );
}

/** How many were told right, in all and of each cause, and what was said of the others. */
function judge(damaged) {
  const result = { right: 0, total: 0, byCause: new Map(), confusions: new Map() };
  for (const { what, input, causes } of damaged) {
    const truth = causes.join(' + ');
    const answer = said(counted(diagnose(input), causes)) || 'ok';
    const ofCauses = [...new Set(causes)].map((cause) => {
      if (!result.byCause.has(cause)) result.byCause.set(cause, { right: 0, total: 0 });
      return result.byCause.get(cause);
    });
    for (const count of [result, ...ofCauses]) {
      count.total += 1;
      count.right += Number(answer === truth);
    }
    if (answer === truth) continue;
    const confusion = `${truth} → ${answer}`;
    const { count, what: example } = result.confusions.get(confusion) ?? { count: 0, what };
    result.confusions.set(confusion, { count: count + 1, what: example });
  }
  return result;
}

function share({ right, total }) {
  return right / total;
}

function percent(counts) {
  return `${(100 * share(counts)).toFixed(2)} %`;
}

function ofEach(byCause) {
  const sorted = [...byCause].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([cause, { right, total }]) => `${cause} ${right}/${total}`).join(', ');
}
