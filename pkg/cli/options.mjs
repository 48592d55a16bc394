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
    text: { zh: '小程序的 appid；优先于输入', en: 'the appid; overrides the input' },
  },
  iv: {
    type: 'string',
    takes: 'text',
    text: { zh: 'iv；优先于输入', en: 'the iv; overrides the input' },
  },
  'encrypted-data': {
    type: 'string',
    takes: 'text',
    text: { zh: 'encryptedData；优先于输入', en: 'the encryptedData; overrides the input' },
  },
  'session-key-file': {
    type: 'string',
    takes: 'path',
    text: {
      zh: '从文件读取 session_key；每行一个，最多 4 个，依次尝试',
      en: 'read session keys from a file; one per line, up to 4, tried in order',
    },
  },
  'body-file': {
    type: 'string',
    takes: 'path',
    text: {
      zh: '要签名的请求体，原样读取；- 表示标准输入',
      en: 'the file with the exact request body to sign; - is stdin',
    },
  },
  'max-age': {
    type: 'string',
    takes: 'seconds',
    text: { zh: '数据的最长有效时间（秒）', en: 'maximum age of the data, in seconds' },
  },
  mode: {
    type: 'string',
    takes: 'mode',
    text: {
      zh: '后台的消息加解密方式：safe（默认）、compatible 或 plain',
      en: 'the setting of the console: safe (the default), compatible or plain',
    },
  },
  receiver: {
    type: 'string',
    takes: 'id',
    text: {
      zh: '推送发给谁：appid；企业微信为 corpid 或 suiteid',
      en: 'whom pushes are for: the appid; in 企业微信 the corpid or suiteid',
    },
  },
  now: {
    type: 'string',
    takes: 'time',
    text: {
      zh: '收到推送时服务器的时间：ISO 8601 或 Unix 时间戳',
      en: "the server's time when the push came: ISO 8601, or seconds since 1970",
    },
  },
  repair: {
    type: 'boolean',
    text: {
      zh: '修复还原方式唯一的损坏（+ 变成空格、URL 编码……），并列出修复内容',
      en: 'undo unambiguous damage (+ became a space, percent-encoding, …) and report it',
    },
  },
  kind: {
    type: 'string',
    takes: 'kind',
    text: {
      zh: '要求数据属于该种类（如 userInfo、phoneNumber），否则报错',
      en: 'require this kind of data (userInfo, phoneNumber, …)',
    },
  },
  endpoint: {
    type: 'string',
    takes: 'name',
    text: {
      zh: '返回该 errcode 的接口（同一个错误码在不同接口含义不同）',
      en: 'the endpoint that returned it: the same number can mean different things',
    },
  },
  'base-url': {
    type: 'string',
    takes: 'url',
    text: {
      zh: '微信的其他域名，或测试服务器（也可用环境变量 WX_BASE_URL）',
      en: 'another host of WeChat, or a test server (or WX_BASE_URL in the environment)',
    },
  },
  'show-secrets': {
    type: 'boolean',
    text: {
      zh: '打印真实内容：请求的 URL 和请求体（包括密钥），或推送的消息；不要写入日志',
      en: 'print what is secret: the real URL and body, or the message; keep it out of logs',
    },
  },
  world: {
    type: 'string',
    takes: 'path',
    text: { zh: '从文件读取应用和用户', en: 'read the apps and users from a file' },
  },
  'push-to': {
    type: 'string',
    takes: 'url',
    text: {
      zh: '应用的消息推送到这个地址；其中的 $APPID$ 会换成 appid',
      en: 'push what happens in the apps to this URL; $APPID$ in it is replaced by the appid',
    },
  },
  port: {
    type: 'string',
    takes: 'port',
    text: {
      zh: '端口，默认 8788；0 表示任意空闲端口',
      en: 'the port; 8788 by default, 0 is any free port',
    },
  },
  host: {
    type: 'string',
    takes: 'address',
    text: {
      zh: '监听的地址，默认 127.0.0.1',
      en: 'the address to listen on; 127.0.0.1 by default',
    },
  },
  list: {
    type: 'boolean',
    text: {
      zh: '列出模拟微信的全部行为和返回的 errcode，不启动服务',
      en: 'list what it does and refuses, with the errcodes, and exit',
    },
  },
  'dangerously-allow-network': {
    type: 'boolean',
    text: {
      zh: '允许 --host 使用其他机器可访问的地址',
      en: 'allow a --host that other machines can reach',
    },
  },
  ndjson: {
    type: 'boolean',
    text: {
      zh: '批量：每行一个 JSON 对象，逐行输出结果；出错的行按行号报告，不影响其他行',
      en: 'bulk: one JSON object per line in and out; errors are reported by line number',
    },
  },
  json: {
    type: 'boolean',
    text: {
      zh: '供程序使用：向标准输出写一个 JSON 文档',
      en: 'for programs: one JSON document on stdout',
    },
  },
  lang: {
    type: 'string',
    takes: 'zh|en',
    text: {
      zh: '语言；默认取自 LC_ALL、LC_MESSAGES、LANG',
      en: 'the language; by default from LC_ALL, LC_MESSAGES or LANG',
    },
  },
  'dangerously-allow-secret-arguments': {
    type: 'boolean',
    text: {
      zh: '接受 --session-key、--secret、--access-token（会出现在 ps 和 shell 历史里）',
      en: 'accept --session-key, --secret and --access-token (ps and the shell history show them)',
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
    text: { zh: '显示帮助；也可用于单个命令', en: 'show this help, or that of a command' },
  },
  version: { type: 'boolean', short: 'v', text: { zh: '显示版本', en: 'show the version' } },
};

/** Those of every command. */
export const commonOptions = ['json', 'lang', 'help', 'version'];
