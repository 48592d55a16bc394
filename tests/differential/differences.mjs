// The package held against implementations that share no code with it: `decrypt` against the one on
// node:crypto that the fixtures were made with, `parseResponse` against a reader on `JSON.parse`.

import assert from 'node:assert/strict';

import { decrypt as reference } from '../fixtures/generator/reference.mjs';
import { inputs } from './inputs.mjs';
import { readReply } from './reader.mjs';
import { replies } from './replies.mjs';

/** What is compared, by name: how often there was what outcome among so many random cases. */
export const comparisons = {
  decrypt: (wx, random, count) => compare(inputs(random), count, decryption(wx)),
  parseResponse: (wx, random, count) => compare(replies(random), count, reading(wx)),
};

/** @throws {assert.AssertionError} at the first difference, with its input */
function compare(cases, count, { ours, theirs, outcomeOf }) {
  const counts = {};
  for (let left = count; left > 0; left--) {
    const { value } = cases.next();
    const found = ours(value);
    const expected = theirs(value);
    // As JSON, because the order of fields belongs to the bytes.
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      assert.deepEqual(found, expected, inspectable(value));
      assert.fail(`the order of fields differs: ${inspectable(value)}`);
    }
    const name = outcomeOf(found);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const inspectable = (value) => JSON.stringify({ ...value, body: `${value.reply?.body}` });

function decryption(wx) {
  return {
    ours({ input }) {
      try {
        const { kind, data, watermark, sessionKeyIndex, repairs } = wx.decrypt(input);
        return { kind, data, watermark, sessionKeyIndex, repairs };
      } catch (error) {
        assert.ok(error instanceof wx.WxError, error?.stack);
        return { error: inOrder(error) };
      }
    },
    theirs({ input }) {
      const { text, error, kind, watermark, sessionKeyIndex, repairs } = reference(input).outcome;
      if (error) return { error: inOrder(error) };
      return { kind, data: JSON.parse(text), watermark, sessionKeyIndex, repairs };
    },
    outcomeOf: ({ error, kind }) => error?.damage ?? error?.code ?? kind,
  };
}

function inOrder(facts) {
  return Object.fromEntries(Object.entries(facts).sort());
}

function reading(wx) {
  return {
    ours({ endpoint, reply }) {
      try {
        return { value: wx.parseResponse(endpoint, reply) };
      } catch (error) {
        assert.ok(error instanceof wx.WxError, error?.stack);
        const { code, errcode, errmsg, replyStatus } = error;
        return { code, errcode, errmsg, replyStatus };
      }
    },
    theirs: ({ endpoint, reply }) => readReply(endpoint, reply),
    outcomeOf: ({ code }) => code ?? 'good',
  };
}
