// A diagnosis for people: the problems, the steps that were checked, and what to do next.

import { stepsOf } from '../paste/push.mjs';

export function pictureOf(diagnosis, output) {
  const { steps, repairs } = diagnosis;
  const undone = repairs.map(({ field, kind, at }) => `  ${field}: ${kind} @${at}`);
  return [
    verdictOf(diagnosis, output),
    ...problemsOf(diagnosis, output),
    ...titled(
      { zh: '检查步骤', en: 'Steps checked' },
      steps.map((step) => stepOf(step, output)),
      output,
    ),
    ...titled({ zh: '为继续检查而临时修复', en: 'Repaired to check further' }, undone, output),
    ...titled({ zh: '下一步', en: 'Next' }, [`  ${output.say(nextOf(diagnosis))}`], output),
  ].join('\n');
}

/** The same of a push: what was recognised of it, but no value. */
export function pushPictureOf(diagnosis, input, output) {
  const { causes, message, hint } = diagnosis;
  const good = causes.length === 0 ? [message, hint] : [];
  return [
    verdictOf(diagnosis, output),
    ...good.map((text) => `   ${output.say(text)}`),
    ...problemsOf(diagnosis, output),
    ...titled({ zh: '已识别', en: 'Recognised' }, recognised(input, output), output),
    ...titled(
      { zh: '检查步骤', en: 'Steps checked' },
      stepsOf(diagnosis).map((step) => pushStepOf(step, input, output)),
      output,
    ),
  ].join('\n');
}

function verdictOf({ causes }, output) {
  const { paint } = output;
  const verdict =
    causes.length === 0
      ? `${paint('green', '✓')} ${output.say({ zh: '没有发现问题', en: 'No problems found' })}`
      : `${paint('red', '✗')} ${output.say(countOf(causes))}`;
  return paint('bold', verdict);
}

function recognised({ query, body, ...config }, output) {
  const names = [...new Set(new URLSearchParams(query).keys())].filter(isParameter);
  const parts = {
    query: names.join(', '),
    body: body === undefined ? '' : output.say(bodyOf(body)),
    configuration: Object.keys(config)
      .filter((name) => name !== 'maxAgeSeconds')
      .join(', '),
  };
  return Object.entries(parts).map(([name, found]) => {
    const nothing = output.say({ zh: '（无）', en: '(nothing)' });
    return `  ${padded(output.say(stepNames[name]), 15)}${found || nothing}`;
  });
}

/** A query may be anybody's: only WeChat's names are shown. */
function isParameter(name) {
  return /^(?:(?:msg_)?signature|timestamp|nonce|encrypt_type|echostr|openid)$/.test(name);
}

function bodyOf(body) {
  if (typeof body !== 'string') return { zh: '解析后的对象', en: 'an object that was parsed' };
  return { zh: `${body.length} 个字符`, en: `${body.length} characters` };
}

function pushStepOf({ name, ok }, { maxAgeSeconds }, output) {
  if (name === 'age' && maxAgeSeconds === Number.POSITIVE_INFINITY) {
    return `  · ${output.say({ zh: '时间：未检查，用 --now 指定收到推送的时间', en: 'age: not checked, give --now' })}`;
  }
  const mark = ok ? output.paint('green', '✓') : output.paint('red', '✗');
  return `  ${mark} ${output.say(stepNames[name])}`;
}

/** Each problem and what to do, with a blank line before it. */
export function problemsOf({ causes }, output) {
  return causes.flatMap((finding, index) => ['', ...findingOf(finding, index + 1, output)]);
}

function titled(title, lines, output) {
  return lines.length === 0 ? [] : ['', output.paint('bold', output.say(title)), ...lines];
}

function countOf({ length }) {
  return {
    zh: length === 1 ? '发现 1 个问题' : `发现 ${length} 个问题，请按顺序处理`,
    en: length === 1 ? 'Found 1 problem' : `Found ${length} problems: fix them in this order`,
  };
}

/** Without texts, the cause's name alone is shown. */
function findingOf(finding, number, output) {
  const { cause, field, index, at, chars, confidence, message, hint } = finding;
  const texts = [
    [at, { zh: `位置 ${at}`, en: `position ${at}` }],
    [chars, { zh: `${chars} 个字符`, en: `${chars} characters` }],
    [confidence, confidences[confidence]],
  ];
  const known = texts.filter(([fact]) => fact !== undefined);
  const which = index ? `${field}[${index}]` : field;
  const facts = [cause, ...(field ? [which] : []), ...known.map(([, text]) => output.say(text))];
  return [
    `${number}. ${output.paint('yellow', facts.join(' · '))}`,
    ...indented(message && output.say(message), '   '),
    ...indented(hint && output.say(hint), '   → '),
  ];
}

function indented(text, start) {
  return text ? [`${start}${text.replaceAll('\n', '\n   ')}`] : [];
}

function stepOf({ name, ok, field, index, ...sizes }, output) {
  const mark = ok ? output.paint('green', '✓') : output.paint('red', '✗');
  const what = padded(output.say(stepNames[name] ?? { zh: name, en: name }), 9);
  const of = field ?? (name === 'decrypt' ? 'sessionKey' : '');
  const which = index ? `${of}[${index}]` : of;
  return `  ${mark} ${what}${padded(which, 15)}${sizesOf(sizes, output)}`.trimEnd();
}

function sizesOf({ chars, bytes, blocks, readableBlocks, unreadableBlocks }, output) {
  const first = unreadableBlocks?.[0]?.[0];
  const parts = [
    [chars, { zh: `${chars} 个字符`, en: `${chars} characters` }],
    [bytes, { zh: `${bytes} 字节`, en: `${bytes} bytes` }],
    [blocks, { zh: `${blocks} 块`, en: `${blocks} blocks` }],
    [readableBlocks, { zh: `可读 ${readableBlocks} 块`, en: `${readableBlocks} readable` }],
    [
      first,
      {
        zh: `第一个不可读的是第 ${first} 块（从 0 开始）`,
        en: `first unreadable block: ${first} (counted from 0)`,
      },
    ],
  ];
  const known = parts.filter(([size]) => size !== undefined);
  return known.map(([, text]) => output.say(text)).join(output.say({ zh: '，', en: ', ' }));
}

function nextOf({ causes, opens, repairs }) {
  if (causes.length === 0) {
    return {
      zh: '可以用 npx wx-unionid decrypt 解密',
      en: 'Decrypt it with npx wx-unionid decrypt',
    };
  }
  if (opens && repairs.length > 0) {
    return {
      zh: '现在就可以用 npx wx-unionid decrypt --repair 解密；然后修复发送端',
      en: 'Decrypt it now with npx wx-unionid decrypt --repair. Then fix the sender',
    };
  }
  return { zh: '先解决第 1 个问题，再重新诊断', en: 'Fix problem 1, then diagnose again' };
}

/** Chinese characters are two columns wide. */
function padded(text, width) {
  const columns = [...text].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, width - columns));
}

const confidences = {
  certain: { zh: '确定', en: 'certain' },
  likely: { zh: '很可能', en: 'likely' },
  possible: { zh: '可能', en: 'possible' },
};

const stepNames = {
  decode: { zh: '解码', en: 'decode' },
  decrypt: { zh: '解密', en: 'decrypt' },
  padding: { zh: '填充', en: 'padding' },
  utf8: { zh: 'UTF-8', en: 'UTF-8' },
  json: { zh: 'JSON', en: 'JSON' },
  watermark: { zh: '水印', en: 'watermark' },
  signature: { zh: '签名', en: 'signature' },
  configuration: { zh: '配置', en: 'configuration' },
  query: { zh: '查询字符串', en: 'query' },
  body: { zh: '请求体', en: 'body' },
  mode: { zh: '加密方式', en: 'mode' },
  encoding: { zh: '密文编码', en: 'encoding' },
  decryption: { zh: '解密', en: 'decryption' },
  length: { zh: '长度', en: 'length' },
  receiver: { zh: '接收者', en: 'receiver' },
  message: { zh: '消息', en: 'message' },
  age: { zh: '时间', en: 'age' },
};
