import type { Asked } from '../asked.js';
import { demand } from '../refusal.js';
import type { WeChat } from '../wechat.js';

/** One of WeChat's APIs. */
export interface Endpoint {
  readonly methods: readonly ('GET' | 'POST')[];
  readonly path: string;
  /** The type of app whose access_token it wants. Default: it wants none. */
  readonly token?: 'miniProgram' | 'officialAccount';
  /** Its reply is called text/plain, though it is JSON. */
  readonly isPlainText?: boolean;
  /** Its refusals are called application/json all the same. */
  readonly refusesInJson?: boolean;
  /** @throws {Refusal} */
  answer(wechat: WeChat, asked: Asked): object;
}

/** Nothing else to say. */
export const ok = { errcode: 0, errmsg: 'ok' };

/** @throws {Refusal} 40002, unless it is this type. */
export function checkGrantType(given: string, expected: string): void {
  demand(given === expected, 40002);
}
