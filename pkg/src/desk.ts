import * as core from '../dist/bindgen/core.js';

const FIRST_BYTES = 16 * 1024;
const FIRST_NUMBERS = 256;

/** A desk that had to become larger is used, but its memory is not kept. */
const KEPT_BYTES = 4 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Node's own way to cut a text out, which other hosts may lack: it needs no view of the part. */
const { latin1Slice, utf8Slice } = globalThis.Buffer?.prototype ?? {};

/** Whether reading many short texts costs less than reading a long one and taking it apart. */
export const cutsCheaply = latin1Slice !== undefined && utf8Slice !== undefined;

const read: (memory: Uint8Array, start: number, end: number, isAscii: boolean) => string =
  latin1Slice && utf8Slice
    ? (memory, start, end, isAscii) => (isAscii ? latin1Slice : utf8Slice).call(memory, start, end)
    : (memory, start, end) => decoder.decode(memory.subarray(start, end));

/**
 * The place in the core's memory where texts and numbers lie while they cross: they are written
 * here before a call, and read after it. Nothing stays here between calls.
 */
export class Desk {
  /** When the memory grows, what viewed it becomes empty. */
  #memory = new Uint8Array();
  #text = new Uint8Array();
  #numbers = new Float64Array();
  #textRoom = { at: 0, length: 0 };
  #numbersRoom = { at: 0, length: 0 };
  #written = 0;
  #counted = 0;
  #openedAt = 0;
  #opened = 0;

  /** The instance is a new one: what there was is gone with the old one. */
  clear(): void {
    this.#written = this.#opened = this.#counted = 0;
    this.#numbersRoom = { at: core.roomForNumbers(FIRST_NUMBERS), length: FIRST_NUMBERS };
    this.#makeRoom(FIRST_BYTES);
  }

  /** Puts a text on the desk, as UTF-8, or bytes. How many bytes it is. */
  write(input: string | Uint8Array): number {
    if (input.length > this.#text.length) this.#makeRoom(input.length);
    if (typeof input !== 'string') {
      this.#text.set(input);
      this.#written = input.length;
      return input.length;
    }
    let { read, written } = encoder.encodeInto(input, this.#text);
    if (read < input.length) {
      const mostBytesOfACharacter = 3;
      this.#makeRoom(mostBytesOfACharacter * input.length);
      ({ read, written } = encoder.encodeInto(input, this.#text));
    }
    this.#written = written;
    return written;
  }

  /** The numbers on the desk, of which so many are used. */
  numbers(count: number): Float64Array {
    this.#counted = count;
    if (count > this.#numbers.length) {
      this.#numbersRoom = { at: core.roomForNumbers(2 * count), length: 2 * count };
      this.#look(true);
    }
    return this.#numbers;
  }

  /**
   * The same after a call that has opened something: the first two say where it is, and how many
   * bytes are to be wiped.
   */
  answers(): Float64Array {
    this.#look();
    this.#openedAt = this.#numbers[0] as number;
    this.#opened = this.#numbers[1] as number;
    return this.#numbers;
  }

  /** Reads a text in what was opened. */
  read(at: number, bytes: number, isAscii: boolean): string {
    const start = this.#openedAt + at;
    return read(this.#memory, start, start + bytes, isAscii);
  }

  /** Wipes all of it. Whether its memory has become too large to be kept. */
  wipe(): boolean {
    this.#look();
    this.#text.fill(0, 0, this.#written);
    this.#memory.fill(0, this.#openedAt, this.#openedAt + this.#opened);
    this.#numbers.fill(0, 0, this.#counted);
    this.#written = this.#opened = this.#counted = 0;
    return this.#text.length > KEPT_BYTES;
  }

  #makeRoom(bytes: number): void {
    this.#textRoom = { at: core.roomForText(bytes), length: bytes };
    this.#look(true);
  }

  /** Views the memory again, if it has grown or if rooms have moved. */
  #look(hasMoved = false): void {
    if (this.#memory.length > 0 && !hasMoved) return;
    const { buffer } = core.deskMemory() as { buffer: ArrayBuffer };
    this.#memory = new Uint8Array(buffer);
    this.#text = new Uint8Array(buffer, this.#textRoom.at, this.#textRoom.length);
    this.#numbers = new Float64Array(buffer, this.#numbersRoom.at, this.#numbersRoom.length);
  }
}
