//! The texts of each cause: what it is, and what to do. A row that names a field is for that field
//! alone.

use super::PushCause::{self, *};
use super::PushField::{self, *};

/// The cause, the field that it is about (everywhere else, if none), the message and the hint, each
/// in Chinese and English.
pub(crate) type Row = (PushCause, Option<PushField>, [&'static str; 2], [&'static str; 2]);

pub(crate) const ROWS: &[Row] = &[
    (
        Ok,
        None,
        ["推送有效，可以打开。", "The push is good and opens."],
        [
            "如果服务仍然返回 401，请检查线上的 token、encodingAESKey、receiver 和时钟是否与这里相同。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "If the server still answers 401, check that it has the same token, encodingAESKey, receiver and clock. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        MissingField,
        None,
        ["缺少一个值，或者它为空。", "A value is missing or empty."],
        [
            "token、encodingAESKey、receiver 来自自己的配置；signature、timestamp、nonce、encrypt_type、msg_signature 来自 URL。检查环境变量是否读到了，反向代理是否丢掉了查询字符串。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "token, encodingAESKey and receiver are your configuration; signature, timestamp, nonce, encrypt_type and msg_signature are in the URL. Check that the environment was read, and that no proxy drops the query. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        MissingField,
        Some(MsgSignature),
        ["URL 里没有 msg_signature。", "The URL has no msg_signature."],
        [
            "安全模式和兼容模式的推送都带 msg_signature。没有它，要么后台仍是明文模式，要么查询字符串在途中被截断，要么请求不是微信发来的。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Every push in safe and compatible mode has one. Without it, the console is still set to plain mode, or the query was cut on its way, or the request is not WeChat's. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        MissingField,
        Some(Body),
        ["请求体为空。", "The body is empty."],
        [
            "多半是框架或中间件已经读过请求流。让这个路由拿到原始请求体：Express 用 express.raw({ type: () => true })，并放在 express.json() 之前。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Most often a framework or a middleware has read the stream before. Give this route the raw body: in Express express.raw({ type: () => true }), before express.json(). (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        TokenForm,
        None,
        ["Token 不是 3 到 32 位字母和数字。", "The token is not 3 to 32 letters and digits."],
        [
            "从后台的「消息推送」或「基本配置」里复制 Token（令牌），不要带空格、引号或换行；它不是 access_token。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Copy the Token (令牌) of the console, without blanks, quotes or line breaks. It is not an access_token. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        KeyForm,
        None,
        [
            "EncodingAESKey 不是 43 位字母和数字。",
            "The EncodingAESKey is not 43 letters and digits.",
        ],
        [
            "从后台重新复制。44 位：多了结尾的 = 或空格，去掉它；42 位：少复制了一个字符；32 位十六进制：那是 AppSecret。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Copy it from the console again. 44 characters: take off the = or the blank at its end. 42: one was not copied. 32 hexadecimal digits: that is the AppSecret. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        ReceiverForm,
        None,
        ["receiver 不是一个 id。", "The receiver is not an id."],
        [
            "填 appid（企业微信填 corpid 或 suiteid），不要带空格或换行。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Give the appid (in 企业微信 the corpid or suiteid), without blanks or line breaks. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        RepeatedParameter,
        None,
        ["URL 里有重复的参数。", "A parameter is in the URL twice."],
        [
            "微信每个参数只写一次。检查后台填写的 URL 是否自带 signature、timestamp、nonce 等参数，以及代理是否追加了参数；也可能是伪造的请求。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "WeChat writes each once. Check that the URL in the console has no signature, timestamp or nonce of its own, and that no proxy adds one; or somebody forged the request. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        ParameterForm,
        None,
        [
            "timestamp 或 nonce 不是微信写的样子。",
            "The timestamp or the nonce is not as WeChat writes it.",
        ],
        [
            "timestamp 是 10 位数字（秒），nonce 是 1 到 32 位字母和数字。按原样传查询字符串，不要转换成数字、日期或毫秒。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "The timestamp has 10 digits (seconds), the nonce 1 to 32 letters and digits. Pass them as they are in the URL, not as numbers, dates or milliseconds. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        BodyNotRaw,
        None,
        [
            "请求体不是原文：框架解析过，或者又重新写过。",
            "The body is not raw: a framework has parsed it, or it was written again.",
        ],
        [
            "把原始的字节或字符串传给 open。Express：express.raw({ type: () => true })；Koa：ctx.request.rawBody；Hono：await c.req.text()；Nest：rawBody: true。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Give open the bytes or the text that came. Express: express.raw({ type: () => true }). Koa: ctx.request.rawBody. Hono: await c.req.text(). Nest: rawBody: true. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        BodyForm,
        None,
        [
            "请求体不是微信写的 XML 或 JSON。",
            "The body is neither XML nor JSON as WeChat writes them.",
        ],
        [
            "检查请求体是否完整（没有被截断，不超过 1 MiB）。带 DOCTYPE、属性、注释或自定义实体的 XML 不是微信发来的。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Check that it is whole, and not longer than 1 MiB. XML with a DOCTYPE, attributes, comments or entities of its own is not WeChat's. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        NothingEncrypted,
        None,
        [
            "这是明文推送，而配置要求加密。",
            "The push is in plain text, and the configuration demands encrypted ones.",
        ],
        [
            "在后台把消息加解密方式改为「安全模式」并保存。后台已经是安全模式的话，这个请求就不是微信发来的。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Set 消息加解密方式 to 安全模式 in the console, and save. If it is set so already, the request is not WeChat's. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        Encrypted,
        None,
        [
            "这是加密推送，而配置是明文模式。",
            "The push is encrypted, and the configuration says plain mode.",
        ],
        [
            "把 mode 改为 'safe'（后台是兼容模式就用 'compatible'），并传 receiver 和 encodingAESKey。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Set mode to 'safe', or to 'compatible' if the console says 兼容模式, and give receiver and encodingAESKey. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        SignatureForMsgSignature,
        None,
        [
            "msg_signature 的值其实是 signature。",
            "The value of msg_signature is that of signature.",
        ],
        [
            "URL 里有两个签名：signature 只覆盖 token、timestamp、nonce，msg_signature 还覆盖密文。打开加密推送要用 msg_signature；把整个查询字符串传给 open 就不会拿错。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "The URL has two: signature covers token, timestamp and nonce; msg_signature covers the ciphertext too, and is the one that counts. Pass the whole query to open, and neither can be taken for the other. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        WrongToken,
        None,
        [
            "签名不匹配：Token 不是这个应用的。",
            "The signature does not match: the token is another one.",
        ],
        [
            "核对 Token 与后台的是否相同（区分大小写），是否取了另一个应用或另一个环境的。刚改过 Token 的话，把新旧两个都列出来。timestamp 或 nonce 被改动过也会这样。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Compare the token with the console's, with its capitals: it may be that of another app or environment. If it was changed just now, list the new one and the old one. A changed timestamp or nonce looks the same. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        CiphertextChanged,
        None,
        ["Token 正确，但密文被改动过。", "The token is right, and the ciphertext was changed."],
        [
            "Encrypt 的值要和收到的一模一样：不要把 + 变成空格，不要去掉 =，也不要拿另一次推送的 URL 来配这个请求体。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Encrypt must be exactly as it came: no + that became a space, no = taken off, and not the body of one push with the URL of another. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        WrongKey,
        None,
        [
            "解密失败：EncodingAESKey 不是这个应用的。",
            "It does not decrypt: the EncodingAESKey is another one.",
        ],
        [
            "核对 EncodingAESKey 与后台的是否相同。在后台保存后立即生效；刚改过的话，把新旧两个都列出来。第三方平台收到的消息一律用平台的 key。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Compare it with the console's. What is saved there takes effect at once: if it was changed just now, list the new one and the old one. A third-party platform uses its own key for all messages. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        WrongReceiver,
        None,
        ["推送是发给别人的。", "The push is for another receiver."],
        [
            "receiver 填这个应用自己的 appid；第三方平台填平台的 appid，不是被授权账号的；企业微信填 corpid 或 suiteid，智能机器人填 ''。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "The receiver is this app's own appid; on a third-party platform the platform's, not that of the account; in 企业微信 the corpid or suiteid, and '' for bots. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        MessageForm,
        None,
        [
            "解密成功，但消息不是微信写的 XML 或 JSON。",
            "It decrypts, and the message is neither XML nor JSON as WeChat writes them.",
        ],
        [
            "这不是微信发来的内容，多半是测试代码自己加密的。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "This is not WeChat's. Most often a test has encrypted it. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        Expired,
        None,
        ["推送太旧了。", "The push is too old."],
        [
            "检查服务器的时钟（NTP），以及请求是否在队列里等了很久。调试抓到的旧推送时，设 maxAgeSeconds: Infinity；线上不要这样做，否则看到过一次推送的人可以一直重放。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "Check the server's clock (NTP), and whether requests wait in a queue. For an old push that you debug, set maxAgeSeconds: Infinity; never on a server, where whoever saw a push could send it again for ever. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
    (
        FromFuture,
        None,
        ["推送的时间在未来。", "The push is from the future."],
        [
            "服务器的时钟慢了：用 NTP 校准。now 返回的是毫秒，不是秒。（https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html）",
            "The server's clock is slow: set it by NTP. now is in milliseconds, not seconds. (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html)",
        ],
    ),
];
