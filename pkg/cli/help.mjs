// What --help says.

import { commonOptions, options } from './options.mjs';
import { addressOf } from './repository.mjs';

/** Of each command: the line in the list, how it is called, what to know, and examples. */
const texts = {
  decrypt: {
    usage: 'decrypt [file] [options] < input',
    summary: {
      zh: '解密 encryptedData，校验 appid',
      en: 'decrypt encryptedData and check its appid',
    },
    details: {
      zh: `输入：appid、sessionKey、encryptedData、iv（也可写成 session_key、encrypted_data）。
解密得到的 data 写到标准输出；种类、时间和修复记录写到标准错误。`,
      en: `Input: appid, sessionKey, encryptedData, iv (or session_key and encrypted_data).
The data goes to stdout; its kind, its time and the repairs go to stderr.`,
    },
    examples: [
      [
        {
          zh: '输入是 {"encryptedData":"…","iv":"…"}，其余来自环境变量；read -s 不会留下历史记录',
          en: 'the input is {"encryptedData":"…","iv":"…"}, the rest comes from the environment; read -s leaves no history',
        },
        `read -rs WX_SESSION_KEY && export WX_SESSION_KEY WX_APPID=wx0123456789abcdef
wx-unionid decrypt < request.json`,
      ],
      [
        { zh: '只接受手机号，且不早于 5 分钟前', en: 'only a phone number, at most 5 minutes old' },
        'wx-unionid decrypt request.json --kind phoneNumber --max-age 300',
      ],
      [
        {
          zh: '批量解密，并列出失败的行',
          en: 'in bulk; then list the lines that failed',
        },
        `wx-unionid decrypt --ndjson < all.ndjson > out.ndjson; grep '"ok":false' out.ndjson`,
      ],
    ],
  },
  diagnose: {
    usage: 'diagnose [file] [options] < input',
    summary: { zh: '诊断解密失败的原因', en: 'find out why decryption fails' },
    details: {
      zh: `输入与 decrypt 相同，可以不完整。按处理顺序列出问题，并显示每个检查步骤的结果。
不输出明文和密钥。诊断结果只给开发者看，不要返回给客户端：攻击者可以借此逐字节解出别人的数据。`,
      en: `Takes the input of decrypt, even if incomplete. Lists the problems in the order to fix them,
and shows the result of each step. Prints no plaintext and no key. The diagnosis is for the
developer: sent to a client, it lets attackers read other users' data byte by byte (a padding
oracle).`,
    },
    examples: [
      [
        { zh: '服务器收到的原始表单', en: 'a form, as the server received it' },
        'wx-unionid diagnose --session-key-file key.txt < body.txt',
      ],
      [
        { zh: '统计一天的失败原因', en: 'count the causes of a day' },
        'wx-unionid diagnose --ndjson < failed.ndjson | jq -r .value.cause | sort | uniq -c',
      ],
    ],
  },
  verify: {
    usage: 'verify [file] [options] < input',
    summary: {
      zh: '校验 rawData 的签名，并说明不匹配的原因',
      en: 'check the signature of rawData, and say why it fails',
    },
    details: {
      zh: `输入：rawData（客户端收到的原始字符串）、signature、sessionKey。
不匹配时逐一说明原因：rawData 被转义、编码、重新序列化、少了字段，或者 session_key 已更换。输入里如果还有
同一次调用的 encryptedData 和 iv，就能判断是不是 session_key 的问题。
签名正确时退出码为 0，不匹配时为 1。`,
      en: `Input: rawData (the exact string that the client received), signature, sessionKey.
If it does not match, it says why: rawData was escaped, encoded, parsed and written again, or lacks
a field, or the session key was replaced. encryptedData and iv of the same call tell which.
The exit code is 0 if the signature is correct, and 1 if it does not match.`,
    },
    examples: [
      [
        { zh: '在脚本里', en: 'in a script' },
        'wx-unionid verify --session-key-file key.txt < userinfo.json && echo good',
      ],
    ],
  },
  sign: {
    usage: 'sign [file] [options] < input',
    summary: { zh: '生成用户登录态签名', en: 'sign a request with the session key' },
    details: {
      zh: `输入：sessionKey 和 body（GET 请求没有 body，对空串签名）。要对文件的原始内容签名，用 --body-file。
输出 64 位十六进制的 hmac_sha256。`,
      en: `Input: sessionKey and body (a GET request has no body). To sign the exact content of a file,
use --body-file. Prints the hmac_sha256 as 64 hexadecimal digits.`,
    },
    examples: [
      [
        { zh: '对请求体签名', en: 'sign the body of a request' },
        'wx-unionid sign --session-key-file key.txt --body-file body.json',
      ],
    ],
  },
  errcode: {
    usage: 'errcode <number or reply> [--endpoint name]',
    summary: { zh: '解释微信的 errcode', en: "explain one of WeChat's errcodes" },
    details: {
      zh: '说明含义、能否重试、如何处理。数字的位置也可以是整个响应。不指定 --endpoint 时，还会列出它在其他接口的不同含义。',
      en: `Says what it means, whether it is retryable, and what to do. In place of the number, a whole
reply will do. Without --endpoint, it also lists the endpoints where the number means something
else.`,
    },
    examples: [
      [
        {
          zh: '40029 在登录接口和手机号接口的含义不同',
          en: '40029 means different things for login and for phone numbers',
        },
        'wx-unionid errcode 40029 --endpoint getPhoneNumber',
      ],
      [
        { zh: '微信的整个响应', en: "WeChat's whole reply" },
        `wx-unionid errcode '{"errcode":40163,"errmsg":"code been used, rid: …"}'`,
      ],
    ],
  },
  push: {
    usage: 'push [file ...] [options] < input',
    summary: { zh: '诊断消息推送被拒绝的原因', en: 'find out why a message push is refused' },
    details: {
      zh: `输入：一次推送（URL 或查询字符串，加上原始请求体）和配置（token、encodingAESKey、receiver 或
appid、mode），可以在同一个文件里，也可以分在几个文件里：curl、HAR、访问日志、原始 HTTP 请求、Express 或
Koa 打印的 query 和 body、.env。请求体按原样读取。token 和 encodingAESKey 也可以来自环境变量 WX_TOKEN、
WX_ENCODING_AES_KEY，receiver 可以来自 WX_APPID。
列出原因、处理办法和每个检查步骤；不输出 token、密钥和消息，除非指定 --show-secrets。只有知道收到推送的
时间（访问日志、HAR 或 --now）时才检查时间。诊断结果只给开发者看，不要返回给请求方。`,
      en: `Input: a push (its URL or query, and the raw body), and the configuration (token, encodingAESKey,
receiver or appid, mode), in one file or in several: a curl command, a HAR file, an access log, an
HTTP request, the query and the body that Express or Koa printed, a .env file. The body is read as
it is. The environment has WX_TOKEN and WX_ENCODING_AES_KEY, and WX_APPID for the receiver.
Lists the causes, what to do, and each step. Prints no token, no key and no message, unless you pass
--show-secrets. The age counts only where it is known when the push came: by an access log, a HAR
file or --now. The diagnosis is for the developer: do not answer a request with it.`,
    },
    examples: [
      [
        {
          zh: '抓到的请求，配置在 .env 里',
          en: 'a captured request, with the configuration in .env',
        },
        'wx-unionid push request.txt .env',
      ],
      [
        { zh: '访问日志的一行，加上请求体', en: 'a line of the access log, and the body' },
        `grep msg_signature access.log | tail -1 | wx-unionid push - body.xml .env`,
      ],
    ],
  },
  check: {
    usage: 'check [file] [options]',
    summary: {
      zh: '检查 appid 和 AppSecret 是否可用',
      en: 'ask WeChat whether it accepts the appid and the AppSecret',
    },
    details: {
      zh: `用环境变量（WX_APPID 和 WX_APPSECRET 或 WX_SECRET）或输入里的 appid、secret 向微信获取一次
stable token，说明哪里不对：appid、AppSecret、IP 白名单……不影响正在使用的 token，也不输出任何密钥。`,
      en: `Asks WeChat for the stable token, with the appid and secret of the environment (WX_APPID, and
WX_APPSECRET or WX_SECRET) or of the input, and says what is wrong: the appid, the AppSecret, the
IP whitelist, … No token that is in use is replaced, and no secret is printed.`,
    },
    examples: [
      [
        { zh: '在服务器上运行', en: 'on the server' },
        'WX_APPID=wx0123456789abcdef wx-unionid check --file secret.json',
      ],
    ],
  },
  reply: {
    usage: 'reply [file] [--endpoint name] < input',
    summary: { zh: '解读微信的响应', en: 'explain a reply of WeChat' },
    details: {
      zh: `输入：响应体，或任何含有 errcode、errCode、错误代码的文本（日志、SDK 的异常、print_r……）。
失败的响应：说明含义、能否重试、如何处理，退出码为 1。成功的响应：只列出字段，不显示值。`,
      en: `Input: the body, or any text with an errcode, errCode or 错误代码 (a log, an SDK's exception, …).
Of a refusal, it says what it means, whether it is retryable, and what to do; the exit code is 1.
Of a good reply, it lists the fields without their values.`,
    },
    examples: [
      [
        { zh: '日志里的一行', en: 'a line of a log' },
        'grep errcode app.log | tail -1 | wx-unionid reply --endpoint getPhoneNumber',
      ],
    ],
  },
  request: {
    usage: 'request <endpoint> [options] < input',
    summary: { zh: '生成调用微信接口的请求', en: "build the request to one of WeChat's endpoints" },
    details: {
      zh: `输入：该接口的凭据和参数，使用微信的字段名（appid、secret、js_code……）。只生成，不发送。
密钥显示为 ***，除非指定 --show-secrets。`,
      en: `Input: the endpoint's credentials and parameters, by WeChat's names (appid, secret, js_code, …).
Nothing is sent. Secrets are shown as ***, unless you pass --show-secrets.`,
    },
    examples: [
      [
        { zh: '登录', en: 'a login' },
        `echo '{"js_code":"…"}' | WX_APPID=wx0123456789abcdef wx-unionid request code2Session`,
      ],
    ],
  },
  page: {
    usage: 'page [file]',
    summary: { zh: '在浏览器里打开调试页', en: 'open the debug page in the browser' },
    details: {
      zh: `单个文件，离线可用，不发送也不保存任何内容。写入指定的新文件，默认写入新建的临时文件夹。
不在终端里运行时，只打印它的地址。`,
      en: `One file that works offline, and sends and stores nothing. It is written into the new file that
you name; by default, into a new temporary folder. Prints its URL, and opens a browser if it runs
in a terminal.`,
    },
    examples: [
      [{ zh: '无需安装', en: 'without installing anything' }, 'npx wx-unionid page'],
      [{ zh: '发给同事', en: 'for a colleague' }, 'npx wx-unionid page debug.html'],
    ],
  },
  fake: {
    usage: 'fake [--port port] [--world path] [--push-to url]',
    summary: {
      zh: '启动模拟微信，供后端测试',
      en: 'serve a fake WeChat for testing a back end',
    },
    details: {
      zh: `支持 wx-unionid 的全部接口，微信会拒绝的请求同样拒绝（见 --list）。后端可以用任何语言：
把 https://api.weixin.qq.com 和 https://open.weixin.qq.com 都换成它的地址。
客户端和时钟在 /fake/ 下：POST /fake/login {"appid","user"} 得到 code，POST /fake/clock
{"advance":301000} 把时间拨快五分零一秒，GET /fake 列出用户和他们的 openid。
--push-to：把事件推送到后端，如 POST /fake/follow、/fake/revoke {"appid","user"}。
--world：{"apps":{appid:{type,secret,openPlatform?}},"users":{name:{phoneNumber?,follows?}}}，
字段见 ${addressOf('docs/testing.zh-CN.md')}
每个响应都带有 X-Fake-WeChat 头。`,
      en: `Answers every endpoint of wx-unionid, and refuses what WeChat refuses (see --list). The back
end may be in any language: replace both https://api.weixin.qq.com and https://open.weixin.qq.com
by its URL. The client's side and the clock are under /fake/: POST /fake/login {"appid","user"}
returns a code, POST /fake/clock {"advance":301000} advances the clock by five minutes and one
second, GET /fake lists the users and their openids. --push-to pushes to your back end what
happens: POST /fake/follow, /fake/revoke {"appid","user"}.
--world: {"apps":{appid:{type,secret,openPlatform?}},"users":{name:{phoneNumber?,follows?}}},
with the fields of ${addressOf('docs/testing.md')}
Every reply has the header X-Fake-WeChat.`,
    },
    examples: [
      [{ zh: '无需安装', en: 'without installing anything' }, 'npx wx-unionid fake'],
      [
        { zh: '取一个登录 code', en: 'a login code' },
        `curl -s http://127.0.0.1:8788/fake/login -d '{"appid":"wxfa4e000000000001","user":"ming"}'`,
      ],
    ],
  },
};

const input = {
  zh: `输入（标准输入或 --file）：
  decrypt、diagnose、verify、push 接受任意粘贴的内容：JSON（任意层级）、表单、URL、curl 命令、HTTP 请求、
  HAR、日志、代码，以及 Go、PHP、Python、Java、Ruby 打印的结构。没有字段名的值按形式识别。
  sign、request 只接受 JSON 对象或表单。
  表单按表单解码：+ 是空格，加号须写成 %2B。未编码的 Base64 会因此损坏，diagnose 会指出。
  优先级：选项、输入、环境变量。其他字段会被忽略（sign、request 除外）。
  环境变量：WX_APPID、WX_SESSION_KEY、WX_APPSECRET（或 WX_SECRET）、WX_ACCESS_TOKEN、WX_TOKEN、
  WX_ENCODING_AES_KEY。
  密钥不能写在命令行参数里：ps 会显示它，shell 历史会记录它。`,
  en: `Input (stdin or --file):
  decrypt, diagnose, verify and push take whatever you paste: JSON of any depth, a form, a URL, a
  curl command, an HTTP request, a HAR file, a log, code, or what Go, PHP, Python, Java and Ruby print.
  Values without names are told by their form. sign and request take a JSON object or a form.
  A form is decoded as a form: + means a space, and a plus sign is %2B. This damages Base64 that
  was not encoded, as it does on a server; diagnose reports it.
  Options take precedence over the input, and the input over the environment. Other fields are
  ignored (except by sign and request).
  Environment: WX_APPID, WX_SESSION_KEY, WX_APPSECRET (or WX_SECRET), WX_ACCESS_TOKEN, WX_TOKEN,
  WX_ENCODING_AES_KEY.
  Secrets are refused as arguments: ps shows them, and the shell history keeps them.`,
};

const printed = {
  zh: `输出：
  数据写到标准输出，其余写到标准错误。颜色遵循 NO_COLOR 和 FORCE_COLOR。
  --json：{"ok":true,"value":…} 或 {"ok":false,"error":{"code":…,"message":…}}`,
  en: `Output:
  Data goes to stdout, everything else to stderr. Colours follow NO_COLOR and FORCE_COLOR.
  --json: {"ok":true,"value":…} or {"ok":false,"error":{"code":…,"message":…}}`,
};

const printedInBulk = {
  zh: '  --ndjson：每行一个同样的结果，并带行号 {"line":1,"ok":true,"value":…}。跳过空行，一行最多 4 MiB。',
  en: `  --ndjson: one such result per line, with the line number: {"line":1,"ok":true,"value":…}.
  Blank lines are skipped. A line may have at most 4 MiB.`,
};

const exits = {
  zh: `退出码：
  0  成功
  1  数据有问题：解密失败、诊断发现问题、签名不匹配、微信拒绝，或（--ndjson）任意一行如此
  2  用法错误：未知选项、文件无法读取、缺少输入`,
  en: `Exit codes:
  0  success
  1  bad data: it does not decrypt, the diagnosis found problems, the signature does not
     match, or WeChat refuses; with --ndjson, in any line
  2  wrong usage: an unknown option, a file that cannot be read, no input`,
};

export function mainHelp(commands, output) {
  const { paint } = output;
  const names = Object.keys(commands);
  const list = names.map((name) => `  ${name.padEnd(10)}${output.say(texts[name].summary)}`);
  const more = { zh: '查看命令的选项和示例：', en: 'Options and examples of a command: ' };
  return [
    paint('bold', 'wx-unionid <command> [options] < input'),
    '',
    ...list,
    '',
    `${output.say(more)}wx-unionid decrypt --help`,
    '',
    output.say({ zh: '通用选项：', en: 'Options of all commands:' }),
    ...optionLines(commonOptions, output),
    '',
    output.say(input),
    '',
    output.say(printed),
    output.say(printedInBulk),
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
    output.say({ zh: '示例：', en: 'Examples:' }),
    ...shown,
    ...readsInput,
    '',
    output.say(printed),
    ...(command.options.includes('ndjson') ? [output.say(printedInBulk)] : []),
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
