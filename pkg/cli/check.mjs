// Whether WeChat takes an appid and its secret, from where this runs.

import * as wx from '../dist/index.js';
import { exitCodes } from './failure.mjs';

/** Asks WeChat for the stable token, which leaves other tokens valid. The token is thrown away. */
export async function check({ appid, secret }, { 'base-url': option }, output) {
  const baseUrl = option ?? process.env.WX_BASE_URL;
  const tokens = new wx.AccessTokens({ appid, secret, ...(baseUrl && { baseUrl }) });
  try {
    await tokens.get();
  } catch (error) {
    const code = output.failure(error);
    for (const text of advice(error)) output.note({ zh: `  ${text.zh}`, en: `  ${text.en}` });
    return code;
  }
  output.answer({ appid }, () => `${output.paint('green', '✓')} ${output.say(accepted)}`);
  return exitCodes.good;
}

const accepted = {
  zh: '微信接受这个 appid 和 AppSecret，也接受来自这台机器的请求',
  en: 'WeChat accepts the appid and the AppSecret, and requests from this machine',
};

function advice({ errcode, errmsg, endpoint }) {
  if (errcode === undefined) return [];
  const explained = wx.explainErrcode(errcode, endpoint);
  const address = errcode === IP_NOT_ALLOWED ? addressIn(errmsg) : undefined;
  const allow = {
    zh: `要加入 IP 白名单的地址：${address}`,
    en: `The address to add to the IP whitelist: ${address}`,
  };
  return [explained.meaning, explained.advice, ...(address ? [allow] : [])];
}

const IP_NOT_ALLOWED = 40164;

/**
 * The address that WeChat saw, as it writes it:
 * `invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist`.
 */
function addressIn(errmsg) {
  const [version4] = /\b\d{1,3}(?:\.\d{1,3}){3}\b/.exec(errmsg) ?? [];
  const [version6] = /(?<![\w:])[\da-f]*(?::[\da-f]*){2,7}(?![\w:])/i.exec(errmsg) ?? [];
  return version4 ?? version6;
}
