// What is to be decrypted, as it lies on the desk, and what became of it. The layout is that of
// `src/wasm/crossing.rs`.

import * as core from '../dist/bindgen/core.js';
import { ownOf } from './arguments.js';
import { atDesk } from './core.js';
import { cutsCheaply, type Desk } from './desk.js';
import { WxError, type WxErrorInit } from './error.js';
import {
  FIRST_FREE_FLAG,
  OPTION_NUMBERS,
  optionPlaces,
  writeOptions,
} from './generated/crossing.js';
import { kindNames, setField, WATERMARK } from './generated/tables.js';
import type { DecryptInput, Repair } from './generated/types.js';

/**
 * Numbers that come out for all entries, those that come out for each, and those that go in beside
 * appids and keys.
 */
const OUT_FOR_ALL = 2;
const OUT = 56;
const IN = OPTION_NUMBERS + 5;

/** Takes the encodings that Node's own decoder takes. */
export const LIKE_NODE: number = FIRST_FREE_FLAG;

const ANY_KIND = -1;
const NO_LIST = -1;
const GAP = -1;
const ABSENT = -1;

/**
 * In the place of a text's length: what comes before it is a flag. Another negative one: a number.
 */
const FLAG = -2;

/** A plaintext of so many bytes is read in about the time that one of its fields takes. */
const FEW_BYTES = 256;
/** A shorter slice of a text is a copy in V8. A longer one keeps all of the text alive. */
const LEAST_KEEPING_CHARS = 13;

/** Entries that cross together: more save nothing. */
const MOST_ENTRIES = 64;
const MOST_CHARS = 256 * 1024;

/** What is asked of entries, beside their own options. */
export interface Demand {
  readonly kind: (typeof kindNames)[number] | undefined;
  readonly flags: number;
}

/** Whatever kind it is. */
export const ANYTHING: Demand = { kind: undefined, flags: 0 };

/** An entry that was opened, while it lies on the desk. */
export interface Opened {
  readonly desk: Desk;
  readonly input: DecryptInput;
  readonly numbers: Float64Array;
  /** The first of its numbers. */
  readonly at: number;
  readonly repairs: Repair[];
  /** What is there instead, if it could not be opened. */
  readonly error: WxErrorInit | undefined;
}

/** What became of one of many. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: WxError };

/** What the core says beside numbers. */
type Note = { error?: WxErrorInit; repairs?: Repair[] } | null | undefined;

/**
 * Opens an entry, and reads what is wanted of it.
 *
 * @throws {WxError}
 */
export function openEntry<T>(input: DecryptInput, demand: Demand, read: (opened: Opened) => T): T {
  return atDesk((desk) => {
    const note = cross(desk, [input], demand)?.[0];
    const opened = openedAt(desk, input, desk.answers(), OUT_FOR_ALL, note);
    if (opened.error) throw new WxError(opened.error);
    return read(opened);
  });
}

/** Opens entries. One that fails spoils no other. */
export function openEntries<T>(
  inputs: readonly DecryptInput[],
  demand: Demand,
  read: (opened: Opened) => T,
): Outcome<T>[] {
  const outcomes: Outcome<T>[] = [];
  for (let start = 0; start < inputs.length; ) {
    const end = endOfLoad(inputs, start);
    const load = inputs.slice(start, end);
    atDesk((desk) => {
      const notes = cross(desk, load, demand);
      const numbers = desk.answers();
      for (let index = 0; index < load.length; index++) {
        const input = load[index] as DecryptInput;
        const opened = openedAt(desk, input, numbers, OUT_FOR_ALL + OUT * index, notes?.[index]);
        outcomes.push(
          opened.error
            ? { ok: false, error: new WxError(opened.error) }
            : { ok: true, value: read(opened) },
        );
      }
    });
    start = end;
  }
  return outcomes;
}

function endOfLoad(inputs: readonly DecryptInput[], start: number): number {
  let chars = 0;
  let end = start;
  while (end < inputs.length && end - start < MOST_ENTRIES && chars < MOST_CHARS) {
    chars += (inputs[end++] as DecryptInput).encryptedData.length;
  }
  return end;
}

/** One crossing. What came of each entry is to be read before the desk is wiped. */
function cross(desk: Desk, inputs: readonly DecryptInput[], demand: Demand): Note[] | undefined {
  const hasNotes = core.decrypt(writeEntries(desk, inputs, demand), inputs.length);
  return hasNotes ? core.notes() : undefined;
}

function openedAt(
  desk: Desk,
  input: DecryptInput,
  numbers: Float64Array,
  at: number,
  note: Note,
): Opened {
  const said = note ? ownOf(note) : undefined;
  return { desk, input, numbers, at, repairs: said?.repairs ?? [], error: said?.error };
}

/** Puts entries on the desk. How many bytes their texts are. */
export function writeEntries(
  desk: Desk,
  inputs: readonly DecryptInput[],
  { kind, flags }: Demand = ANYTHING,
): number {
  const place = kind === undefined ? ANY_KIND : kindNames.indexOf(kind);
  let at = OUT_FOR_ALL + OUT * inputs.length;
  let most = at;
  for (const { appid, sessionKey } of inputs) most += IN + countOf(appid) + countOf(sessionKey);
  const numbers = desk.numbers(most);
  let texts = '';
  for (const input of inputs) {
    const { appid, sessionKey, encryptedData, iv, maxAgeSeconds, now } = input;
    writeOptions(numbers, at, input, flags);
    // The core reads no clock.
    if (maxAgeSeconds !== undefined) numbers[at + optionPlaces.now] = now ?? Date.now();
    at += OPTION_NUMBERS;
    numbers[at++] = place;
    numbers[at++] = typeof appid === 'string' ? NO_LIST : appid.length;
    numbers[at++] = typeof sessionKey === 'string' ? NO_LIST : sessionKey.length;
    numbers[at++] = iv.length;
    numbers[at++] = encryptedData.length;
    texts += `${iv}\n${encryptedData}\n`;
    for (const oneOrMany of [appid, sessionKey]) {
      if (typeof oneOrMany === 'string') {
        numbers[at++] = oneOrMany.length;
        texts += `${oneOrMany}\n`;
        continue;
      }
      for (const text of oneOrMany) {
        numbers[at++] = text?.length ?? GAP;
        if (typeof text === 'string') texts += `${text}\n`;
      }
    }
  }
  return desk.write(texts);
}

function countOf(oneOrMany: string | readonly unknown[]): number {
  return typeof oneOrMany === 'string' ? 1 : oneOrMany.length;
}

/** Which of WeChat's APIs it is from. */
export function kindOf({ numbers, at }: Opened): (typeof kindNames)[number] {
  return kindNames[numbers[at] as number] as (typeof kindNames)[number];
}

/** The place of the key that opened it. */
export function sessionKeyIndexOf({ numbers, at }: Opened): number {
  return numbers[at + 4] as number;
}

/** The watermark that was checked. */
export function watermarkOf({ input, numbers, at }: Opened) {
  const index = numbers[at + 5] as number;
  if (index === ABSENT) return undefined;
  const { appid } = input;
  const timestamp = numbers[at + 6] as number;
  return { timestamp, appid: typeof appid === 'string' ? appid : (appid[index] as string) };
}

/** What was encrypted, as a text. */
export function textOf({ desk, numbers, at }: Opened): string {
  return desk.read(numbers[at + 1] as number, numbers[at + 2] as number, numbers[at + 3] === 1);
}

/** The data as WeChat sent it, read once. */
export function dataOf(opened: Opened): unknown {
  const { desk, numbers, at } = opened;
  const start = numbers[at + 1] as number;
  const isAscii = numbers[at + 3] === 1;
  const isSliced = isAscii && (numbers[at + 2] as number) <= FEW_BYTES;
  const fields = numbers[at + 7] as number;
  if (fields < 0 || !cutsCheaply) return JSON.parse(textOf(opened));
  const data = {};
  let text: string | undefined;
  for (let field = at + 8; field < at + 8 + 3 * fields; field += 3) {
    const place = numbers[field] as number;
    const value = numbers[field + 1] as number;
    const length = numbers[field + 2] as number;
    if (place === WATERMARK) setField(data, place, watermarkOf(opened));
    else if (length === FLAG) setField(data, place, value === 1);
    else if (length < 0) setField(data, place, value);
    else if (length === 0) setField(data, place, '');
    else if (isSliced && length < LEAST_KEEPING_CHARS) {
      text ??= textOf(opened);
      setField(data, place, text.slice(value - start, value - start + length));
    } else setField(data, place, desk.read(value, length, isAscii));
  }
  return data;
}
