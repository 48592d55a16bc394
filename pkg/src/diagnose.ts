import * as core from '../dist/bindgen/core.js';
import { ownOf, pickLeniently, propertyOf } from './arguments.js';
import { atDesk } from './core.js';
import { writeEntries } from './crossing.js';
import { causeTexts, fieldCauseTexts } from './generated/causes.js';
import { decryptTable } from './generated/tables.js';
import type {
  DecryptInput,
  DiagnosisCause,
  DiagnosisFacts,
  DiagnosisField,
  DiagnosisFinding,
  LocalizedText,
} from './generated/types.js';

/** The input of {@link decrypt}, which may be incomplete. */
export type DiagnoseInput = {
  [K in keyof DecryptInput]?: DecryptInput[K] | null | undefined;
};

/** One problem, in words. */
export interface Finding extends DiagnosisFinding {
  /** What is wrong. */
  message: LocalizedText;
  /** What to do, with WeChat's page. */
  hint: LocalizedText;
}

/** Why decryption failed. For logs and developers only: see {@link diagnose}. */
export interface Diagnosis extends Omit<DiagnosisFacts, 'causes'>, Omit<Finding, 'confidence'> {
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
  const { causes, ...facts }: DiagnosisFacts = atDesk((desk) =>
    core.diagnose(writeEntries(desk, [entry])),
  );
  const findings = causes.map((finding) => ({ ...finding, ...textsOf(finding) }));
  const [first = { confidence: 'certain', ...textsOf({ cause: 'ok' }) } as const] = findings;
  return { ...first, ...facts, causes: findings };
}

/** The text for this field, or else the general one. */
function textsOf(finding: { cause: DiagnosisCause; field?: DiagnosisField }) {
  const { cause, field } = ownOf(finding);
  const byField = ownOf(propertyOf(fieldCauseTexts, cause) ?? {});
  const text = (field && byField[field]) ?? causeTexts[cause];
  const [[zh, en], [zhHint, enHint]] = text;
  return { message: { zh, en }, hint: { zh: zhHint, en: enHint } };
}
