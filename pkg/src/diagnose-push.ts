import * as core from '../dist/bindgen/core.js';
import { maybe, number, pickLeniently, tableOf, text, textOrTexts, word } from './arguments.js';
import { call } from './core.js';
import { textsOf } from './diagnose.js';
import { pushCauses } from './generated/push-causes.js';
import type {
  LocalizedText,
  PushCause,
  PushDiagnosisFields,
  PushField,
  PushFinding,
} from './generated/types.js';
import { type PushQuery, parametersOf, rawBody } from './message-push.js';
import { crossing } from './push.js';

/** What {@link MessagePush} and its `open` are given. All of it may be missing, or wrong. */
export interface DiagnosePushInput {
  /** The setting in the console. Default: `'safe'`. */
  mode?: 'safe' | 'compatible' | 'plain' | undefined;
  /** Whom pushes are for, as in {@link MessagePush}. */
  receiver?: string | readonly string[] | undefined;
  /** Token of the console, or a list. */
  token?: string | readonly string[] | undefined;
  /** EncodingAESKey of the console, or a list. */
  encodingAESKey?: string | readonly string[] | undefined;
  /** Default: 300, as in {@link MessagePush}. `Infinity`: the time is not checked. */
  maxAgeSeconds?: number | undefined;
  /** The time when the push came, in milliseconds since 1970. Default: now. */
  now?: number | undefined;
  /** The query of the request, or its URL. */
  query?: PushQuery | undefined;
  /**
   * The body, whatever became of it. Absent: the push is the question of WeChat's whether the URL
   * is yours.
   */
  body?: unknown;
}

/** One problem, in words. */
export interface PushFindingInWords extends PushFinding {
  /** What is wrong. */
  message: LocalizedText;
  /** What to do, with WeChat's page. */
  hint: LocalizedText;
}

/** Why a push was refused. For logs and developers only: see {@link diagnosePush}. */
export interface PushDiagnosis extends Omit<PushDiagnosisFields, 'causes'>, PushFindingInWords {
  /** All problems, in the order to fix them. Empty if there are none. */
  causes: PushFindingInWords[];
}

/**
 * Says why {@link MessagePush} refuses a push, for any input: the problem and what to do, in
 * Chinese and English. `open` itself gives `ERR_PUSH_REFUSED` for everything.
 *
 * **Never send a diagnosis to a client, and do not act on it.** It tells a wrong signature from a
 * wrong key: a server that reveals this lets attackers read a captured push, and half of the key.
 * It holds nothing of the message, the token and the key.
 *
 * ```js
 * const configuration = { receiver, token, encodingAESKey };
 * const { cause, message, hint, steps } = diagnosePush({ ...configuration, query, body });
 * ```
 *
 * @returns Always an answer. It throws only `ERR_WASM_UNAVAILABLE`.
 */
export function diagnosePush(input: DiagnosePushInput): PushDiagnosis {
  const given = pickLeniently<AnyInput>((input ?? {}) as AnyInput, inputTable);
  const { mode = 'safe', receiver = [], token = [], encodingAESKey = [], query, body } = given;
  const { maxAgeSeconds = 300, now = Date.now() } = given;
  const [receivers, tokens, keys] = [receiver, token, encodingAESKey].map((it) =>
    [it].flat().filter((one) => typeof one === 'string'),
  ) as [string[], string[], string[]];
  const { causes, ...rest }: PushDiagnosisFields = call(
    core.diagnosePush,
    crossing({ mode, receivers, tokens, keys }, textsOfBody(body), leniently(query)),
    Math.max(0, maxAgeSeconds),
    Math.max(0, now),
  );
  const findings = causes.map((finding) => ({ ...finding, ...wordsOf(finding) }));
  const [first = wordsOf({ cause: 'ok' })] = findings;
  return { ...first, ...rest, causes: findings };
}

/** {@link DiagnosePushInput}, as it was understood. */
interface AnyInput {
  mode?: string | undefined;
  receiver?: string | string[] | undefined;
  token?: string | string[] | undefined;
  encodingAESKey?: string | string[] | undefined;
  maxAgeSeconds?: number | undefined;
  now?: number | undefined;
  query?: PushQuery | undefined;
  body?: unknown;
}

const inputTable = /* @__PURE__ */ tableOf<AnyInput>({
  mode: /* @__PURE__ */ word(['safe', 'compatible', 'plain'], ''),
  receiver: /* @__PURE__ */ maybe(textOrTexts),
  token: /* @__PURE__ */ maybe(textOrTexts),
  encodingAESKey: /* @__PURE__ */ maybe(textOrTexts),
  maxAgeSeconds: /* @__PURE__ */ maybe(numberOrInfinity),
  now: /* @__PURE__ */ maybe(number),
  query: true,
  body: true,
});

/** `Infinity`: any age. */
function numberOrInfinity(argument: string, value: unknown): number {
  return value === Number.POSITIVE_INFINITY ? value : number(argument, value);
}

/** The body, or what its object is as JSON, and whether it is raw. */
function textsOfBody(body: unknown): string[] {
  if (body === undefined || body === null) return ['', 'raw'];
  try {
    return [rawBody(body), 'raw'];
  } catch {
    return [textOf(body), 'parsed'];
  }
}

function textOf(body: unknown): string {
  try {
    return text('body', JSON.stringify(body));
  } catch {
    return '';
  }
}

/** The parameters; none are there, if the query cannot be read. */
function leniently(query: PushQuery | undefined): string[] {
  try {
    return parametersOf(query ?? '');
  } catch {
    return parametersOf('');
  }
}

function wordsOf(finding: { cause: PushCause; field?: PushField }) {
  return { cause: finding.cause, ...textsOf(finding, pushCauses()) };
}
