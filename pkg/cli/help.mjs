// What --help says.

import { commonOptions, options } from './options.mjs';

/** Of each command: the line in the list, how it is called, what to know, and examples. */
const texts = {
  decrypt: {
    usage: 'decrypt [options] < input',
    summary: {
      zh: '解密 encryptedData，校验 appid',
      en: 'decrypt encryptedData and check its appid',
    },
    details: {
      zh: `输入：appid、sessionKey、encryptedData、iv（session_key、encrypted_data 也认）。
解密出的 data 写到标准输出；种类、时间、修复写到标准错误。`,
      en: `Input: appid, sessionKey, encryptedData, iv (session_key and encrypted_data will do).
The data goes to stdout; its kind, its time and what was repaired to stderr.`,
    },
    examples: [
      [
        {
          zh: '输入是 {"encryptedData":"…","iv":"…"}，其余来自环境变量。read -s 不留下历史',
          en: 'the input is {"encryptedData":"…","iv":"…"}, the rest is in the environment; read -s leaves no history',
        },
        `read -rs WX_SESSION_KEY && export WX_SESSION_KEY WX_APPID=wx0123456789abcdef
wx-unionid decrypt < request.json`,
      ],
      [
        { zh: '只要手机号，且数据不超过 5 分钟', en: 'a phone number, at most 5 minutes old' },
        'wx-unionid decrypt --kind phoneNumber --max-age 300 --file request.json',
      ],
      [
        {
          zh: '批量，坏行另存',
          en: 'in bulk, with the bad lines apart',
        },
        `wx-unionid decrypt --ndjson < all.ndjson > out.ndjson; grep '"ok":false' out.ndjson`,
      ],
    ],
  },
  diagnose: {
    usage: 'diagnose [options] < input',
    summary: { zh: '说明为什么解密失败', en: 'say why a decryption fails' },
    details: {
      zh: `输入与 decrypt 相同，缺什么都可以。按修改的顺序列出原因，并画出走到了哪一步。
不输出明文和密钥。诊断给开发者看，不要返回给客户端：它会让人逐字节解出别人的数据。`,
      en: `Takes what decrypt takes, with anything missing. Lists the causes in the order in which they
are to be mended, and shows how far it went. It prints no plaintext and no key. It is for the
developer: sent to a client, it lets one read foreign data byte by byte (a padding oracle).`,
    },
    examples: [
      [
        { zh: '服务器收到的原始表单', en: 'a form, as the server received it' },
        'wx-unionid diagnose --session-key-file key.txt < body.txt',
      ],
      [
        { zh: '统计一天的失败原因', en: 'what went wrong in a day, counted' },
        'wx-unionid diagnose --ndjson < failed.ndjson | jq -r .value.cause | sort | uniq -c',
      ],
    ],
  },
  verify: {
    usage: 'verify [options] < input',
    summary: { zh: '校验 rawData 的签名', en: 'check the signature of rawData' },
    details: {
      zh: `输入：rawData（客户端收到的原字符串）、signature、sessionKey。
签名正确退出码为 0，不对为 1。`,
      en: `Input: rawData (the very string that the client got), signature, sessionKey.
The exit code is 0 if the signature is right, and 1 if it is wrong.`,
    },
    examples: [
      [
        { zh: '在脚本里', en: 'in a script' },
        'wx-unionid verify --session-key-file key.txt < userinfo.json && echo good',
      ],
    ],
  },
  sign: {
    usage: 'sign [options] < input',
    summary: { zh: '用户登录态签名', en: 'sign a request with the session key' },
    details: {
      zh: `输入：sessionKey，body（可无：GET 请求签空串）。要签名一个文件的原内容，用 --body-file。
输出 64 位十六进制的 hmac_sha256。`,
      en: `Input: sessionKey, and body (without one: that of a GET request). To sign a file exactly as it
is: --body-file. Prints the hmac_sha256 as 64 hexadecimal digits.`,
    },
    examples: [
      [
        { zh: '签名一个请求体', en: 'the body of a request' },
        'wx-unionid sign --session-key-file key.txt --body-file body.json',
      ],
    ],
  },
  errcode: {
    usage: 'errcode <number> [--endpoint name]',
    summary: { zh: '解释微信的 errcode', en: "explain one of WeChat's errcodes" },
    details: {
      zh: '含义、能否重试、怎么办。不给 --endpoint 时也列出在其它接口的不同含义。',
      en: `What it means, whether trying again helps, and what to do. Without --endpoint it also lists
where the number means something else.`,
    },
    examples: [
      [
        {
          zh: '40029 在登录和手机号接口含义不同',
          en: '40029 is one thing at a login and another at a phone number',
        },
        'wx-unionid errcode 40029 --endpoint getPhoneNumber',
      ],
    ],
  },
  request: {
    usage: 'request <endpoint> [options] < input',
    summary: { zh: '生成调用微信接口的请求', en: "make the request to one of WeChat's endpoints" },
    details: {
      zh: `输入：该接口的凭据和参数，用微信的字段名（appid、secret、js_code……）。不会发送。
密钥显示为 ***，除非 --show-secrets。`,
      en: `Input: the endpoint's credentials and parameters, by WeChat's names (appid, secret, js_code, …).
Nothing is sent. Secrets are shown as ***, unless there is --show-secrets.`,
    },
    examples: [
      [
        { zh: '登录', en: 'a login' },
        `echo '{"js_code":"…"}' | WX_APPID=wx0123456789abcdef wx-unionid request code2Session`,
      ],
    ],
  },
  page: {
    usage: 'page',
    summary: { zh: '在浏览器里打开调试页', en: 'open the debug page in the browser' },
    details: {
      zh: `一个文件，离线也能用，不发送也不保存任何内容。不在终端里时只打印它的地址。`,
      en: `One file that works offline, sends nothing and stores nothing. Its address is printed; a browser
is opened only from a terminal.`,
    },
    examples: [[{ zh: '不安装也行', en: 'without installing anything' }, 'npx wx-unionid page']],
  },
  fake: {
    usage: 'fake [--port port] [--world path]',
    summary: {
      zh: '启动一个假微信，供后端测试',
      en: 'serve a fake WeChat, to test a back end with',
    },
    details: {
      zh: `回答 wx-unionid 的全部接口，拒绝微信会拒绝的（--list）。后端用任何语言都行：把
https://api.weixin.qq.com 换成它的地址，把 https://open.weixin.qq.com 也换成它。
客户端和时钟在 /fake/ 下：POST /fake/login {"appid","user"} 得到 code，POST /fake/clock
{"advance":301000} 过五分零一秒，GET /fake 列出用户和他们的 openid。
--world：{"apps":{appid:{type,secret,openPlatform?}},"users":{name:{phoneNumber?,follows?}}}，
字段见 docs/testing.zh-CN.md。每个回复带 X-Fake-WeChat 头。`,
      en: `It answers every endpoint that wx-unionid asks, and refuses what WeChat refuses (--list). The
back end may be in any language: it asks this address in place of https://api.weixin.qq.com, and
sends users here in place of https://open.weixin.qq.com. The client's side and the clock are
below /fake/: POST /fake/login {"appid","user"} gives a code, POST /fake/clock {"advance":301000}
lets five minutes and a second go by, GET /fake lists the users with their openids.
--world: {"apps":{appid:{type,secret,openPlatform?}},"users":{name:{phoneNumber?,follows?}}},
with the fields of docs/testing.md. Every reply has the header X-Fake-WeChat.`,
    },
    examples: [
      [{ zh: '不安装也行', en: 'without installing anything' }, 'npx wx-unionid fake'],
      [
        { zh: '取一个登录 code', en: 'a login code' },
        `curl -s http://127.0.0.1:8788/fake/login -d '{"appid":"wxfa4e000000000001","user":"ming"}'`,
      ],
    ],
  },
};

const input = {
  zh: `输入（标准输入或 --file）：
  一个 JSON 对象；或表单（application/x-www-form-urlencoded：不以 { [ 开头、含 =）。
  表单按表单解码：+ 是空格，加号须写成 %2B。没有编码的 Base64 因此会损坏——diagnose 会指出。
  优先顺序：选项，输入，环境变量。其它字段忽略（request 除外）。
  环境变量：WX_APPID、WX_SESSION_KEY、WX_APPSECRET、WX_ACCESS_TOKEN。
  密钥不接受命令行参数：ps 会显示，shell 历史会记住。`,
  en: `Input (stdin or --file):
  a JSON object; or a form (application/x-www-form-urlencoded: no { or [ at its start, and a =).
  A form is decoded as a form: + is a space there, and a plus sign is %2B. Base64 that was not
  encoded is damaged by that, as it is on a server; diagnose says so.
  Options win over the input, and the input over the environment. Other fields are passed over
  (but not by request).
  Environment: WX_APPID, WX_SESSION_KEY, WX_APPSECRET, WX_ACCESS_TOKEN.
  Secrets are not taken as arguments: ps shows them, and the shell history keeps them.`,
};

const printed = {
  zh: `输出：
  数据在标准输出，其余在标准错误。颜色遵守 NO_COLOR 和 FORCE_COLOR。
  --json：{"ok":true,"value":…} 或 {"ok":false,"error":{"code":…,"message":…}}
  --ndjson：同样，每行一个并带行号 {"line":1,"ok":true,"value":…}。空行跳过，一行最多 4 MiB。`,
  en: `Output:
  Data goes to stdout, everything else to stderr. Colours follow NO_COLOR and FORCE_COLOR.
  --json: {"ok":true,"value":…} or {"ok":false,"error":{"code":…,"message":…}}
  --ndjson: the same on each line, with its number: {"line":1,"ok":true,"value":…}. Blank lines are
  skipped; a line has at most 4 MiB.`,
};

const exits = {
  zh: `退出码：
  0  好
  1  数据不好：解密失败、诊断有发现、签名不对，或（--ndjson）有任何一行如此
  2  调用不对：未知选项、文件读不了、缺少输入`,
  en: `Exit codes:
  0  good
  1  the data is bad: it does not decrypt, the diagnosis found something, the signature is
     wrong; with --ndjson, of any line
  2  the call is bad: an unknown option, a file that cannot be read, no input`,
};

export function mainHelp(commands, output) {
  const { paint } = output;
  const names = Object.keys(commands);
  const list = names.map((name) => `  ${name.padEnd(10)}${output.say(texts[name].summary)}`);
  const more = { zh: '命令的选项和例子', en: 'The options of a command, and examples' };
  return [
    paint('bold', 'wx-unionid <command> [options] < input'),
    '',
    ...list,
    '',
    `${output.say(more)}: wx-unionid decrypt --help`,
    '',
    output.say({ zh: '通用选项：', en: 'Options of all commands:' }),
    ...optionLines(commonOptions, output),
    '',
    output.say(input),
    '',
    output.say(printed),
    '',
    output.say(exits),
  ].join('\n');
}

export function commandHelp(name, command, output) {
  const { usage, summary, details, examples } = texts[name];
  const shown = examples.flatMap(([what, lines]) => [
    `  # ${output.say(what)}`,
    ...lines.split('\n').map((line) => `  ${output.paint('cyan', line)}`),
  ]);
  const readsInput = command.options.includes('file') ? ['', output.say(input)] : [];
  return [
    output.paint('bold', `wx-unionid ${usage}`),
    output.say(summary),
    '',
    output.say(details),
    '',
    output.say({ zh: '选项：', en: 'Options:' }),
    ...optionLines([...command.options, ...commonOptions], output),
    '',
    output.say({ zh: '例子：', en: 'Examples:' }),
    ...shown,
    ...readsInput,
    '',
    output.say(printed),
    '',
    output.say(exits),
  ].join('\n');
}

function optionLines(names, output) {
  const shown = Object.keys(options).filter(
    (name) => names.includes(name) && !options[name].isSecret,
  );
  return shown.flatMap((name) => {
    const { short, takes, text } = options[name];
    const usage = `  ${short ? `-${short}, ` : ''}--${name}${takes ? ` <${takes}>` : ''}`;
    const said = output.say(text);
    return usage.length < 28 ? [`${usage.padEnd(28)}${said}`] : [usage, `${' '.repeat(28)}${said}`];
  });
}
