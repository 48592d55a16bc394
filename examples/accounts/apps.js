import { createKeyv } from '@keyv/redis';
import { LoginSessions, MiniProgram, OfficialAccount, WebApp } from 'wx-unionid';

const { env } = process;

const store = createKeyv(env.REDIS_URL, { throwOnErrors: true });
// Each call that fails says so.
store.on('error', () => {});

/** Another WeChat, for tests: `npx wx-unionid fake`. */
export const baseUrl = env.WX_BASE_URL;

const program = settingsOf('PROGRAM');
const account = settingsOf('ACCOUNT');
const website = settingsOf('WEBSITE');

/** The three apps. A session belongs to one of them, and all are in one Redis. */
export const apps = {
  program: { client: new MiniProgram(program), sessions: sessionsOf(program) },
  account: { client: new OfficialAccount(account), sessions: sessionsOf(account) },
  website: { client: new WebApp(website), sessions: sessionsOf(website) },
};

/** @typedef {keyof typeof apps} AppName */

/** @param {string} name */
function settingsOf(name) {
  const appid = env[`WX_${name}_APPID`] ?? '';
  return { appid, secret: env[`WX_${name}_SECRET`] ?? '', baseUrl };
}

/**
 * @param {{ appid: string }} app
 * @returns {LoginSessions<{ userId: string }>}
 */
function sessionsOf({ appid }) {
  return new LoginSessions({ appid, store });
}
