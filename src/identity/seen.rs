//! What one fact says of the user, before it is weighed against the others.

use alloc::borrow::Cow;
use alloc::string::String;

use wx_unionid_json::{Field, Object, string, whole};

use super::IdentityFact;
use super::rules::{IdentitySource, MissingUnionid, Rule, rule};
use crate::error::Error;
use crate::kind::Kind;
use crate::wire_text::is_wire_text;

/// Of headers of cloud hosting, where one app uses another's resources: what they say of the user
/// in that other app.
pub(super) fn shared(fact: &IdentityFact) -> Option<IdentityFact> {
    let source = IdentitySource::CloudHostingHeaders;
    let headers = Object::parse(&fact.value).filter(|_| fact.source == source)?;
    let appid = header(&headers, "x-wx-from-appid")?;
    let ids = ["openid", "unionid"].map(|name| {
        let id = header_json(&headers, &["x-wx-from-", name].concat()).unwrap_or("null");
        [r#""x-wx-"#, name, r#"":"#, id].concat()
    });
    Some(IdentityFact { source, appid, openid: None, value: ["{", &ids.join(","), "}"].concat() })
}

/// What is to be known of a fact.
pub(super) struct Seen<'a> {
    pub(super) rule: &'static Rule,
    pub(super) appid: &'a str,
    pub(super) openid: Option<String>,
    pub(super) unionid: Option<String>,
    /// Why it says no unionid.
    pub(super) reason: MissingUnionid,
    /// The app that it names, if that is another.
    pub(super) other_app: Option<String>,
    pub(super) is_snapshot: bool,
    pub(super) is_anonymous: bool,
}

impl<'a> Seen<'a> {
    pub(super) fn of(fact: &'a IdentityFact) -> Result<Self, Error> {
        if is_blank(&fact.appid) {
            return Err(Error::invalid_argument("appid", "must be a non-empty string"));
        }
        let reply = reply(fact)?;
        let Ids { kind, appid, openid, unionid, is_authorization } = Ids::of(fact, &reply)?;
        let rule = rule(fact.source, kind);
        let errcode = reply.get("errcode").and_then(whole).unwrap_or_default();
        let has_failed = errcode != 0;
        let may_have_unionid = !rule.needs.is_empty() || is_authorization;
        let is_known =
            !has_failed && (fact.source != IdentitySource::Decrypt || !rule.needs.is_empty());
        Ok(Self {
            rule,
            appid: &fact.appid,
            reason: reason(rule, &reply, errcode, openid.is_some()),
            // Where there can be none, what stands there was put there: `unionid || openid`, for
            // one.
            unionid: unionid
                .filter(|it| !has_failed && may_have_unionid && Some(it) != openid.as_ref()),
            openid: openid.filter(|_| is_known),
            other_app: appid.filter(|appid| *appid != fact.appid),
            is_snapshot: matches!(reply.get("is_snapshotuser"), Some("1" | "true" | r#""1""#)),
            is_anonymous: is_anonymous(&reply),
        })
    }

    pub(super) fn set_aside(&mut self, reason: MissingUnionid) {
        if self.unionid.take().is_some() {
            self.reason = reason;
        }
    }
}

/// The object that WeChat sent: what `decrypt` and `open` answer has it inside.
fn reply(fact: &IdentityFact) -> Result<Object<'_>, Error> {
    let object = |text| {
        Object::parse(text)
            .ok_or_else(|| Error::invalid_argument("value", "must be a readable object"))
    };
    let mut reply = object(&fact.value)?;
    let layers: &[&str] = match fact.source {
        IdentitySource::Decrypt => &["data", "data"],
        IdentitySource::MessagePush => &["message"],
        _ => &[],
    };
    for layer in layers {
        if let Some(inner) = reply.get(layer).filter(|inner| inner.starts_with('{')) {
            reply = object(inner)?;
        }
    }
    Ok(reply)
}

/// What a value says of the user, before it is weighed.
struct Ids {
    /// The kind of decrypted data.
    kind: Option<Kind>,
    /// The app that the value names.
    appid: Option<String>,
    openid: Option<String>,
    unionid: Option<String>,
    /// Whether it is a push about what the user has authorised.
    is_authorization: bool,
}

impl Ids {
    fn of(fact: &IdentityFact, reply: &Object<'_>) -> Result<Self, Error> {
        let mut kind = None;
        let mut appid = None;
        let mut find: fn(&Object<'_>, &str) -> Option<String> = text;
        let mut is_authorization = false;
        let names = match fact.source {
            IdentitySource::Decrypt => {
                // Callers hand on what they need, so one field has to tell.
                let telling = TELLING.iter().find(|(name, _)| reply.get(name).is_some());
                kind = Some(telling.map_or(Kind::Unknown, |(_, kind)| *kind));
                let watermark = reply.get("watermark").and_then(Object::parse);
                appid = watermark.and_then(|watermark| text(&watermark, "appid"));
                ["openId", "unionId"]
            }
            IdentitySource::GetWXContext => {
                // Anybody can send headers, and nobody can send a context.
                if header_json(reply, "x-wx-openid").is_some() {
                    let problem = "holds request headers: their source is cloudHostingHeaders";
                    return Err(Error::invalid_argument("value", problem));
                }
                appid = text(reply, "APPID");
                ["OPENID", "UNIONID"]
            }
            IdentitySource::CloudHostingHeaders => {
                find = header;
                appid = header(reply, "x-wx-appid");
                ["x-wx-openid", "x-wx-unionid"]
            }
            IdentitySource::MessagePush => {
                let event = text(reply, "Event");
                is_authorization = event.is_some_and(|it| AUTHORIZATION.contains(&&*it));
                if is_authorization {
                    appid = text(reply, "AppID");
                    // The sender is WeChat.
                    ["OpenID", "UnionID"]
                } else {
                    ["FromUserName", ""]
                }
            }
            _ => ["openid", "unionid"],
        };
        let [mut openid, unionid] = names.map(|name| find(reply, name));
        if fact.source == IdentitySource::GetPaidUnionId {
            openid = fact.openid.clone().filter(|openid| !is_blank(openid));
            if openid.is_none() {
                let problem = "must be the openid that getPaidUnionId was called with";
                return Err(Error::invalid_argument("openid", problem));
            }
        }
        Ok(Self { kind, appid, openid, unionid, is_authorization })
    }
}

/// Why a reply says no unionid, should it say none.
fn reason(rule: &Rule, reply: &Object<'_>, errcode: i64, has_openid: bool) -> MissingUnionid {
    match rule.absent.iter().find(|(when, _)| when.holds(reply)) {
        Some((_, reason)) if rule.needs.is_empty() => *reason,
        // A value without an openid is not a reply.
        Some((_, reason)) if errcode == 0 && has_openid => *reason,
        _ if errcode == OPEN_NOT_EXISTS => MissingUnionid::NotBound,
        _ if errcode == API_UNAUTHORIZED && rule.source == IdentitySource::SnsUserInfo => {
            MissingUnionid::ScopeBase
        }
        _ => MissingUnionid::Failed,
    }
}

/// The fields by which decrypted data about a user is recognised.
const TELLING: [(&str, Kind); 3] = [
    ("openId", Kind::UserInfo),
    ("nickName", Kind::UserProfile),
    ("phoneNumber", Kind::PhoneNumber),
];
/// The pushes about what a user has authorised.
const AUTHORIZATION: [&str; 3] =
    ["user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"];

/// WeChat's errcode for an app that is bound to no Open Platform account.
const OPEN_NOT_EXISTS: i64 = 89002;
/// WeChat's errcode for a token of snsapi_base that is used to ask for a profile.
const API_UNAUTHORIZED: i64 = 48001;

/// A text that is not blank.
#[inline(never)]
fn text(object: &Object<'_>, name: &str) -> Option<String> {
    string(object.get(name)?).filter(|text| !is_blank(text)).map(Cow::into_owned)
}

/// The same of a header. Two of one name, which servers join with a comma, are no id.
fn header(headers: &Object<'_>, name: &str) -> Option<String> {
    let text = string(header_json(headers, name)?)?;
    (!is_blank(&text) && is_wire_text(&text)).then(|| text.into_owned())
}

/// A header, whose name has no case.
fn header_json<'a>(headers: &Object<'a>, name: &str) -> Option<&'a str> {
    let is_it = |field: &&Field<'a>| field.key().eq_ignore_ascii_case(name.as_bytes());
    let mut fields = headers.fields().iter().filter(is_it);
    let field = fields.next()?;
    // Of two, the gateway wrote one at most.
    fields.next().is_none().then(|| field.value())
}

/// Also true of a missing value that was turned into a text.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
        || matches!(text, "null" | "NULL" | "undefined" | "None")
}

/// The part of its URL that no other avatar has.
const GREY_AVATAR: &str =
    "POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg";

fn is_anonymous(profile: &Object<'_>) -> bool {
    let has = |names: [&str; 2], test: fn(&str) -> bool| {
        names.iter().filter_map(|name| string(profile.get(name)?)).any(|value| test(&value))
    };
    profile.get("is_demote") == Some("true")
        || has(["nickName", "nickname"], |name| is_blank(name) || name == "微信用户")
        || has(["avatarUrl", "headimgurl"], |url| url.split('/').any(|part| part == GREY_AVATAR))
}
