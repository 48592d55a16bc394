// The options: how they are written, and what the help says of them.

/**
 * @typedef {object} Option
 * @property {'string' | 'boolean'} type
 * @property {string} [short]
 * @property {string} [takes] what its value is
 * @property {boolean} [isSecret] refused unless it is dangerously allowed
 * @property {{ zh: string, en: string }} text
 */

/** @type {Record<string, Option>} */
export const options = {
  file: {
    type: 'string',
    short: 'f',
    takes: 'path',
    text: {
      zh: '从文件读取输入；- 表示标准输入（默认）',
      en: 'read the input from a file; - is stdin (the default)',
    },
  },
  appid: {
    type: 'string',
    takes: 'appid',
    text: { zh: '小程序的 appid；优先于输入', en: 'the appid; wins over the input' },
  },
  iv: {
    type: 'string',
    takes: 'text',
    text: { zh: 'iv；优先于输入', en: 'the iv; wins over the input' },
  },
  'encrypted-data': {
    type: 'string',
    takes: 'text',
    text: { zh: 'encryptedData；优先于输入', en: 'the encryptedData; wins over the input' },
  },
  'session-key-file': {
    type: 'string',
    takes: 'path',
    text: {
      zh: '从文件读取 session_key；每行一个（最多 4 个，依次尝试）',
      en: 'read the session key from a file; one per line (up to 4, tried in order)',
    },
  },
  'body-file': {
    type: 'string',
    takes: 'path',
    text: {
      zh: '要签名的请求体，逐字节读取；- 表示标准输入',
      en: 'the request body to sign, exactly as it is; - is stdin',
    },
  },
  'max-age': {
    type: 'string',
    takes: 'seconds',
    text: { zh: '数据最多多少秒以前', en: 'how many seconds old the data may be' },
  },
  repair: {
    type: 'boolean',
    text: {
      zh: '修复只有一种修法的损坏（+ 变成空格、百分号编码……），并说明修了什么',
      en: 'undo damage that can be undone in one way only (+ became a space, …), and say so',
    },
  },
  kind: {
    type: 'string',
    takes: 'kind',
    text: {
      zh: '要求数据是这一种（如 userInfo、phoneNumber），否则报错',
      en: 'demand this kind of data (userInfo, phoneNumber, …)',
    },
  },
  endpoint: {
    type: 'string',
    takes: 'name',
    text: {
      zh: '返回该 errcode 的接口（同一个数字在不同接口含义不同）',
      en: 'the endpoint that it came from: one number means different things',
    },
  },
  'show-secrets': {
    type: 'boolean',
    text: {
      zh: '打印真实的 URL 和请求体，含密钥；不要记入日志',
      en: 'print the real URL and body, secrets and all; not for logs',
    },
  },
  world: {
    type: 'string',
    takes: 'path',
    text: { zh: '从文件读取应用和用户', en: 'read the apps and users from a file' },
  },
  port: {
    type: 'string',
    takes: 'port',
    text: { zh: '端口，默认 8788；0 是任意空闲端口', en: 'the port; 8788 by default, 0 is any' },
  },
  host: {
    type: 'string',
    takes: 'address',
    text: {
      zh: '监听的地址，默认 127.0.0.1',
      en: 'the address to listen to; 127.0.0.1 by default',
    },
  },
  list: {
    type: 'boolean',
    text: {
      zh: '列出假微信的每种行为和拒绝的 errcode，不监听',
      en: 'list what it does and refuses, with the errcodes, and do not listen',
    },
  },
  'dangerously-allow-network': {
    type: 'boolean',
    text: { zh: '允许 --host 不是本机地址', en: 'let --host be an address that others reach' },
  },
  ndjson: {
    type: 'boolean',
    text: {
      zh: '批量：每行一个 JSON 对象，逐行输出结果；坏行按行号报告，不影响其它行',
      en: 'bulk: one JSON object per line in and out; a bad line is reported by its number',
    },
  },
  json: {
    type: 'boolean',
    text: {
      zh: '供程序使用：标准输出是一个 JSON 文档',
      en: 'for programs: one JSON document on stdout',
    },
  },
  lang: {
    type: 'string',
    takes: 'zh|en',
    text: {
      zh: '语言；默认取自 LC_ALL、LC_MESSAGES、LANG',
      en: 'the language; by default that of LC_ALL, LC_MESSAGES or LANG',
    },
  },
  'dangerously-allow-secret-arguments': {
    type: 'boolean',
    text: {
      zh: '接受 --session-key、--secret、--access-token（会出现在 ps 和 shell 历史里）',
      en: 'take --session-key, --secret and --access-token (ps and the shell history show them)',
    },
  },
  'session-key': {
    type: 'string',
    isSecret: true,
    takes: 'key',
    text: { zh: '见上', en: 'see above' },
  },
  secret: {
    type: 'string',
    isSecret: true,
    takes: 'secret',
    text: { zh: '见上', en: 'see above' },
  },
  'access-token': {
    type: 'string',
    isSecret: true,
    takes: 'token',
    text: { zh: '见上', en: 'see above' },
  },
  help: {
    type: 'boolean',
    short: 'h',
    text: { zh: '帮助；也可用于每个命令', en: 'this help, or that of a command' },
  },
  version: { type: 'boolean', short: 'v', text: { zh: '版本', en: 'the version' } },
};

/** Those of every command. */
export const commonOptions = ['json', 'lang', 'help', 'version'];
