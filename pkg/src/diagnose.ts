import * as core from '../dist/bindgen/core.js';
import {
  ownOf,
  pickLeniently,
  propertyOf,
  tableOf,
  text,
  textOrGaps,
  toJson,
} from './arguments.js';
import { atDesk, call } from './core.js';
import { writeEntries } from './crossing.js';
import { type CauseText, causes } from './generated/causes.js';
import { decryptTable } from './generated/tables.js';
import type {
  DecryptInput,
  DiagnosisCause,
  DiagnosisField,
  DiagnosisFields,
  DiagnosisFinding,
  LocalizedText,
  VerifyRawDataInput,
} from './generated/types.js';

/** The input of {@link decrypt}, which may be incomplete. */
export type DiagnoseInput = {
  [K in keyof DecryptInput]?: DecryptInput[K] | null | undefined;
};

/**
 * The input of {@link verifyRawData}, which may be incomplete, and the encrypted data of the same
 * call.
 */
export type DiagnoseRawDataInput = {
  [K in keyof VerifyRawDataInput]?: VerifyRawDataInput[K] | null | undefined;
} & {
  [K in 'encryptedData' | 'iv']?: DecryptInput[K] | null | undefined;
};

type RawDataCall = VerifyRawDataInput & Pick<DecryptInput, 'encryptedData' | 'iv'>;

/** One problem, in words. */
export interface Finding extends DiagnosisFinding {
  /** What is wrong. */
  message: LocalizedText;
  /** What to do, with WeChat's page. */
  hint: LocalizedText;
}

/**
 * Why decryption failed, or a signature does not hold. For logs and developers only: see
 * {@link diagnose}.
 */
export interface Diagnosis extends Omit<DiagnosisFields, 'causes'>, Omit<Finding, 'confidence'> {
  /** All problems, in the order to fix them. Empty if there are none. */
  causes: Finding[];
  /** How certain the first cause is. */
  confidence: DiagnosisFinding['confidence'];
}

/**
 * Says why {@link decrypt} fails, for any input: the problem, its place, and what to do, in Chinese
 * and English. Damage is undone where possible, to find what lies behind it. It judges the data,
 * not the call: unknown options, options of the wrong type and a fifth session key, which `decrypt`
 * refuses, are ignored here.
 *
 * **Never send a diagnosis to a client.** It distinguishes bad padding from a wrong key. A server
 * that reveals this lets attackers read captured data byte by byte (a padding oracle). A diagnosis
 * holds no plaintext, no secret and no repaired text. To get the data, call
 * `decrypt({ …, repair: true })`.
 *
 * ```js
 * const { cause, message, hint, causes } = diagnose({ appid, sessionKey, encryptedData, iv });
 * ```
 *
 * @returns Always an answer. It throws only `ERR_WASM_UNAVAILABLE`.
 */
export function diagnose(input: DiagnoseInput): Diagnosis {
  const given = pickLeniently(input, decryptTable);
  const missing = { appid: [], sessionKey: [], encryptedData: '', iv: '' };
  const entry = ownOf({ ...missing, ...given } as DecryptInput);
  return inWords(atDesk((desk) => core.diagnose(writeEntries(desk, [entry]))));
}

/** What {@link diagnoseRawData} looks at. */
const rawDataTable = /* @__PURE__ */ tableOf<RawDataCall>({
  rawData: text,
  signature: text,
  sessionKey: textOrGaps,
  encryptedData: text,
  iv: text,
});

/**
 * Says why {@link verifyRawData} returns `false`, for any input: what happened to `rawData` on its
 * way, or that the session key is not the one that signed it. `encryptedData` and `iv` of the same
 * call, if you have them, tell the one from the other.
 *
 * A cause that is `certain` was undone, and the signature matched. `opens` is whether the signature
 * matches once all causes are undone. `at` is where `rawData` begins to differ. `repairs` are those
 * of the session key and of the encrypted data. Nothing is tried on `rawData` of more than 16 KiB.
 *
 * **Never send a diagnosis to a client**: see {@link diagnose}. It holds nothing of `rawData`, and
 * no secret.
 *
 * ```js
 * const signed = { rawData, signature, sessionKey };
 * const { cause, message, hint } = diagnoseRawData({ ...signed, encryptedData, iv });
 * ```
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html | 数据签名校验}.
 *
 * @returns Always an answer. It throws only `ERR_WASM_UNAVAILABLE`.
 */
export function diagnoseRawData(input: DiagnoseRawDataInput): Diagnosis {
  const given = pickLeniently(input, rawDataTable);
  const texts = { rawData: '', signature: '', sessionKey: [], encryptedData: '', iv: '', ...given };
  return inWords(call(core.diagnoseRawData, toJson('input', texts)), 'rawData');
}

/** @param subject what it is about, if it is good */
function inWords({ causes, ...rest }: DiagnosisFields, subject?: DiagnosisField): Diagnosis {
  const findings = causes.map((finding) => ({ ...finding, ...inTexts(finding) }));
  const [first = { confidence: 'certain', ...inTexts({ cause: 'ok', field: subject }) } as const] =
    findings;
  return { ...first, ...rest, causes: findings };
}

function inTexts(finding: { cause: DiagnosisCause; field?: DiagnosisField | undefined }) {
  return textsOf(finding, causes());
}

/** The texts for this field, or else the general ones. */
export function textsOf<C extends string, F extends string>(
  finding: { readonly cause: C; readonly field?: F | undefined },
  {
    general,
    byField,
  }: {
    general: Readonly<Record<C, CauseText>>;
    byField: { readonly [K in C]?: { readonly [L in F]?: CauseText } };
  },
) {
  const { cause, field } = ownOf(finding);
  const own: { readonly [L in F]?: CauseText } = ownOf(propertyOf(byField, cause) ?? {});
  const [[zh, en], [zhHint, enHint]] = (field && own[field]) ?? general[cause];
  return { message: { zh, en }, hint: { zh: zhHint, en: enHint } };
}
