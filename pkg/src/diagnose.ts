import * as core from '../dist/bindgen/core.js';
import { toJson } from './arguments.js';
import { call } from './core.js';
import { decryptNames } from './decrypt.js';
import type { DecryptInput, DiagnosisFacts } from './generated.js';

/** Anything that {@link decrypt} takes, with anything missing. */
export type DiagnoseInput = { [K in keyof DecryptInput]?: DecryptInput[K] | null };

export type Diagnosis = DiagnosisFacts;

export function diagnose(input: DiagnoseInput): Diagnosis {
  return call(core.diagnose, toJson(input as DecryptInput, decryptNames), Date.now());
}
