//! The codes, one row each: those of the core, and those that only TypeScript knows.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;

use serde::Serialize;

use super::{ApiError, ReplyProblem};
use crate::encoded_text::Damage;
#[cfg(feature = "generate")]
use crate::errcode::LocalizedText;
use crate::kind::Kind;
use crate::one_or_many::OneOrMany;

/// Declares errors, one a row:
///
/// - what it is, and what to do: its documentation is the English that people read;
/// - its code, and its fields as JavaScript has them;
/// - the HTTP status that it is answered with, and which of `publicMessages` in `pkg/src/error.ts`
///   a client is told; after `or`, the other statuses that its facts may lead to;
/// - the same as its documentation, in Chinese.
macro_rules! errors {
    (
        $(#[$meta:meta])*
        $vis:vis enum $errors:ident, told in $rows:ident;
        $(
            $(#[doc = $doc:literal])*
            $variant:ident $(($($inner:tt)*))? $code:literal $({ $($field:tt)* })?
                answers $status:literal $public:literal $(or $other:literal)*, zh $zh:literal;
        )*
    ) => {
        $(#[$meta])*
        #[serde(tag = "code", rename_all_fields = "camelCase")]
        $vis enum $errors {
            $($(#[doc = $doc])* #[serde(rename = $code)] $variant $(($($inner)*))? $({ $($field)* })?,)*
        }

        #[cfg(feature = "generate")]
        pub(crate) const $rows: &[ErrorModel] = &[$(ErrorModel {
            code: $code,
            docs: &[$($doc),*],
            zh: $zh,
            answer: ($status, $public),
            other_statuses: &[$($other),*],
        }),*];
    };
}

/// What is told of a code.
#[cfg(feature = "generate")]
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErrorModel {
    code: &'static str,
    docs: &'static [&'static str],
    zh: &'static str,
    answer: (u16, &'static str),
    other_statuses: &'static [u16],
}

errors! {
    /// Why a call failed.
    ///
    /// It holds no secret and no plaintext, and can be logged. A client may be told only some of
    /// it. Failures before the session key is used have exact codes. Bad padding, bad UTF-8 and bad
    /// JSON share one code, `ERR_DECRYPT_FAILED`. The client chooses iv and ciphertext: a server
    /// that answers differently for each of these lets it read other users' data byte by byte (a
    /// padding oracle). Failures of the watermark, which come later, are exact again. Do not tell
    /// them to a client either.
    ///
    /// In JavaScript, a variant is known by its code, which is public and never renamed.
    #[derive(Clone, Debug, Eq, PartialEq, Serialize)]
    #[cfg_attr(
        feature = "generate",
        derive(ts_rs::TS),
        ts(rename = "CoreErrorFields", optional_fields)
    )]
    #[serde(remote = "Self")]
    #[non_exhaustive]
    pub enum Error, told in CORE_ERRORS;

    /// An argument is missing, unknown or of the wrong type: see `argument`.
    InvalidArgument "ERR_INVALID_ARGUMENT" {
        /// The name of the argument.
        argument: String,
        /// What is wrong with it.
        #[serde(skip)]
        problem: Cow<'static, str>,
        /// The index in a list of session keys, facts or rows, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
        /// What the host calls the failure of the caller's own code, such as a source of tokens:
        /// `ECONNREFUSED`, ….
        #[cfg(feature = "generate")]
        #[serde(skip_serializing_if = "Option::is_none")]
        cause_code: Option<String>,
    }
        answers 500 "server" or 400,
        zh "参数缺失、未知或类型不对，见 `argument`。";

    /// `sessionKey` is empty, damaged in transit, or not 16 bytes: see `damage`.
    InvalidSessionKey "ERR_INVALID_SESSION_KEY" {
        /// How it was damaged.
        damage: Damage,
        /// The first wrong character, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
        /// Its index in a list of session keys, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    }
        answers 500 "server",
        zh "`sessionKey` 为空、在传输中损坏，或不是 16 字节，见 `damage`。";

    /// `iv` is empty, damaged in transit, or not 16 bytes: see `damage`.
    InvalidIv "ERR_INVALID_IV" {
        /// How it was damaged.
        damage: Damage,
        /// The first wrong character, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    }
        answers 400 "request",
        zh "`iv` 为空、在传输中损坏，或不是 16 字节，见 `damage`。";

    /// `encryptedData` is empty, over 1 MiB, damaged in transit, or truncated: see `damage`.
    InvalidEncryptedData "ERR_INVALID_ENCRYPTED_DATA" {
        /// How it was damaged.
        damage: Damage,
        /// The first wrong character, counted from 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    }
        answers 400 "request",
        zh "`encryptedData` 为空、超过 1 MiB、在传输中损坏，或被截断，见 `damage`。";

    /// The key does not decrypt the data. Often a later `wx.login` replaced the key: log in first,
    /// then get the data anew. Sometimes whole blocks are missing, for example if a database column
    /// is too short.
    DecryptFailed "ERR_DECRYPT_FAILED"
        answers 400 "data",
        zh "密钥无法解密数据。常见原因是后来又调用了 `wx.login`，密钥已更换：先登录，再重新获取数据。有时是数据缺少了整块，例如数据库字段太短。";

    /// The data has no readable watermark, so its appid cannot be checked. Data of a chat
    /// sometimes has none: use `decryptGroupEnterInfo`.
    WatermarkMissing "ERR_WATERMARK_MISSING"
        answers 400 "data",
        zh "数据没有可用的水印，无法核对 appid。群聊的数据有时没有水印：请用 `decryptGroupEnterInfo`。";

    /// The data belongs to another app: compare the appid of the client with yours.
    AppidMismatch "ERR_APPID_MISMATCH" {
        /// The appids that would have been accepted, as far as they look like appids.
        #[cfg_attr(feature = "generate", ts(optional, type = "string | string[]"))]
        #[serde(skip_serializing_if = "OneOrMany::is_empty")]
        expected: OneOrMany<String>,
        /// The one in the watermark, if it looks like an appid.
        #[serde(skip_serializing_if = "Option::is_none")]
        actual: Option<String>,
    }
        answers 400 "data",
        zh "数据属于别的应用：请核对小程序和服务端的 appid。";

    /// The data is older than `maxAgeSeconds` allows.
    DataExpired "ERR_DATA_EXPIRED" {
        /// The time at which it was checked, in seconds since 1970. It is only in the message.
        #[serde(skip)]
        now: i64,
        /// The oldest timestamp that is accepted, in seconds since 1970.
        #[serde(rename = "expected")]
        oldest: i64,
        /// That of the data, in seconds since 1970.
        #[serde(rename = "actual")]
        timestamp: i64,
    }
        answers 400 "data",
        zh "数据早于 `maxAgeSeconds` 允许的时间。";

    /// The data is more than `clockSkewSeconds` ahead of the clock, or a push more than
    /// `maxAgeSeconds`: check the clock.
    DataFromFuture "ERR_DATA_FROM_FUTURE" {
        /// The time at which it was checked, in seconds since 1970. It is only in the message.
        #[serde(skip)]
        now: i64,
        /// The latest timestamp that is accepted, in seconds since 1970.
        #[serde(rename = "expected")]
        latest: i64,
        /// That of the data, in seconds since 1970.
        #[serde(rename = "actual")]
        timestamp: i64,
    }
        answers 400 "data",
        zh "数据的时间超前，超出 `clockSkewSeconds`（推送为 `maxAgeSeconds`）：请检查时钟。";

    /// The data is not of the requested kind, such as user info instead of a phone number.
    UnexpectedKind "ERR_UNEXPECTED_KIND" {
        /// The requested kind.
        expected: Kind,
        /// The kind that it is.
        actual: Kind,
    }
        answers 400 "data",
        zh "数据不是要求的种类，例如需要手机号，得到的是用户信息。";

    /// The push is not what the configuration demands: its form, its signature, its encryption, or
    /// whom it is for. The error does not say which; `diagnosePush` does.
    PushRefused "ERR_PUSH_REFUSED"
        answers 401 "push",
        zh "消息推送的形式、签名、加密或接收者不符合配置。错误不会说明是哪一项，`diagnosePush` 会。";

    /// WeChat answered with an error code: see `errcode`.
    Api(Box<ApiError>) "ERR_API"
        answers 500 "server" or 400 or 503,
        zh "微信返回了错误码，见 `errcode`。";

    /// The reply's HTTP status is outside 200–299, and no `errcode` says why. Redirects are not
    /// followed.
    HttpStatus "ERR_HTTP_STATUS" {
        /// The endpoint that was called, or the path.
        endpoint: String,
        /// The HTTP status of the reply.
        reply_status: u16,
        /// Whether the same request can succeed later. Never resend a request that holds a code.
        retryable: bool,
    }
        answers 502 "server",
        zh "响应的 HTTP 状态码不在 200–299 之内，也没有 `errcode` 说明原因。不跟随重定向。";

    /// The reply is not what WeChat documents: it is not a JSON object, or lacks a required field.
    /// A proxy or a firewall may have written it. The error contains nothing of it.
    InvalidResponse "ERR_INVALID_RESPONSE" {
        /// The endpoint that was called, or the path.
        endpoint: String,
        /// The HTTP status of the reply, where it is not 200.
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_status: Option<u16>,
        /// Whether the same request can succeed later. Never resend a request that holds a code.
        retryable: bool,
        /// What is wrong with the reply.
        #[serde(skip)]
        problem: ReplyProblem,
    }
        answers 502 "server",
        zh "响应与微信文档不符：不是 JSON 对象，或缺少必需的字段，可能来自代理或防火墙。错误里不含响应的内容。";
}

#[cfg(feature = "generate")]
errors! {
    /// What fails outside of the core.
    #[derive(Serialize, ts_rs::TS)]
    #[ts(rename = "OuterErrorFields", optional_fields)]
    #[expect(dead_code, reason = "TypeScript has the type, and throws it")]
    pub(crate) enum OuterError, told in OUTER_ERRORS;

    /// The signature does not match `rawData` under the session key.
    SignatureMismatch "ERR_SIGNATURE_MISMATCH"
        answers 400 "data",
        zh "`rawData` 的签名与密钥不匹配。";

    /// The user declined on WeChat's page, and came back with `code=authdeny`. WeChat was asked
    /// nothing, and the user may try again.
    AccessDenied "ERR_ACCESS_DENIED"
        answers 403 "denied",
        zh "用户在微信页面上拒绝了授权，带回的是 `code=authdeny`。没有请求微信，用户可以再试。";

    /// The `store` of `LoginSessions` failed, or did not answer in time. So it is not known whether
    /// the user has logged in.
    StoreUnavailable "ERR_STORE_UNAVAILABLE" {
        /// What the store was asked to do.
        #[ts(type = "'get' | 'set' | 'delete'")]
        operation: &'static str,
        /// What the store calls its own failure, such as `ECONNREFUSED`.
        cause_code: Option<String>,
    }
        answers 503 "server",
        zh "`LoginSessions` 的 `store` 失败或没有按时应答，无法知道用户是否已登录。";

    /// The host's `fetch` failed. Only `causeCode` is kept of its error: hosts put the URL, with
    /// its secrets, into it.
    Network "ERR_NETWORK" {
        /// The endpoint that was called, or the path.
        endpoint: String,
        /// Whether the same request can succeed later. Never resend a request that holds a code.
        retryable: bool,
        /// What the host calls its own failure, such as `ECONNREFUSED`.
        cause_code: Option<String>,
    }
        answers 502 "server",
        zh "宿主的 `fetch` 失败，无法连接微信。原始错误里可能有含密钥的 URL，所以只保留 `causeCode`。";

    /// The complete reply did not arrive in time.
    Timeout "ERR_TIMEOUT" {
        /// The endpoint that was called, or the path; `tokens`, if a source of tokens took too
        /// long.
        endpoint: String,
        /// Whether the same request can succeed later. Never resend a request that holds a code.
        retryable: bool,
    }
        answers 504 "server",
        zh "没有在限定时间内收到完整的响应。";

    /// This host refuses to compile WebAssembly: see `hint`.
    WasmUnavailable "ERR_WASM_UNAVAILABLE" {
        /// What the host said.
        reason: String,
        /// What to do.
        hint: LocalizedText,
    }
        answers 500 "server",
        zh "运行环境拒绝编译 WebAssembly，见 `hint`。";

    /// A bug of this package. The instance was replaced: the next call works.
    Internal "ERR_INTERNAL"
        answers 500 "server",
        zh "本包的缺陷。实例已更换，下一次调用会恢复正常。";
}
