// What the page and the command read out of what people paste.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { placeBlocks, readPaste } from '../../pkg/paste/paste.mjs';
import { readPush } from '../../pkg/paste/push.mjs';
import { readReply } from '../../pkg/paste/reply.mjs';
import { pastes as forms, others, unrecognised } from '../fixtures/pastes.mjs';
import { noReplies, replies } from '../fixtures/replies.mjs';
import { read } from '../package/fixtures.mjs';
import { isDeep, pairs, sampled } from '../package/pairs.mjs';
import { countSteps } from './steps.mjs';

const { appid, sessionKey, iv, encryptedData } = read('decrypt/official-user-info.json').input;
const newerKey = 'HyVFkGl5F5OQWJZZaNzBBg==';
const secret = '0123456789abcdef0123456789ABCDEF';
const rawData = '{"nickName":"Band \\"b\\" \\u5fae 微","gender":1}';
const signature = '75e81ceda165f4ffa64f4068af58c64b8f54b88c';

const sealed = { iv, encryptedData };
const given = { appid, sessionKey: [sessionKey], iv, encryptedData };
const wire = { appid, session_key: sessionKey, iv, encrypted_data: encryptedData };
const json = JSON.stringify(wire);
const form = `${new URLSearchParams(wire)}`;
const unencodedForm = `iv=${iv}&encryptedData=${encryptedData}`;
/** Every `+` became a space. */
const asServersRead = { iv, encryptedData: encryptedData.replaceAll('+', ' ') };
const lines = encryptedData.match(/.{1,64}/g);

/** By format: what is pasted, the fields in it, and whether there is a secret. */
const pastes = {
  nothing: [
    ['', {}],
    ['\n\n', {}],
    ['Why does decryption fail? It worked yesterday: iv is right.', {}],
    ['{"errcode":40029,"errmsg":"invalid code, rid: 1-2-3"}', {}],
    ['{"iv":null,"session_key":null}', {}],
    [{}, {}],
    [undefined, {}],
  ],

  'a bare value': [
    [appid, { appid }],
    [`\n${appid}\r\n`, { appid }],
    [sessionKey, { blocks: [sessionKey] }],
    [`"${iv}"`, { blocks: [iv] }],
    [` ${iv}`, { blocks: [` ${iv}`] }],
    [encryptedData, { encryptedData }],
    [`'${encryptedData}'\n`, { encryptedData }],
    [lines.join('\n    '), { encryptedData: lines.join('\n    ') }],
    [asServersRead.encryptedData, { encryptedData: asServersRead.encryptedData }],
    [encodeURIComponent(encryptedData), { encryptedData: encodeURIComponent(encryptedData) }],
    [encryptedData.slice(0, 100), {}],
    ['these are words without any punctuation '.repeat(4), {}],
    [secret, {}, true],
    [`${secret}\n`, {}, true],
    [`${secret}0`, {}],
  ],

  JSON: [
    [json, given],
    [JSON.stringify(wire, null, 2), given],
    [json.replaceAll('/', '\\/'), given],
    [JSON.stringify({ data: [[{ detail: sealed }]], errMsg: 'getUserInfo:ok' }), sealed],
    [JSON.stringify({ body: json, statusCode: 200 }), given],
    [JSON.stringify({ event: JSON.stringify({ body: json }) }), given],
    [JSON.stringify(json), given],
    [`body: ${JSON.stringify(json).slice(1, -1)}`, given],
    [JSON.stringify({ url: `/login?${form}` }), given],
    [JSON.stringify({ rawData, signature }), { rawData, signature }],
    ['{"iv":"first","IV":"second"}', { iv: 'first' }],
    ['{"iv":""}', { iv: '' }],
    ['{"iv":" a\\tb\\\\/ "}', { iv: ' a\tb\\/ ' }],
    [
      `[{"session_key":"${sessionKey}"},{"sessionKey":["${newerKey}","${sessionKey}"]}]`,
      { sessionKey: [sessionKey, newerKey] },
    ],
    [`{"appid":"${appid}","secret":"${secret}"}`, { appid }, true],
    [`{"WECHAT_SECRET":"${secret}"}`, {}, true],
    ['{"secret":"YOUR_SECRET"}', {}],
    [`{"iv":"${iv}`, { iv }],
    ['{"__proto__":"a","constructor":"b"}', {}],
  ],

  'an object as it is logged': [
    [`{ appId: '${appid}', iv: '${iv}', }`, { appid, iv }],
    [
      `{\n  errMsg: 'getPhoneNumber:ok',\n  detail: {\n    encryptedData: '${encryptedData}',\n    iv: \`${iv}\`,\n  },\n}`,
      sealed,
    ],
    [
      `{'session_key': '${sessionKey}', 'unionid': None, u'iv': u'${iv}'}`,
      { sessionKey: [sessionKey], iv },
    ],
    [`{'body': b'${json}'}`, given],
    [`{ sessionKeys: [ '${sessionKey}', '${newerKey}' ] }`, { sessionKey: [sessionKey, newerKey] }],
    [`{ rawData: '{"nickName":"O\\'Hara"}' }`, { rawData: '{"nickName":"O\'Hara"}' }],
    [
      `&{AppID:${appid} SessionKey:${sessionKey} IV:${iv}}`,
      { appid, sessionKey: [sessionKey], iv },
    ],
    [`LoginRequest(iv=${iv}, encryptedData=${encryptedData})`, sealed],
    [`Array\n(\n    [iv] => ${iv}\n    [encryptedData] => ${encryptedData}\n)`, sealed],
    [`array(1) {\n  ["iv"]=>\n  string(24) "${iv}"\n}`, { iv }],
    [`{:iv=>"${iv}", "encrypted_data"=>"${encryptedData}"}`, sealed],
  ],

  'a form or a URL': [
    [form, given],
    [`${form}\n`, given],
    [unencodedForm, asServersRead],
    [`encryptedData=${asServersRead.encryptedData}&iv=${iv}`, asServersRead],
    [`https://example.com/login?${form}#/home`, given],
    [`/login?iv=${encodeURIComponent(iv)}`, { iv }],
    [`GET "/login?${form}" 200 12ms`, given],
    [`data%5Biv%5D=${encodeURIComponent(iv)}&data[encryptedData]=a`, { iv, encryptedData: 'a' }],
    [`iv=a%252Bb&iv=c`, { iv: 'a%2Bb' }],
    ['iv=%zz&signature=', { iv: '%zz', signature: '' }],
    [`session_key=a%2B&session_key=b&sessionKey=a%2B`, { sessionKey: ['a+', 'b'] }],
    [`code=1&data=${encodeURIComponent(json)}`, given],
    [
      `https://api.weixin.qq.com/sns/jscode2session?appid=${appid}&secret=${secret}&js_code=1`,
      { appid },
      true,
    ],
  ],

  'a curl command': [
    [`curl https://example.com/login -H 'Content-Type: application/json' -d '${json}'`, given],
    [
      `$ curl -X POST 'https://example.com/login?appid=${appid}' \\\n  --data-raw '${JSON.stringify(sealed)}' \\\n  --compressed`,
      { appid, ...sealed },
    ],
    [`curl -sd "${json.replaceAll('"', '\\"')}" http://localhost:3000/login`, given],
    [
      `curl http://localhost:3000 --data-binary $'{"rawData":"O\\'Hara\\u0021","iv":"a\\\\\\\\b"}'`,
      { rawData: "O'Hara!", iv: 'a\\b' },
    ],
    [`curl -d 'iv='\\''a' http://localhost`, { iv: "'a" }],
    [`curl http://localhost -d iv=${iv} -d encryptedData=${encryptedData}`, asServersRead],
    [`curl http://localhost -div=a%2Bb --data @body.json`, { iv: 'a+b' }],
    [
      `curl http://localhost --data-urlencode 'encryptedData=${encryptedData}' --data-urlencode iv=${iv}`,
      sealed,
    ],
    [
      `curl http://localhost -F 'iv=${iv};type=text/plain' --form "encryptedData=${encryptedData}" -F signature=@file`,
      sealed,
    ],
    [`curl -F 'secret=${secret}' http://localhost`, {}, true],
    [
      `curl ^"https://example.com/login?appid=${appid}^" ^\r\n  -H ^"content-type: application/json^" ^\r\n  --data-raw ^"^{^\\^"iv^\\^":^\\^"${iv}^\\^"^}^"`,
      { appid, iv },
    ],
    [`curl "http://localhost" ^\n -d "{\\"iv\\":\\"a\\\\b\\"}"`, { iv: 'a\\b' }],
    [
      `curl "http://localhost" ^\n --data-urlencode "iv=a^b" -F signature=a^^b`,
      { iv: 'a^b', signature: 'a^b' },
    ],
    [
      `$ curl 'https://api.weixin.qq.com/sns/jscode2session?appid=${appid}&secret=${secret}'\n{"session_key":"${sessionKey}","openid":"oUser"}\n$ curl http://localhost -d 'iv=1'\n`,
      { appid, sessionKey: [sessionKey], iv: '1' },
      true,
    ],
    [
      `curl http://localhost --data-raw $'------b\\r\\nContent-Disposition: form-data; name="iv"\\r\\n\\r\\n${iv}\\r\\n------b--\\r\\n'`,
      { iv },
    ],
    [`curl 'http://localhost/?iv=a`, { iv: 'a' }],
  ],

  'an HTTP request': [
    [
      `POST /login?appid=${appid} HTTP/1.1\r\nHost: example.com\r\n\r\n${JSON.stringify(sealed)}\r\n`,
      { appid, ...sealed },
    ],
    [`POST /login HTTP/1.1\nHost: example.com\n\n${form}\n`, given],
    [`POST /login HTTP/1.1\nIV: header\n\niv=body`, { iv: 'body' }],
    [
      `HTTP/1.1 200 OK\nContent-Type: text/plain\n\n{"session_key":"${sessionKey}"}`,
      { sessionKey: [sessionKey] },
    ],
    [
      `POST / HTTP/1.1\r\n\r\n--b\r\nContent-Disposition: form-data; name="iv"\r\n\r\n${iv}\r\n--b\r\nContent-Disposition: form-data; name="rawData"\r\n\r\n${rawData}\r\n--b--`,
      { iv, rawData },
    ],
  ],

  'logs and code': [
    [
      `2024-05-01 INFO appid=${appid}, session_key=${sessionKey}; iv: ${iv} encryptedData => ${encryptedData}`,
      given,
    ],
    [`[wx] iv="${iv}" encryptedData='${encryptedData}'`, sealed],
    [`"iv" : "${iv}"\n"encrypted_data" : "${encryptedData}"`, sealed],
    [`sessionKey：${sessionKey}，iv：${iv}`, { sessionKey: [sessionKey], iv }],
    [`sessionKey:\n${sessionKey}\n\niv:\n${iv}`, { sessionKey: [sessionKey], iv }],
    [`iv:\nencryptedData:\n${encryptedData}`, { encryptedData }],
    [`encryptedData=${encryptedData}`, { encryptedData }],
    [`encryptedData = "${lines.join('\n   ')}"`, { encryptedData: lines.join('\n   ') }],
    [`var iv = '${iv}'\nvar encryptedData =\n\t'${lines.join("'+\n\t'")}'\n`, sealed],
    [`$iv = 'a'\n    . "b";`, { iv: 'ab' }],
    [`const iv: string = '${iv}';`, { iv }],
    [`data['iv'] = "${iv}"; this.encryptedData = \`${encryptedData}\``, sealed],
    [
      `decrypt({ sessionKey: session.session_key, iv: req.body['iv'], encryptedData })\nif (iv == null) iv = undefined\nconst sessionKey = '${sessionKey}'`,
      { sessionKey: [sessionKey] },
    ],
    [`It doesn't work, 5" screen, iv: '${iv}'`, { iv }],
    [`export WX_APPID=${appid}\nexport WECHAT_SECRET=${secret}`, { appid }, true],
    [`wx_appid: ${appid}\napp_secret: '${secret}'`, { appid }, true],
    [`AppSecret = ${secret}0`, {}],
    [`rawData='{"secret":"${secret}"}' iv=a`, { iv: 'a' }, true],
  ],
};

for (const [format, rows] of Object.entries(pastes)) {
  test(`${format} is read`, () => {
    for (const [text, { blocks = [], ...fields }, appSecret = false] of rows) {
      assert.deepEqual(readPaste(text), { fields, blocks, appSecret }, text);
    }
  });
}

test('a field has many names', () => {
  const names = {
    appid: ['appid', 'appId', 'app_id', 'AppID', 'wx_appid', 'APP_ID', '--app-id'],
    iv: ['iv', 'IV', 'Iv'],
    encryptedData:
      'encryptedData encrypted_data encrypteddata encryptData encrypt_data EncryptedData'.split(
        ' ',
      ),
    rawData: ['rawData', 'raw_data', 'RawData'],
    signature: ['signature', 'Signature'],
  };
  for (const [field, spellings] of Object.entries(names)) {
    for (const name of spellings) {
      assert.deepEqual(readPaste(`{"${name}":"a"}`).fields, { [field]: 'a' }, name);
      assert.deepEqual(readPaste(`${name}=a`).fields, { [field]: 'a' }, name);
    }
  }
  for (const name of ['sessionKey', 'session_key', 'sessionkey', 'SessionKey', 'SESSION_KEY']) {
    assert.deepEqual(readPaste(`${name}: a`).fields, { sessionKey: ['a'] }, name);
  }
  for (const name of ['secret', 'appsecret', 'app_secret', 'AppSecret', 'WECHAT_SECRET']) {
    const { fields, appSecret } = readPaste(`${name}=${secret}`);
    assert.deepEqual([fields, appSecret], [{}, true], name);
  }
});

test('no part of a format is damaged: every field survives every format', () => {
  const values = [
    'a+b/c==',
    'a b',
    ' a ',
    'a%2Bb',
    'a\\/b',
    '&#43;',
    '"a"',
    "'",
    '\\',
    'a\nb',
    '=',
    '微',
  ];
  const asBash = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  for (const value of values) {
    const pasted = [
      JSON.stringify({ iv: value }),
      JSON.stringify({ body: JSON.stringify({ iv: value }) }),
      `a=b&${new URLSearchParams({ iv: value })}`,
      `curl http://localhost -d ${asBash(JSON.stringify({ iv: value }))}`,
      `curl http://localhost --data-urlencode ${asBash(`iv=${value}`)}`,
      `curl http://localhost -F ${asBash(`iv=${value}`)}`,
      `POST / HTTP/1.1\n\n${JSON.stringify({ iv: value })}`,
    ];
    for (const text of pasted) assert.deepEqual(readPaste(text).fields, { iv: value }, text);
  }
});

for (const { name, text, fields: values } of [...forms, ...others]) {
  test(`of ${name}, all four are read`, () => {
    const { fields, blocks } = readPaste(text);
    const { sessionKey: keys = [], iv: its, appid: id, encryptedData: data } = fields;
    assert.deepEqual([id, data], [values.appid, values.encryptedData]);
    const found = [...keys, its, ...blocks].filter((value) => value !== undefined);
    assert.deepEqual(found.sort(), [values.sessionKey, values.iv].sort());
    assert.ok([undefined, values.iv].includes(its));
    assert.ok([undefined, values.sessionKey].includes(keys[0]));
  });
}

test('a text without fields gives no fields', () => {
  for (const [name, text] of Object.entries(unrecognised)) {
    assert.deepEqual(readPaste(text), { fields: {}, blocks: [], appSecret: false }, name);
  }
});

test('of two blocks, the diagnosis tells the key from the iv', () => {
  const diagnose = ({ sessionKey: keys, iv: its }) => {
    const isRight = keys.includes(sessionKey) && its === iv;
    return { causes: isRight ? [] : [{ cause: 'swapped_fields' }] };
  };
  const blind = () => ({ causes: [{ cause: 'wrong_session_key' }] });
  const placed = (fields, blocks, ask = diagnose) => {
    const { sessionKey: keys, iv: its } = placeBlocks({ fields, blocks }, ask);
    return [keys, its];
  };
  assert.deepEqual(placed({}, [sessionKey, iv]), [[sessionKey], iv]);
  assert.deepEqual(placed({}, [iv, sessionKey]), [[sessionKey], iv]);
  assert.deepEqual(placed({}, [newerKey, iv, sessionKey]), [[newerKey, sessionKey], iv]);
  assert.deepEqual(placed({ sessionKey: [sessionKey] }, [iv]), [[sessionKey], iv]);
  assert.deepEqual(placed({ iv }, [newerKey, sessionKey]), [[newerKey, sessionKey], iv]);
  assert.deepEqual(placed({}, [sessionKey]), [[sessionKey], undefined]);
  assert.deepEqual(placed({}, ['a', 'b'], blind), [['a'], 'b']);
  assert.deepEqual(placed({ iv, sessionKey: [sessionKey] }, []), [[sessionKey], iv]);
});

for (const [name, [text, errcode, errmsg]] of Object.entries(replies)) {
  test(`of ${name}, the errcode is read`, () => {
    const reply = readReply(text);
    assert.deepEqual(JSON.parse(reply.body), { errcode, errmsg });
    assert.equal(reply.errcode, errcode);
  });
}

test('a good reply is found anywhere in a text, unchanged', () => {
  const body = '{"session_key":"a\\/b", "openid":"}o"}';
  for (const text of [body, `got ${body} 3ms`, `{${body}`]) {
    assert.deepEqual(readReply(text), { body }, text);
  }
  assert.equal(readReply(JSON.stringify({ data: { openid: 'o' } })).body, '{"openid":"o"}');
  for (const text of noReplies) assert.equal(readReply(text), undefined, text);
});

const characters = [...'"\'`\\ \n\t\r[]{}()=:&%^$+.,;?#@-/aA0é微'];
const pieces = [
  ...characters,
  ...['[{', '{"a":', '["', '\\"', "\\'", "\\'\n", '"\n', "'\n", 'a=', 'a=b&', 'a:', 'iv', 'iv='],
  ...[
    'iv:',
    'iv:\n',
    'iv="',
    "iv='a'+",
    'iv=[',
    'iv=[a,',
    'iv ]',
    'u"',
    "u'a",
    'a"',
    'a?b=',
    '%22',
  ],
  ...[
    'curl -d ',
    'curl -d\n',
    'curl "',
    "curl '\n",
    "curl $'\\",
    'curl -F a=;type',
    'curl -d^\n',
    '^"',
  ],
  ...[
    'GET /',
    'GET / HTTP/1.1\n\n',
    '--b\n',
    'name="',
    'secret=',
    'secret!',
    'secret0',
    'a.a->',
    '：',
  ],
  ...['\\u00', '\\\\"', 'string(1) ', 'string(', '== ', 'iv: str', '"a=\\"', 'data[iv', '\r\n\r\n'],
  ...[
    'key="',
    'name="',
    '"name":"iv",',
    '"value":"',
    '<iv>',
    '>>',
    '“',
    '&#',
    '&quot;',
    '是',
    '密文',
    '→ ',
  ],
  ...[
    'iv a ',
    'iv= a ',
    'iv: a\n',
    '/a',
    'A1/',
    'A1 ',
    'key a ',
    `${'A'.repeat(20)} `,
    `${'A1'.repeat(11)}== `,
  ],
  ...[
    'iv - ',
    'iv - a ',
    'iv</a> <b>',
    'iv=("a"\n',
    "iv='a'\n",
    "'a'\n",
    'iv: |\n a\n',
    ' a\n',
    'iv=a\\=',
  ],
  ...[
    'wx0123456789abcdef ',
    'Some("',
    '(string) ',
    '\\x22',
    'errcode',
    'errcode=',
    'errmsg=',
    '<xml>',
    '"<xml>',
    '"<xml>\\\\</xml>',
    '<?xml>',
    '</xml>\n\n',
    '{"Encrypt":"a"}',
    '{"xml":',
    'token=[a,',
    'nonce\n',
    'nonce=1&',
    '[object Object]',
    '{}',
    '{"a":{',
  ],
];
const wrappings = [
  (body) => body,
  (body) => `iv="${body}`,
  (body) => `curl -d '${body}`,
  (body) => `GET / HTTP/1.1\n\n${body}!`,
];

test('no character of a hostile text is read more than 200 times', () => {
  const length = 4000;
  for (const [piece, wrapped] of pairs(pieces, wrappings)) {
    const text = wrapped(piece.repeat(length / piece.length));
    for (const [name, reader] of Object.entries({ readPaste, readPush, readReply })) {
      const steps = countSteps(() => reader(text));
      assert.ok(steps < 200 * length, `${name}, ${wrapped(piece)}: ${steps}`);
    }
  }
});

test('a huge and hostile text is read to its end', { timeout: 120_000 }, async () => {
  for (const piece of ['"', '\\', '[', '{', 'a', ' ']) {
    const text = piece.repeat(1_000_000);
    readPaste(text);
    readPush(text);
    readReply(text);
  }
  // The readers share most of their way.
  const readers = isDeep ? [readPaste, readPush] : [readPaste];
  for (const [piece, wrapped] of sampled(pairs(pieces, wrappings))) {
    // The clock of the time-out, which is for a reader that never ends, stands while a text is
    // read.
    await setImmediate();
    for (const reader of readers) {
      assert.ok(reader(wrapped(piece.repeat(10_000 / piece.length))).fields);
    }
  }
  const keys = Array.from({ length: 50_000 }, (_, index) => `session_key=k${index}`);
  assert.equal(readPaste(keys.join('\n')).fields.sessionKey.length, keys.length);
});
