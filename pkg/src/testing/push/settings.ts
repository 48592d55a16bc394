import { check, needed, oneOf, type Rule, type Rules } from '../check.js';
import type { World } from '../world.js';

/** Where and how an app's pushes are sent: what a developer sets in WeChat's console. */
export interface PushSettings {
  /** The URL of the back end. `$APPID$` in it is replaced by the appid that the push is about. */
  url: string;
  /** 消息加解密方式. A third-party platform has `safe` alone. */
  mode: 'safe' | 'compatible' | 'plain';
  /** 3 to 32 letters and digits. */
  token: string;
  /** 43 letters and digits. Not needed for `plain`. */
  encodingAESKey?: string | undefined;
  /** Default: `xml`, which is all that a third-party platform has. */
  format?: 'xml' | 'json' | undefined;
}

/** The settings with which a push is sent. */
export interface PushTarget {
  readonly url: string;
  readonly mode: PushSettings['mode'];
  readonly token: string;
  readonly encodingAESKey: string;
  readonly format: 'xml' | 'json';
  /** Whose settings they are. */
  readonly receiver: string;
}

const address: Rule = {
  fits: (value) => /^https?:\/\/./.test(String(value)),
  must: 'an http or https URL',
};

const token: Rule = {
  fits: (value) => /^[A-Za-z0-9]{3,32}$/.test(String(value)),
  must: '3 to 32 letters and digits',
};

const encodingAESKey: Rule = {
  fits: (value) => /^[A-Za-z0-9]{43}$/.test(String(value)),
  must: '43 letters and digits',
};

const rules: Rules = { url: needed(address), token: needed(token), encodingAESKey };

/** @throws {TypeError} */
export function checkPushSettings(appid: string, push: PushSettings, isPlatform: boolean): void {
  const mode = needed(oneOf(isPlatform ? ['safe'] : ['safe', 'compatible', 'plain']));
  const format = oneOf(isPlatform ? ['xml'] : ['xml', 'json']);
  const key = push.mode === 'plain' ? encodingAESKey : needed(encodingAESKey);
  check(`push of app ${appid}`, push, { ...rules, mode, format, encodingAESKey: key });
}

/**
 * Where what happens in an app is told now: a platform that it has authorised comes before the app
 * itself.
 */
export function targetOf(world: World, appid: string): PushTarget | undefined {
  const app = world.appOf(appid);
  const platforms = Object.keys(world.apps).filter((it) => world.isAuthorizer(it, appid));
  const platform = platforms.find((it) => world.appOf(it).push);
  const receiver = platform ?? appid;
  const { push } = platform === undefined ? app : world.appOf(platform);
  if (!push) return undefined;
  const { url, mode, token, encodingAESKey = '', format = 'xml' } = push;
  return { url: url.replaceAll('$APPID$', appid), mode, token, encodingAESKey, format, receiver };
}
