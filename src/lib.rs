//! Who is this WeChat (微信) user, and can the data that says so be trusted?
//!
//! A mini program's back end exchanges a login code for a `session_key`, and with it opens what the
//! client sends as `encryptedData` and `iv`. This crate does both, strictly:
//!
//! - [`api`] makes requests to WeChat's identity APIs, and reads the replies; [`explain`] says what
//!   an errcode means.
//! - [`decrypt`] opens, parses and checks; [`Decrypted::payload`] types what came out
//!   ([`Payload`]).
//! - [`resolve_identity`] says who the user is, and why there is no unionid; [`link_identities`]
//!   puts a whole table together.
//! - [`MessagePush`] opens what WeChat pushes by itself: who follows, who has taken back what.
//! - [`verify_raw_data`] and [`sign_session`] are the two signatures that a session key makes.
//!
//! It does no I/O, reads no clock and keeps no state: time is an argument, and so is everything
//! else. It cannot prove that the data is unchanged: AES-CBC has no authentication
//! code ([`decrypt`] says what follows from that).
//!
//! ```
//! use wx_unionid::{DecryptInput, UserInfo, decrypt};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let encrypted_data = "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==";
//! let decrypted = decrypt(&DecryptInput {
//!     appid: "wx4f4bc4dec97d474b".into(),
//!     session_key: "tiihtNczf5v6AKRyjwEUhQ==".into(),
//!     encrypted_data,
//!     iv: "r7BXXKkLb8qrSNn05n0qiA==",
//!     ..DecryptInput::default()
//! })?;
//! assert_eq!(decrypted.payload::<UserInfo>()?.open_id, "oGZUI0egBJY1zhBYw2KhdUfwVJJE");
//! # Ok(())
//! # }
//! ```

// With std, the wasm would carry the messages of panics: 8 kB more of it (gzip).
#![cfg_attr(not(any(test, feature = "generate")), no_std)]

extern crate alloc;

pub mod api;
mod arguments;
mod diagnosis;
mod encoded_text;
mod errcode;
mod error;
#[cfg(feature = "generate")]
#[doc(hidden)]
pub mod generate;
mod http;
mod identity;
mod kind;
mod one_or_many;
mod open_data;
mod push;
mod secret;
mod signature;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm;
mod watermark;
mod wire_text;

pub use diagnosis::{
    DiagnoseRawDataInput, Diagnosis, DiagnosisCause, DiagnosisConfidence, DiagnosisField,
    DiagnosisFinding, DiagnosisStep, DiagnosisStepName, diagnose, diagnose_raw_data,
};
pub use encoded_text::{Damage, DecryptField, MAX_TEXT_BYTES, Repair};
pub use errcode::{ErrcodeCategory, ErrcodeExplanation, LocalizedText, explain};
pub use error::{ApiError, Error, ReplyProblem};
pub use http::{HttpMethod, HttpRequest, MAX_REPLY_BYTES, ORIGIN, Parameter, Reply};
pub use identity::{
    AccountRow, AppUser, Identity, IdentityConflict, IdentityConflictKind, IdentityFact,
    IdentityFlag, IdentitySource, IdentitySources, LinkConflict, Links, MAX_FACTS, Missing,
    MissingUnionid, Next, Person, UnionidNeed, link_identities, resolve_identity,
};
pub use kind::Kind;
pub use one_or_many::OneOrMany;
pub use open_data::payload::*;
pub use open_data::{
    DecryptInput, Decrypted, decrypt, decrypt_group_enter_info, decrypt_private_message,
};
pub use push::{
    MessagePush, OpenedPush, PushAnswer, PushCause, PushConfig, PushDiagnosis, PushDiagnosisStep,
    PushField, PushFinding, PushFormat, PushMode, PushQuery, PushStep, diagnose_push,
};
pub use secret::{
    AccessToken, AppSecret, ComponentAccessToken, LoginCode, MAX_SESSION_KEYS, OauthCode,
    PhoneCode, PluginCode, RefreshToken, SessionKey, SessionKeyText, UserAccessToken,
};
pub use signature::{
    SignPaymentInput, SignSessionInput, SignVoipInput, VerifyRawDataInput, sign_payment,
    sign_session, sign_voip, verify_raw_data,
};
pub use watermark::Watermark;
pub use wx_unionid_json::Json;
