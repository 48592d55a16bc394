import * as core from '../dist/bindgen/core.js';
import { pickLeniently } from './arguments.js';
import { atDesk } from './core.js';
import { writeEntries } from './entries.js';
import {
  type DecryptInput,
  type DiagnosisCause,
  type DiagnosisFacts,
  type DiagnosisField,
  type DiagnosisFinding,
  decryptTable,
  type LocalizedText,
} from './generated.js';
import { type CauseText, causeTexts } from './generated-causes.js';

/** What {@link decrypt} takes, with anything missing. */
export type DiagnoseInput = {
  [K in keyof DecryptInput]?: DecryptInput[K] | null | undefined;
};

/** One thing to be mended, in words. */
export interface Finding extends DiagnosisFinding {
  /** What is wrong. */
  message: LocalizedText;
  /** What to do, with WeChat's page. */
  hint: LocalizedText;
}

/** Why a decryption failed. For logs and for the developer: see {@link diagnose}. */
export interface Diagnosis extends Omit<DiagnosisFacts, 'causes'>, Omit<Finding, 'confidence'> {
  /** All that is to be mended, in the order in which it has to be. Empty if nothing is. */
  causes: Finding[];
  /** How sure the first of them is. */
  confidence: DiagnosisFinding['confidence'];
}

/**
 * Says why {@link decrypt} fails, for any input whatever: what it is, where, and what to do, in Chinese and
 * English. Damage that can be undone is undone, so that what lies under it comes out too. It judges the data,
 * not the call: options that are unknown or of the wrong type, or a fifth session key, are for `decrypt` to
 * refuse, and do not count here.
 *
 * **Never send a diagnosis to a client.** It tells bad padding from a wrong key, and a server that does can be
 * used to read captured data byte by byte (a padding oracle). It is for your logs and for you. It holds no
 * plaintext, no secret and no repaired text: who wants the data calls `decrypt({ …, repair: true })`.
 *
 * ```js
 * const { cause, message, hint, causes } = diagnose({ appid, sessionKey, encryptedData, iv });
 * ```
 *
 * @returns Always an answer. It throws only where nothing works: `ERR_WASM_UNAVAILABLE`.
 */
export function diagnose(input: DiagnoseInput): Diagnosis {
  const given = pickLeniently(input, decryptTable);
  const entry = { appid: [], sessionKey: [], encryptedData: '', iv: '', ...given } as DecryptInput;
  const { causes, ...facts }: DiagnosisFacts = atDesk((desk) =>
    core.diagnose(writeEntries(desk, [entry])),
  );
  const findings = causes.map((finding) => ({ ...finding, ...textsOf(finding) }));
  const [first = { confidence: 'certain', ...textsOf({ cause: 'ok' }) } as const] = findings;
  return { ...first, ...facts, causes: findings };
}

/** The text for the field, or else the one for everywhere. */
function textsOf({ cause, field }: { cause: DiagnosisCause; field?: DiagnosisField }) {
  const rows = causeTexts.filter(([of]) => of === cause);
  const row = rows.find(([, at]) => at === field) ?? rows.find(([, at]) => at === null);
  // Each cause has one, which a test sees to.
  const [, , [zh, en], [zhHint, enHint]] = row as CauseText;
  return { message: { zh, en }, hint: { zh: zhHint, en: enHint } };
}
