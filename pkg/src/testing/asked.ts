import { isObject } from './check.js';
import { demand } from './refusal.js';

/** A request that was received. */
export class Asked {
  /** The app whose token it came with, if it needs one. */
  readonly appid: string;
  /** As it came. */
  readonly body: string;
  readonly #query: URLSearchParams;

  constructor(appid: string, query: URLSearchParams, body: string) {
    this.appid = appid;
    this.#query = query;
    this.body = body;
  }

  /** A parameter of the query, or a blank. */
  query(name: string): string {
    return this.#query.get(name) ?? '';
  }

  /** A parameter of the query or of a form, or a blank. */
  parameter(name: string): string {
    return this.query(name) || (new URLSearchParams(this.body).get(name) ?? '');
  }

  /** @throws {Refusal} 44002 or `malformed`, if the body is no JSON object. */
  json(malformed: 47001 | 1022 = 47001): Json {
    demand(this.body !== '', 44002);
    return new Json(objectOf(this.body, malformed));
  }
}

/** A body. */
export class Json {
  readonly #fields: Record<string, unknown>;

  constructor(fields: Record<string, unknown>) {
    this.#fields = fields;
  }

  /** A text, or a blank. */
  text(name: string): string {
    const value = this.#fields[name];
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return this.#fields[name] === true;
  }

  /** A list, or an empty one. */
  list(name: string): unknown[] {
    const value = this.#fields[name];
    return Array.isArray(value) ? value : [];
  }
}

function objectOf(body: string, malformed: 47001 | 1022): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Refused below, as what is no object.
  }
  demand(isObject(value), malformed);
  return value;
}
