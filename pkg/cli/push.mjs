// Why a push is refused.

import * as wx from '../dist/index.js';
import { openPush, untimed } from '../paste/push.mjs';
import { pushPictureOf } from './diagnosis.mjs';
import { exitCodes, listed, UsageError } from './failure.mjs';
import { readPushes } from './input.mjs';
import { printable, toJson } from './output.mjs';

const modes = ['safe', 'compatible', 'plain'];

/** @param {string[]} files in which the push and its configuration are; if there are none, stdin */
export async function push(values, files, output) {
  if (values.mode !== undefined && !modes.includes(values.mode)) throw unknownMode();
  const paths = values.file === undefined ? files : [values.file, ...files];
  const fields = await readPushes(paths.length > 0 ? paths : [undefined], values, output);
  if (values.now !== undefined && fields.now === undefined) throw unknownTime();
  if (fields.query === undefined && fields.body === undefined) throw nothingRecognised();
  const { maxAgeSeconds } = values;
  const input = untimed({ ...fields, ...(maxAgeSeconds !== undefined && { maxAgeSeconds }) });
  const diagnosis = wx.diagnosePush(input);
  const isGood = diagnosis.causes.length === 0;
  const isShown = isGood && values['show-secrets'];
  const message = isShown ? { message: openPush(input, wx.MessagePush) } : {};
  output.answer({ ...diagnosis, ...message }, () => {
    const picture = pushPictureOf(diagnosis, input, output);
    return isShown ? `${picture}\n\n${shown(message)}` : picture;
  });
  return isGood ? exitCodes.good : exitCodes.badData;
}

function shown({ message }) {
  return typeof message === 'string' ? printable(message) : toJson(message, 2);
}

function unknownMode() {
  const { zh, en } = listed(modes);
  return new UsageError({ zh: `--mode 可选值：${zh}`, en: `--mode must be one of: ${en}` });
}

function unknownTime() {
  return new UsageError({
    zh: '--now 应为带时区的 ISO 8601 时间（2026-11-28T12:00:00+08:00）或 Unix 时间戳',
    en: '--now must be a time of ISO 8601 with its zone (2026-11-28T12:00:00Z), or seconds since 1970',
  });
}

function nothingRecognised() {
  return new UsageError({
    zh: '没有认出推送：请粘贴请求的 URL（带 signature、timestamp、nonce）和原始请求体',
    en: 'No push was recognised: paste the URL (with signature, timestamp and nonce) and the raw body',
  });
}
