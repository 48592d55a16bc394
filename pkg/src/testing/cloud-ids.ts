import { demand } from './refusal.js';
import type { Setting } from './setting.js';

/** Whose data it is, and what would be encrypted. */
export interface OpenData {
  appid: string;
  openid: string;
  data: object | string;
}

/** What stands for encrypted data where 云开发 is on. */
export class CloudIds {
  readonly #setting: Setting;
  readonly #known = new Map<string, OpenData & { goodUntil: number }>();

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  give(openData: OpenData): string {
    const { clock, limits, random } = this.#setting;
    const cloudID = `92_${random.text(64)}`;
    this.#known.set(cloudID, { ...openData, goodUntil: clock.now() + limits.codeSeconds * 1000 });
    return cloudID;
  }

  /** @throws {Refusal} 40097 */
  open(cloudID: string): OpenData {
    const known = this.#known.get(cloudID);
    demand(known !== undefined && this.#setting.clock.now() <= known.goodUntil, 40097);
    const { goodUntil: _, ...openData } = known;
    return openData;
  }
}
