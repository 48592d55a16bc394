// What a back end has answered to a push.

import type { LocalizedText } from '../../index.js';
import { isObject } from '../check.js';
import { sign, unseal } from './envelope.js';
import type { PushedMessage } from './pushes.js';
import type { PushTarget } from './settings.js';

/** What comes of an answer. */
export interface Judgement {
  /** A passive reply, decrypted. */
  reply?: string;
  /** What is wrong with it. */
  hint?: LocalizedText;
}

/** Judges the answer to that message, by the settings with which it was sent. */
export function judge(answer: string, message: PushedMessage, target: PushTarget): Judgement {
  if (answer === 'success') return {};
  if ('InfoType' in message) return { hint: notSuccess };
  if (answer === '') return {};
  const fields = fieldsOf(answer);
  if (!fields) return { hint: unreadable };
  if (String(message.Event).startsWith('xpay_') && fields('ErrCode') === '0') return {};
  const sealed = fields('Encrypt');
  if (sealed === '' || target.mode === 'plain') {
    return target.mode === 'safe' ? { hint: notEncrypted } : { reply: answer };
  }
  const [signature, time, nonce] = ['MsgSignature', 'TimeStamp', 'Nonce'].map(fields);
  if (signature !== sign(target.token, `${time}`, `${nonce}`, sealed)) return { hint: notSigned };
  const reply = unseal(sealed, target);
  return reply === undefined ? { hint: notOpened } : { reply };
}

/** A way to the fields of an answer, in XML or JSON. What is not there is a blank. */
function fieldsOf(answer: string): ((name: string) => string) | undefined {
  if (/^\s*<xml>/.test(answer)) {
    return (name) => {
      const element = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]*)`);
      return element.exec(answer)?.[1]?.trim() ?? '';
    };
  }
  try {
    const value: unknown = JSON.parse(answer);
    return isObject(value) ? (name) => String(value[name] ?? '') : undefined;
  } catch {
    // Neither.
    return undefined;
  }
}

export const noAnswer: LocalizedText = {
  zh: '没有收到响应：后端没有运行、地址不对，或没有在 5 秒内响应',
  en: 'There was no answer: the back end does not run, or not there, or took more than 5 seconds',
};

export function wrongStatus(status: number): LocalizedText {
  return {
    zh: `HTTP 状态码应为 200，而不是 ${status}`,
    en: `The HTTP status must be 200, and it is ${status}`,
  };
}

export const wrongEchostr: LocalizedText = {
  zh: '应原样返回 echostr，没有引号、空白或 BOM',
  en: 'The answer must be echostr as it came, without quotes, white space or BOM',
};

const notSuccess: LocalizedText = {
  zh: '第三方平台的通知只能回复 success',
  en: "A third-party platform's notice must be answered with success",
};

const unreadable: LocalizedText = {
  zh: '响应应为 success、空，或 XML、JSON 格式的被动回复',
  en: 'The answer must be success, empty, or a passive reply in XML or JSON',
};

const notEncrypted: LocalizedText = {
  zh: '安全模式下被动回复必须加密',
  en: 'In safe mode a passive reply must be encrypted',
};

const notSigned: LocalizedText = {
  zh: '回复的 MsgSignature 不对：应使用推送时的 token，对 Encrypt、TimeStamp、Nonce 签名',
  en: 'The MsgSignature of the reply is wrong: it is of Encrypt, TimeStamp, Nonce and the token of the push',
};

const notOpened: LocalizedText = {
  zh: '回复无法解密：应使用推送时的 EncodingAESKey 和 appid',
  en: 'The reply does not decrypt: use the EncodingAESKey and the appid of the push',
};
