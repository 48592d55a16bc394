//! The texts of each cause: what it is, and what to do. A row that names a field is for that field
//! alone.

use super::DiagnosisCause::{self, *};
use super::DiagnosisField::{self, *};

/// The cause, the field that it is about (everywhere else, if none), the message and the hint, each
/// in Chinese and English.
pub(crate) type Row =
    (DiagnosisCause, Option<DiagnosisField>, [&'static str; 2], [&'static str; 2]);

pub(crate) const ROWS: &[Row] = &[
    (
        Ok,
        None,
        ["数据完好，可以解密。", "The data is good and decrypts."],
        [
            "如果别的代码仍然解密失败，请检查它拿到的 sessionKey、encryptedData 和 iv 是否相同，算法是否为 AES-128-CBC、PKCS#7。昵称「微信用户」和灰色头像不是解密错误，而是微信的匿名规则。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "If other code still fails, check that it gets the same sessionKey, encryptedData and iv, and uses AES-128-CBC with PKCS#7. The nickname 微信用户 and a grey avatar are not an error: WeChat anonymizes profiles. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        MissingField,
        None,
        ["缺少一个值，或者它为空，或者不是字符串。", "A value is missing, empty, or not a string."],
        [
            "appid、sessionKey、encryptedData、iv 四个值都要传；检查字段名的大小写，以及请求体是否真的解析了。文本 'undefined' 和 'null' 也算空。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Pass all four: appid, sessionKey, encryptedData and iv. Check the spelling of the names, and that the body was parsed at all. The texts 'undefined' and 'null' count as empty. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        MissingField,
        Some(Appid),
        [
            "没有传 appid，无法核对数据属于哪个小程序。",
            "There is no appid, so the data cannot be matched to an app.",
        ],
        [
            "传小程序自己的 AppID，也就是 project.config.json 里的 appid；不是公众号的，也不是 component_appid。检查环境变量或配置是否读到了。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Pass the mini program's own AppID, the appid in project.config.json; not the appid of an official account, and not component_appid. Check that the environment variable or the configuration was read. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        MissingField,
        Some(SessionKey),
        [
            "没有 session_key，或者它为空，或者不是字符串（不能传 Buffer）。",
            "The session key is missing, empty, or not a string. Pass a string, not a Buffer.",
        ],
        [
            "多半是 code2Session 失败了，而代码没有检查 errcode：失败时 HTTP 状态码也是 200，先判断 errcode，再取 session_key。然后检查字段名（响应里是 session_key），以及缓存的登录态是否已经过期。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "Most often code2Session failed and its errcode was not checked: the HTTP status is 200 even then, so look at errcode before you take session_key. Then check the name (session_key in the reply), and whether the cached login has expired. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        MissingField,
        Some(Iv),
        [
            "没有 iv，或者它为空，或者不是字符串（不能传 Buffer）。",
            "The iv is missing, empty, or not a string. Pass a string, not a Buffer.",
        ],
        [
            "iv 和 encryptedData 取自同一次回调，一起发给服务端；用户拒绝授权时两者都没有。getRealtimePhoneNumber（手机号实时验证）只返回 code：用这个 code 调用 getPhoneNumber 接口换手机号，不需要解密。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber）",
            "Take iv and encryptedData from the same callback and send both. If the user refused, there is neither. getRealtimePhoneNumber gives only a code: exchange it with getPhoneNumber, without decryption. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber)",
        ],
    ),
    (
        MissingField,
        Some(EncryptedData),
        [
            "没有 encryptedData，或者它为空，或者不是字符串（不能传 Buffer）。",
            "encryptedData is missing, empty, or not a string. Pass a string, not a Buffer.",
        ],
        [
            "用户拒绝授权时没有 encryptedData；wx.getUserInfo 要设置 withCredentials: true。getRealtimePhoneNumber（手机号实时验证）只返回 code：用这个 code 调用 getPhoneNumber 接口换手机号，不需要解密。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber）",
            "If the user refused, there is none. wx.getUserInfo needs withCredentials: true. getRealtimePhoneNumber gives only a code: exchange it with getPhoneNumber, without decryption. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber)",
        ],
    ),
    (
        SwappedFields,
        None,
        [
            "session_key、iv、encryptedData 传错了位置。",
            "The session key, iv and encryptedData are swapped.",
        ],
        [
            "核对参数的顺序，各家 SDK 并不相同：session_key 和 iv 都是 24 个字符，encryptedData 要长得多。按名字传就不会错：decrypt({ appid, sessionKey, encryptedData, iv })。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Check the order of the arguments, which differs between SDKs: the session key and iv have 24 characters, encryptedData has many more. Pass them by name to be safe: decrypt({ appid, sessionKey, encryptedData, iv }). (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        SwappedFields,
        Some(Appid),
        ["appid 和 session_key 传反了。", "The appid and the session key are swapped."],
        [
            "appid 是 wx 开头的 18 个字符，session_key 是 code2Session 返回的 24 个字符的 Base64。官方示例的顺序是 new WXBizDataCrypt(appid, sessionKey)。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "The appid has 18 characters and begins with wx. The session key is the 24 characters of Base64 that code2Session returned. The order in the official demo is new WXBizDataCrypt(appid, sessionKey). (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        SwappedFields,
        Some(Iv),
        [
            "传给 iv 的是别的值：rawData 或 signature。",
            "The iv is another value: rawData or signature.",
        ],
        [
            "iv 取自同一次回调的 iv 字段，是 24 个字符的 Base64。rawData 和 signature 只用来校验签名（verifyRawData），不参与解密。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Take iv from the field iv of the same callback: 24 characters of Base64. rawData and signature are for verifyRawData, not for decryption. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        SwappedFields,
        Some(EncryptedData),
        [
            "传给 encryptedData 的是别的值：rawData、signature，或者重复传了 iv、session_key。",
            "encryptedData is another value: rawData or signature, or the iv or session key again.",
        ],
        [
            "encryptedData 取自同一次回调的 encryptedData 字段，是很长的一段 Base64。rawData 和 signature 只用来校验签名（verifyRawData），不能解密。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Take encryptedData from the field encryptedData of the same callback: one long text of Base64. rawData and signature are for verifyRawData, and cannot be decrypted. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        PlusBecameSpace,
        None,
        [
            "`+` 变成了空格：文本经过了表单或 URL 解码。",
            "`+` became a space: the text went through form or URL decoding.",
        ],
        [
            "用 JSON 请求体发送，不要用表单，也不要自己拼查询字符串。必须放进 URL 时，只 encodeURIComponent 一次；服务端框架已经解码，不要再 urldecode。修复之前可以用 decrypt({ …, repair: true })。（https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html）",
            "Send a JSON body, not a form, and do not build query strings by hand. If it must go into a URL, call encodeURIComponent once. The server's framework decodes it, so do not urldecode it again. Until this is fixed, use decrypt({ …, repair: true }). (https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html)",
        ],
    ),
    (
        PlusBecameSpace,
        Some(SessionKey),
        [
            "session_key 里的 `+` 变成了空格：它经过了表单或 URL 解码。",
            "`+` in the session key became a space: the key went through form or URL decoding.",
        ],
        [
            "session_key 只留在服务端，不要让它经过客户端。服务之间用 JSON 传递，不要放进表单、URL 或 Cookie；按 code2Session 返回的原文存储。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "Keep the session key on the server, and never pass it through the client. Between services, send it as JSON, not in a form, a URL or a cookie. Store it exactly as code2Session returned it. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        PlusDeleted,
        None,
        [
            "encryptedData 里一个 `+` 都没有：`+` 很可能被删掉了，session_key 不一定有问题。",
            "encryptedData has no `+` at all: most likely they were deleted. The session key may well be right.",
        ],
        [
            "是不是去掉了空格？那些空格原本是 `+`：表单或 URL 解码把 `+` 变成空格，trim、replace(/\\s/g, '') 或 XSS 过滤又把空格删掉。删掉之后无法还原：去掉这一步，改用 JSON 请求体发送，让客户端重新获取。（https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html）",
            "Were spaces removed? They were `+`: form or URL decoding turns `+` into a space, and trim, replace(/\\s/g, '') or an XSS filter then deletes it. What is deleted cannot be restored: remove that step, send a JSON body, and have the client get the data again. (https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html)",
        ],
    ),
    (
        PercentEncoded,
        None,
        [
            "文本还是百分号编码的（%2B、%2F、%3D），没有解码。",
            "The text is still percent-encoded (%2B, %2F, %3D).",
        ],
        [
            "wx.request 会替你编码，客户端不要再 encodeURIComponent；用 JSON 请求体发送，就完全不需要编码。如果收到的确实经过编码，就在服务端 decodeURIComponent 一次，不要用会把 + 变成空格的 urldecode。（https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html）",
            "wx.request encodes for you, so remove your own encodeURIComponent. A JSON body needs no encoding at all. If it does arrive encoded, call decodeURIComponent once on the server; do not use a urldecode that turns + into a space. (https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html)",
        ],
    ),
    (
        DoublePercentEncoded,
        None,
        ["文本被百分号编码了两次（%252B）。", "The text is percent-encoded twice (%252B)."],
        [
            "只 encodeURIComponent 一次：wx.request、框架或网关已经编码过，去掉自己的那一次。用 JSON 请求体发送，就完全不需要编码。（https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html）",
            "Encode once: wx.request, a framework or a gateway already does, so remove your own encodeURIComponent. A JSON body needs no encoding at all. (https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html)",
        ],
    ),
    (
        HtmlEscaped,
        None,
        [
            "文本被 HTML 转义了（&#43;、&#x3D;、&quot;）。",
            "The text is HTML-escaped (&#43;, &#x3D;, &quot;).",
        ],
        [
            "找出是哪个环节做了 HTML 转义，对这几个字段关闭它：模板引擎、XSS 过滤器，或者把参数转义后入库的框架。Base64 应原样传输和存储。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Find what escapes HTML in transit and switch it off for these fields: a template engine, an XSS filter, or a framework that escapes parameters before storing them. Send and store Base64 unchanged. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        JsonQuoted,
        None,
        [
            "文本带着引号：多做了一次 JSON.stringify，或者复制时带上了引号。",
            "The text is in quotes: JSON.stringify was called once too often, or the quotes were copied.",
        ],
        [
            "对象整体只 JSON.stringify 一次，里面的字段不要再单独 stringify；wx.request 的 data 直接传对象。从日志里复制时不要带引号。（https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html）",
            "Call JSON.stringify once for the whole object, not for its fields. Pass the object itself as data of wx.request. When you copy from a log, leave out the quotes. (https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html)",
        ],
    ),
    (
        JsonQuoted,
        Some(SessionKey),
        [
            "session_key 带着引号：存进去时做了 JSON.stringify，取出来没有解析。",
            "The session key is in quotes: it was stored with JSON.stringify and not parsed when it was read.",
        ],
        [
            "存取要成对：要么直接存文本，redis.set(key, session_key)；要么存 JSON，取出后 JSON.parse。已经存进去的用 JSON.parse 还原，或者让用户重新登录。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "Write and read it the same way: either the text itself, redis.set(key, session_key), or JSON that you JSON.parse when you read it. Restore stored keys with JSON.parse, or have users log in again. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        JsonEscaped,
        None,
        [
            "文本里有 JSON 转义（\\/、\\u003d）：从 JSON 里截取出来，没有解析。",
            "The text contains JSON escapes (\\/, \\u003d): it was cut out of JSON and not parsed.",
        ],
        [
            "用 JSON.parse 解析整个 JSON，再取字段；不要用正则表达式或字符串截取。从日志里复制的，先还原转义。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Parse the whole JSON with JSON.parse and read the field; do not use regular expressions or substrings. When you copy from a log, undo the escapes. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        JsonEscaped,
        Some(SessionKey),
        [
            "session_key 里有 JSON 转义（\\/、\\u003d）：从响应里截取出来，没有解析。",
            "The session key contains JSON escapes (\\/, \\u003d): it was cut out of the reply and not parsed.",
        ],
        [
            "code2Session 的响应会把 / 写成 \\/：用 JSON.parse 解析整个响应，再取 session_key，不要用正则表达式或字符串截取。从日志里复制的，先还原转义。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "code2Session writes / as \\/ in its reply. Parse the whole reply with JSON.parse and read session_key; do not use regular expressions or substrings. When you copy from a log, undo the escapes. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        Base64Url,
        None,
        [
            "文本是 base64url 写法（- 和 _），或者丢了结尾的 =。",
            "The text is base64url (- and _), or lacks its final =.",
        ],
        [
            "微信给的是标准 Base64：找出是谁改了它（网关、URL 安全的编码函数、split('=')、会丢掉 = 的 Cookie），改为原样传输。补救：- 换成 +，_ 换成 /，补齐 =；或者 decrypt({ …, repair: true })。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "WeChat sends standard Base64. Find what changed it (a gateway, a URL-safe encoder, split('='), a cookie that drops =), and pass it on unchanged. Until then, replace - by + and _ by / and add the =, or use decrypt({ …, repair: true }). (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        NotBase64,
        None,
        ["文本不是合法的 Base64。", "The text is not valid Base64."],
        [
            "查看 at 处是什么字符，是哪个环节加上或改掉的；原样传输和存储，不要转成十六进制、字节数组或别的编码。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Look at the character at `at`, and find what added or changed it. Send and store the text unchanged, not as hexadecimal digits, an array of bytes or another encoding. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        NotBase64,
        Some(SessionKey),
        ["session_key 不是合法的 Base64。", "The session key is not valid Base64."],
        [
            "用 code2Session 返回的原文（24 个字符）；不要先解码成字节或十六进制再存，也不要拿 openid、code 或测试用的假密钥来解密。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "Use the 24 characters that code2Session returned. Do not store them as decoded bytes or hexadecimal digits, and do not decrypt with an openid, a code or an invented test key. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        NotBase64,
        Some(Iv),
        ["iv 不是合法的 Base64。", "The iv is not valid Base64."],
        [
            "用回调里 iv 字段的原文（24 个字符）；不要在客户端解码，也不要转成字节数组或十六进制再发。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Use the field iv of the callback unchanged: 24 characters. Do not decode it on the client, and do not send it as an array of bytes or hexadecimal digits. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        NotBase64,
        Some(EncryptedData),
        [
            "encryptedData 不是合法的 Base64，或者超过 1 MiB，不可能是它。",
            "encryptedData is not valid Base64, or far too long.",
        ],
        [
            "用回调里 encryptedData 字段的原文；不要转成十六进制、字节数组，也不要再加密一次。如果超过 1 MiB，检查是不是把整个请求体或文件传了进来。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Use the field encryptedData of the callback unchanged: do not convert it to hexadecimal digits or an array of bytes, and do not encrypt it again. If it is over 1 MiB, check whether a whole body or file was passed. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Truncated,
        None,
        ["文本不完整，有一部分丢了。", "The text is incomplete: part of it is missing."],
        [
            "在客户端和服务端分别记录它的长度（length），看是在哪一步变短的：数据库字段、长度限制、日志还是复制。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Log its length on the client and on the server, and find the step that shortens it: a database column, a length limit, a log, or copying. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Truncated,
        Some(SessionKey),
        [
            "session_key 不完整：应为 24 个字符。",
            "The session key is incomplete: it should have 24 characters.",
        ],
        [
            "检查数据库字段是不是太短（可改成 VARCHAR(64)），复制或截取时有没有漏掉字符；存储的应当是 code2Session 返回的原文。已经截断的无法补回，请让用户重新登录。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "Check whether the database column is too short (use VARCHAR(64), for example), or whether copying or a substring lost characters. Store exactly what code2Session returned. Lost characters cannot be restored: have the user log in again. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        Truncated,
        Some(Iv),
        ["iv 不完整：应为 24 个字符。", "The iv is incomplete: it should have 24 characters."],
        [
            "检查数据库字段、截取或复制时有没有丢掉字符；iv 取自同一次回调，原样发送。getUserEncryptKey 返回的 16 个字符的 iv 属于加密网络通道，不能用在这里。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Check whether a database column, a substring or copying lost characters. Take iv from the same callback and send it unchanged. The 16-character iv of getUserEncryptKey is for the encrypted channel (加密网络通道), not for this data. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Truncated,
        Some(EncryptedData),
        [
            "encryptedData 不完整：有一部分丢了。",
            "encryptedData is incomplete: part of it is missing.",
        ],
        [
            "对比客户端和服务端的 encryptedData.length，看是在哪一步变短的：数据库字段（用 TEXT，不要用 VARCHAR(255)）、网关或请求体的长度限制、日志的截断、复制时漏掉的行。丢掉的无法补回，请客户端重新获取。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Compare encryptedData.length on the client and the server, and find where it gets shorter: a database column (use TEXT, not VARCHAR(255)), a size limit of the gateway or the body, a log that truncates, or a line lost in copying. Lost data cannot be restored: have the client get it again. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        SessionKeyLength,
        None,
        [
            "session_key 的长度不对：解码后应为 16 字节。",
            "The session key has the wrong length: it should decode to 16 bytes.",
        ],
        [
            "用 code2Session 返回的 24 个字符的 session_key。32 个字符的多半是 AppSecret 或密钥的十六进制，43 个字符的是消息推送的 EncodingAESKey，28 个字符的多半是 openid；另外检查数据库字段（varchar）是否截断了它。（https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session）",
            "Use the 24-character session_key from code2Session. 32 characters are usually an AppSecret or a key in hexadecimal digits, 43 are the EncodingAESKey of message push, and 28 are usually an openid. Also check whether a database column (varchar) truncates it. (https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session)",
        ],
    ),
    (
        IvLength,
        None,
        [
            "iv 的长度不对：解码后应为 16 字节。",
            "The iv has the wrong length: it should decode to 16 bytes.",
        ],
        [
            "iv 取自同一次回调的 iv 字段，是 24 个字符的 Base64。检查是不是传成了 encryptedData、openid，或者 iv 的十六进制；不要自己生成 iv。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Take iv from the field iv of the same callback: 24 characters of Base64. Check whether it is encryptedData, an openid, or the iv in hexadecimal digits. Do not generate an iv yourself. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        WrongSessionKey,
        None,
        [
            "session_key 不匹配：数据不是用它加密或签名的，多半是后来又调用了 wx.login，密钥已更换。",
            "The data was encrypted or signed with another session key: most often a later wx.login replaced it.",
        ],
        [
            "先调用 wx.login 换取 session_key，再获取加密数据；不要在 getPhoneNumber 的回调里调用 wx.login，也不要让两者并发。服务端保留上一个 session_key 一段时间：sessionKey: [当前, 上一个]。仍然不行，就核对它是否属于同一个用户、同一个小程序，然后重新登录、重新获取数据。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "First call wx.login and exchange its code for the session_key, then get the encrypted data. Do not call wx.login in the callback of getPhoneNumber, or at the same time. Keep the previous session_key for a while: sessionKey: [current, previous]. If that does not help, check that the key belongs to the same user and mini program, then log in and get the data again. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        WrongIv,
        None,
        [
            "iv 不匹配：只有开头的 16 个字节不对，session_key 是对的。也可能是 encryptedData 的开头损坏了。",
            "The iv does not belong to this data: only the first 16 bytes are wrong, and the session key is right. Or the beginning of encryptedData is damaged.",
        ],
        [
            "iv 和 encryptedData 必须取自同一次回调：不要把 getUserInfo 和 getPhoneNumber 的结果混在一起，不要缓存上一次的 iv，也不要用固定的或全零的 iv。如果 iv 确实没错，请检查 encryptedData 的前 24 个字符。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "iv and encryptedData must come from the same callback. Do not mix those of getUserInfo and getPhoneNumber, do not cache an earlier iv, and do not use a fixed or all-zero iv. If the iv is right, check the first 24 characters of encryptedData. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Corrupted,
        None,
        [
            "encryptedData 有一段被改动或丢失了，session_key 是对的。",
            "Part of encryptedData was changed or lost. The session key is right.",
        ],
        [
            "从 at 附近开始，与客户端收到的原文逐字比较；检查途中有没有字符串替换、敏感词过滤、字符集转换、分段拼接，复制时有没有漏行。损坏的数据无法还原，请客户端重新获取。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Compare it with what the client received, from about `at` on. Look for string replacement, word filters, character set conversion, texts joined from parts, and lines lost in copying. It cannot be restored: have the client get the data again. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        NotJson,
        None,
        ["解密成功，但内容不是 JSON 对象。", "It decrypts, but the content is not a JSON object."],
        [
            "session_key 和 iv 都对。wx.authPrivateMessage 加密的就是 activityId 这段文本，不是 JSON：请用 decryptPrivateMessage。其他情况：检查是不是自己加密的测试数据，或者消息推送、加密网络通道的密文。用真机上 wx.getUserInfo 或 getPhoneNumber 的数据再试。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "The session key and iv are right. wx.authPrivateMessage encrypts a bare text, the activityId, not JSON: call decryptPrivateMessage. Otherwise, check whether it is test data that you encrypted, or comes from message push or the encrypted channel. Try data of wx.getUserInfo or getPhoneNumber from a real phone. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        WatermarkMissing,
        None,
        [
            "解密成功，但数据里没有可用的水印（watermark）。",
            "It decrypts, but has no readable watermark.",
        ],
        [
            "wx.getChatToolInfo 的数据没有水印，wx.getGroupEnterInfo 的有时也没有：请用 decryptGroupEnterInfo。其他接口的数据都带有 watermark: { appid, timestamp }：自己造的测试数据请补上它，别的平台的数据不能当作微信的。确实要接受，就设置 dangerouslyAllowMissingWatermark: true，那样只有 session_key 能说明数据属于谁。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Data of wx.getChatToolInfo, and at times of wx.getGroupEnterInfo, comes without one: call decryptGroupEnterInfo. All other data of WeChat's has watermark: { appid, timestamp }. Add it to your own test data, and do not accept data of another platform as WeChat's. If you must accept it, set dangerouslyAllowMissingWatermark: true. Then only the session key says whose data it is. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        AppidMismatch,
        None,
        [
            "数据属于另一个小程序：watermark.appid 与传入的 appid 不同。",
            "The data belongs to another mini program: watermark.appid is not the appid that was passed.",
        ],
        [
            "对比 project.config.json 和服务端的 appid：是否混用了测试和正式环境，或者多个小程序；前后有没有空格或换行。第三方平台要传小程序的 appid，不是 component_appid。一个后端服务多个小程序时，传列表：appid: [甲, 乙]。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Compare the appid in project.config.json with the server's. Are test and production mixed up, or several mini programs? Is there white space around it? A third-party platform passes the mini program's appid, not component_appid. A back end for several mini programs passes a list: appid: [one, other]. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Expired,
        None,
        ["数据太旧，超过了 maxAgeSeconds。", "The data is older than maxAgeSeconds."],
        [
            "让客户端获取数据后马上发送，不要缓存 encryptedData 反复使用。再检查服务器的时钟；如果传了 now，它的单位是毫秒。确实需要更长时间，就调大 maxAgeSeconds。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Have the client send the data at once, and do not cache encryptedData for later use. Then check the server's clock. If you pass now, it is in milliseconds. If data may be older, raise maxAgeSeconds. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        FromFuture,
        None,
        ["数据的时间晚于服务器的时间。", "The data is newer than the server's clock."],
        [
            "多半是服务器的时钟慢了：用 NTP 校时。如果传了 now，它的单位是毫秒（Date.now()），不是秒。必要时调大 clockSkewSeconds。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Most often the server's clock is slow: set it by NTP. If you pass now, it is in milliseconds (Date.now()), not seconds. If necessary, raise clockSkewSeconds. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Ok,
        Some(RawData),
        [
            "签名正确：rawData 来自微信，且未被改动。",
            "The signature is correct: rawData is from WeChat and unchanged.",
        ],
        [
            "如果别的代码仍然校验失败，请检查：是不是 SHA-1(rawData + session_key)，session_key 用的是 Base64 原文（不要解码），rawData 按 UTF-8 计算，比较时不分大小写。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "If other code still fails, check that it computes SHA-1 of rawData followed by session_key, uses the Base64 text of session_key without decoding it, takes rawData as UTF-8, and compares the digits in one case. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        MissingField,
        Some(RawData),
        [
            "rawData 缺少微信签名时有的字段，或者整个为空。",
            "rawData lacks a field that WeChat signed, or is empty.",
        ],
        [
            "把回调里的 rawData 字符串原样发给服务端，不要自己挑选字段重新拼一个对象：例如 is_demote 也参与签名。服务端先用字符串验签，再解析。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Send the string rawData of the callback unchanged. Do not build an object from chosen fields: is_demote, for example, is signed too. On the server, check the signature of the string first and parse it then. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        MissingField,
        Some(Signature),
        [
            "没有 signature，或者它为空，或者不是字符串。",
            "The signature is missing, empty, or not a string.",
        ],
        [
            "signature 和 rawData 取自同一次 wx.getUserInfo 或 wx.getUserProfile 回调，一起发给服务端；检查字段名，以及请求体是否真的解析了。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Take signature and rawData from the same callback of wx.getUserInfo or wx.getUserProfile, and send both. Check the names, and that the body was parsed at all. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        SwappedFields,
        Some(Signature),
        [
            "rawData、signature、session_key 传错了位置。",
            "rawData, signature and the session key are swapped.",
        ],
        [
            "signature 是 40 位十六进制，session_key 是 24 个字符的 Base64，rawData 是 JSON 文本。按名字传就不会错：verifyRawData({ rawData, signature, sessionKey })。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "signature has 40 hexadecimal digits, the session key 24 characters of Base64, and rawData is JSON. Pass them by name to be safe: verifyRawData({ rawData, signature, sessionKey }). (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        JsonQuoted,
        Some(RawData),
        [
            "rawData 被多序列化了一次，外面有一层引号。",
            "rawData is in quotes: it was turned into JSON once too often.",
        ],
        [
            "rawData 已经是字符串，不要再对它调用 JSON.stringify；如果请求体里它本来就是 JSON 字符串，先解析整个请求体，再取 rawData。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "rawData is a string already: do not call JSON.stringify on it. If it came inside a JSON body, parse the whole body and take rawData from it. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        JsonQuoted,
        Some(Signature),
        ["signature 外面有引号或空白。", "There are quotes or white space around the signature."],
        [
            "signature 是 40 位十六进制，前后没有别的字符：解析整个请求体后再取它，从文件或环境变量读取时去掉换行。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "signature has 40 hexadecimal digits and nothing around them. Parse the whole body and take it from there, and drop the line break when you read it from a file. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        HtmlEscaped,
        Some(RawData),
        ["rawData 被 HTML 转义了（&quot;、&amp;）。", "rawData is HTML-escaped (&quot;, &amp;)."],
        [
            "PHP 框架的默认过滤（htmlspecialchars）、XSS 过滤器会这样做：用未过滤的原始值验签，例如 ThinkPHP 的 input('post.rawData', '', null)。临时补救：htmlspecialchars_decode。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "The default filter of a PHP framework (htmlspecialchars) or an XSS filter does so. Check the signature of the value before the filter. Until then, undo it with htmlspecialchars_decode. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        JsonEscaped,
        Some(RawData),
        [
            "rawData 里的引号或斜杠被转义了（\\\"、\\/）。",
            "The quotes or slashes in rawData are escaped with backslashes (\\\", \\/).",
        ],
        [
            "多半是 PHP 的 addslashes、旧的魔术引号，或者从日志里复制了转义后的文本：用未经处理的原始值验签（PHP 可用 stripslashes 还原）。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Most often it is addslashes of PHP, its old magic quotes, or a text copied from a log. Check the signature of the untouched value (in PHP, stripslashes undoes it). (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        PercentEncoded,
        Some(RawData),
        ["rawData 仍是 URL 编码的（%22、%7B）。", "rawData is still percent-encoded (%22, %7B)."],
        [
            "客户端编码了，服务端没有解码，或者多编码了一次：验签之前只解码一次（decodeURIComponent），或者两边都不要手动编码。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "The client encoded it and the server did not decode it, or it was encoded once too often. Decode it once before the check (decodeURIComponent), or do not encode it by hand at all. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        DoublePercentEncoded,
        Some(RawData),
        ["rawData 被 URL 编码了两次（%2522）。", "rawData is percent-encoded twice (%2522)."],
        [
            "去掉客户端手动的 encodeURIComponent：wx.request 发送表单时自己会编码。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Drop the client's own encodeURIComponent: wx.request encodes forms itself. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        PlusBecameSpace,
        Some(RawData),
        ["rawData 里的 + 变成了空格。", "A + in rawData became a space."],
        [
            "表单解码会把没有编码的 + 变成空格：用 JSON 请求体发送，或者用 encodeURIComponent 编码。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Form decoding turns a + that was not encoded into a space. Send a JSON body, or encode the value with encodeURIComponent. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Truncated,
        Some(RawData),
        ["rawData 不完整：结尾丢了。", "rawData is incomplete: its end is missing."],
        [
            "对比客户端和服务端的 rawData.length：检查数据库字段、请求长度限制、日志截断，以及 URL 里没有编码的 & 或 #。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Compare rawData.length on the client and the server. Look for a database column, a size limit, a log that truncates, and a & or # that was not encoded in a URL. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Corrupted,
        Some(RawData),
        [
            "rawData 被改动过，或者 signature 属于另一次调用；session_key 是对的。",
            "rawData was changed, or the signature is of another call.",
        ],
        [
            "rawData 和 signature 必须取自同一次回调。再检查字符集：emoji 是否变成了 ?（MySQL 要用 utf8mb4）、是否按 GBK 或 Latin-1 读取、敏感词过滤是否改了昵称。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "rawData and signature must come from the same callback. Then check the character set: an emoji that became ? (MySQL needs utf8mb4), text read as GBK or Latin-1, or a word filter that changed the nickname. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        NotJson,
        Some(RawData),
        ["rawData 不是 JSON 文本。", "rawData is not JSON."],
        [
            "rawData 是 wx.getUserInfo 返回的字符串。[object Object] 或 Array 说明传的是对象：传字符串，不要传 userInfo 或解析后的结果。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "rawData is the string that wx.getUserInfo returned. [object Object] or Array shows that an object was passed: pass the string, not userInfo or what was parsed. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        Rewritten,
        None,
        [
            "rawData 被解析后重新序列化过，或者格式变了：字段顺序、空格、/ 或中文的转义、数字的写法与原文不同。",
            "rawData was parsed and written again, or its form was changed: the order of fields, spaces, the escaping of / or of Chinese, or a number is not as WeChat signed it.",
        ],
        [
            "签名针对原文的每一个字节：先用客户端收到的 rawData 字符串验签，再解析；不要用 JSON.stringify(userInfo)、json_encode、json.dumps 得到的文本，框架自动解析成对象的参数要改收字符串。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "The signature is of every byte. Check the string that the client received first, and parse it then. Do not sign what JSON.stringify(userInfo), json_encode or json.dumps wrote, and have the framework take the parameter as a string, not as an object. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
    (
        SignatureLength,
        None,
        ["signature 应为 40 位十六进制。", "The signature should be 40 hexadecimal digits."],
        [
            "用回调里的 signature（SHA-1）。64 位的是 HMAC-SHA256：那是用户登录态签名，或者 signature2，与这里的算法不同；少于 40 位的多半被截断了。（https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html）",
            "Use signature of the callback, a SHA-1. 64 digits are an HMAC-SHA256, made by another rule: the login state's signature. Fewer than 40 were most likely cut. (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html)",
        ],
    ),
];

#[cfg(test)]
#[wasm_bindgen_test::wasm_bindgen_test(unsupported = test)]
fn every_cause_has_its_texts() {
    let all = ROWS.iter().flat_map(|(_, _, message, hint)| message.iter().chain(hint));
    assert!(all.into_iter().all(|text| text.len() > 10));
}
