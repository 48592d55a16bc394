//! From what WeChat said to one identity: who the user is in an app, and across apps.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;

#[cfg(feature = "generate")]
use crate::arguments::Sort;
use crate::error::Error;
use crate::json::{Object, string, whole};
use crate::kind::Kind;

mod link;
pub(crate) mod rules;
#[cfg(test)]
mod tests;
#[cfg(feature = "generate")]
pub(crate) mod texts;

pub use link::{AccountRow, LinkConflict, Links, Person, link_identities};
pub use rules::{IdentitySource, MissingUnionid, UnionidNeed};
use rules::{LOGIN_INSTEAD, NEXT, Rule, TRUSTS, Trust, rule};

/// The most facts that are looked at in one call.
pub const MAX_FACTS: usize = 100;

/// Something that WeChat said about the user.
///
/// It may hold secrets (`session_key`, tokens), so it has no `Debug`.
pub struct IdentityFact {
    /// Where it is from.
    pub source: IdentitySource,
    /// The app that was asked, or that the data is for.
    pub appid: String,
    /// The user that was asked about: for [`IdentitySource::GetPaidUnionId`], whose reply does not
    /// say it.
    pub openid: Option<String>,
    /// What the source gave: the text of a JSON object.
    pub value: String,
}

/// Who a user is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename = "IdentityFields", optional_fields))]
pub struct Identity {
    /// The app of the first fact. `null` if there is no fact.
    #[cfg_attr(feature = "generate", ts(optional = false))]
    pub appid: Option<String>,
    /// The user in this app. Together with `appid`, it identifies an account and never changes.
    /// `null` if no fact has it, or if facts contradict each other.
    #[cfg_attr(feature = "generate", ts(optional = false))]
    pub openid: Option<String>,
    /// The user across the apps of one Open Platform account. `null` if WeChat returned none: it
    /// may come later. It is never an openid, and never the unionid of a snapshot page.
    #[cfg_attr(feature = "generate", ts(optional = false))]
    pub unionid: Option<String>,
    /// Why there is no unionid. Absent if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// Ways to get the unionid, the best first. Empty if it is there.
    pub next: Vec<Next>,
    /// Where each value comes from.
    pub sources: IdentitySources,
    /// All users that the facts name, including those of conflicts, in the order of their ids.
    pub identities: Vec<AppUser>,
    /// Contradictions. Do not merge accounts while there are any.
    pub conflicts: Vec<IdentityConflict>,
    /// What else there is to know.
    pub flags: Vec<IdentityFlag>,
}

/// Why there is no unionid.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename = "MissingFields", optional_fields))]
pub struct Missing {
    /// By name.
    pub reason: MissingUnionid,
    /// The source that could have returned it, or that never returns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<IdentitySource>,
    /// The app that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
}

/// A way to get the unionid.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS), ts(rename = "NextFields"))]
pub struct Next {
    /// What to call.
    pub source: IdentitySource,
    /// What it needs.
    pub needs: &'static [UnionidNeed],
}

/// The sources of each value, in the order of the table.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct IdentitySources {
    /// The sources of `openid`.
    pub openid: Vec<IdentitySource>,
    /// The sources of `unionid`.
    pub unionid: Vec<IdentitySource>,
}

/// A user of an app.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
pub struct AppUser {
    /// The app.
    pub appid: String,
    /// The user in it.
    pub openid: String,
}

/// Facts that contradict each other.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(
    feature = "generate",
    derive(ts_rs::TS),
    ts(rename = "IdentityConflictFields", optional_fields)
)]
pub struct IdentityConflict {
    /// What kind of contradiction it is.
    pub conflict: IdentityConflictKind,
    /// The app of the facts. Absent for `two_unionids`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// The values: for `other_app` the appid that the data names, else the openids or unionids.
    pub values: Vec<String>,
}

/// A kind of contradiction.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum IdentityConflictKind {
    /// The data names another app. Nothing of it counts.
    OtherApp,
    /// One app, and two openids.
    TwoOpenids,
    /// One user, and two unionids.
    TwoUnionids,
}

/// Something to know about an identity.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "generate", derive(ts_rs::TS))]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum IdentityFlag {
    /// The name or the avatar is the one that WeChat gives to everybody (微信用户, the grey avatar,
    /// `is_demote`), or the name is blank, as userInfo has it since 2021-12-27.
    AnonymousProfile,
    /// A snapshot page (快照页): openid, unionid, name and avatar are of a virtual account. Store none
    /// of them.
    SnapshotUser,
}

/// Says who the user is that these facts are about, by the rules that WeChat has today.
///
/// A text that is blank is absent, and so is a unionid that is the openid next to it. Where facts
/// contradict each other, WeChat's reply to a login counts most. Next comes what WeChat says about
/// a user that the caller named. Last comes data that passed through the client, who can change it.
/// Contradictions are in `conflicts`. Where two of the same weight contradict each other, the value
/// is `null`. Apart from which app is the first, the order of the facts changes nothing.
///
/// That the facts are about one user is for the caller to know: nothing in them proves it.
///
/// # Errors
///
/// [`Error::InvalidArgument`], with the place in the list, for a value that is no JSON object, for
/// an appid that is blank, and for a reply of getPaidUnionId without the openid that was asked
/// about; more than [`MAX_FACTS`].
pub fn resolve_identity(facts: &[IdentityFact]) -> Result<Identity, Error> {
    if facts.len() > MAX_FACTS {
        return Err(Error::invalid_argument("facts", "must hold at most 100 entries"));
    }
    let mut seen = Vec::with_capacity(facts.len());
    for (index, fact) in facts.iter().enumerate() {
        seen.push(Seen::of(fact).map_err(|error| error.at_index(index))?);
    }
    let shared: Vec<IdentityFact> = facts.iter().filter_map(shared).collect();
    for fact in &shared {
        seen.push(Seen::of(fact)?);
    }
    Ok(resolve(seen))
}

/// Of headers of cloud hosting, where one app uses another's resources: what they say of the user
/// in that other app.
fn shared(fact: &IdentityFact) -> Option<IdentityFact> {
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
struct Seen<'a> {
    rule: &'static Rule,
    appid: &'a str,
    openid: Option<String>,
    unionid: Option<String>,
    /// Why it says no unionid.
    reason: MissingUnionid,
    /// The app that it names, if that is another.
    other_app: Option<String>,
    is_snapshot: bool,
    is_anonymous: bool,
}

#[cfg(feature = "generate")]
impl IdentityFact {
    /// What it holds, by the names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, Sort)] = &[
        ("source", Sort::Text),
        ("appid", Sort::Text),
        ("openid", Sort::Maybe(&Sort::Text)),
        ("value", Sort::Any),
    ];
}

impl<'a> Seen<'a> {
    fn of(fact: &'a IdentityFact) -> Result<Self, Error> {
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

    fn set_aside(&mut self, reason: MissingUnionid) {
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

fn resolve(mut seen: Vec<Seen<'_>>) -> Identity {
    let mut findings = Findings::default();
    findings.list_users(&mut seen);

    let appid = seen.first().map(|fact| fact.appid);
    let mut appids = Vec::new();
    for fact in &seen {
        insert(&mut appids, fact.appid);
    }
    let mut openid = None;
    for app in appids {
        let user = findings.decide_user(app, &mut seen);
        if Some(app) == appid {
            openid = user;
        }
    }

    let said: Vec<_> = seen.iter().map(|fact| (fact.rule.trust, fact.unionid.as_ref())).collect();
    let (unionid, all) = decide(&said);
    let missing = unionid.is_none().then(|| missing(&seen, &all));
    findings.note_conflict(IdentityConflictKind::TwoUnionids, None, all);

    let mut sources = IdentitySources::default();
    for fact in &seen {
        let source = fact.rule.source;
        if openid.is_some() && Some(fact.appid) == appid && fact.openid == openid {
            insert(&mut sources.openid, source);
        }
        if unionid.is_some() && fact.unionid == unionid {
            insert(&mut sources.unionid, source);
        }
    }
    let Findings { identities, conflicts, flags } = findings;
    Identity {
        appid: appid.map(Into::into),
        openid,
        unionid,
        next: missing.map_or_else(Vec::new, |(reason, fact)| next(reason, fact)),
        missing: missing.map(|(reason, fact)| Missing {
            reason,
            source: fact.map(|fact| fact.rule.source),
            appid: fact.map(|fact| fact.appid.into()),
        }),
        sources,
        identities,
        conflicts,
        flags,
    }
}

/// What the passes over the facts find, beside the two ids.
#[derive(Default)]
struct Findings {
    identities: Vec<AppUser>,
    conflicts: Vec<IdentityConflict>,
    flags: Vec<IdentityFlag>,
}

impl Findings {
    /// Lists all users that are named, and sets aside what is about another app.
    fn list_users(&mut self, seen: &mut [Seen<'_>]) {
        for fact in seen {
            if fact.is_anonymous {
                insert(&mut self.flags, IdentityFlag::AnonymousProfile);
            }
            if let Some(other) = fact.other_app.take() {
                let appid = Some(fact.appid.into());
                let conflict = IdentityConflictKind::OtherApp;
                insert(
                    &mut self.conflicts,
                    IdentityConflict { conflict, appid, values: vec![other] },
                );
                fact.openid = None;
                fact.set_aside(MissingUnionid::Conflict);
            }
            if let Some(openid) = &fact.openid {
                let user = AppUser { appid: fact.appid.into(), openid: openid.clone() };
                insert(&mut self.identities, user);
            }
        }
    }

    /// Decides who the user of an app is, and sets aside the unionids of other users and of virtual
    /// accounts.
    fn decide_user(&mut self, appid: &str, seen: &mut [Seen<'_>]) -> Option<String> {
        let own = || seen.iter().filter(|fact| fact.appid == appid);
        let said: Vec<_> = own().map(|fact| (fact.rule.trust, fact.openid.as_ref())).collect();
        let (openid, all) = decide(&said);
        let snapshot: Vec<String> =
            own().filter(|fact| fact.is_snapshot).filter_map(|fact| fact.openid.clone()).collect();
        self.note_conflict(IdentityConflictKind::TwoOpenids, Some(appid), all);
        for fact in seen.iter_mut().filter(|fact| fact.appid == appid) {
            if fact.openid.is_some() && fact.openid != openid {
                fact.set_aside(MissingUnionid::Conflict);
            }
            // A later reply about the same virtual account does not say again that it is one.
            if fact.is_snapshot || fact.openid.as_ref().is_some_and(|it| snapshot.contains(it)) {
                insert(&mut self.flags, IdentityFlag::SnapshotUser);
                fact.reason = MissingUnionid::SnapshotUser;
                fact.set_aside(MissingUnionid::SnapshotUser);
            }
        }
        openid
    }

    fn note_conflict(
        &mut self,
        conflict: IdentityConflictKind,
        appid: Option<&str>,
        values: Vec<String>,
    ) {
        if values.len() > 1 {
            let appid = appid.map(Into::into);
            insert(&mut self.conflicts, IdentityConflict { conflict, appid, values });
        }
    }
}

/// Why there is no unionid, and the fact that says so.
fn missing<'a, 'b>(
    seen: &'b [Seen<'a>],
    unionids: &[String],
) -> (MissingUnionid, Option<&'b Seen<'a>>) {
    // Two of the same weight are always a conflict.
    if !unionids.is_empty() {
        return (MissingUnionid::Conflict, None);
    }
    let first = seen.iter().min_by_key(|fact| (fact.reason, fact.rule.source, fact.appid));
    first.map_or((MissingUnionid::NotAsked, None), |fact| (fact.reason, Some(fact)))
}

/// The one value of the highest trust that says any, and all of them, sorted.
fn decide(said: &[(Trust, Option<&String>)]) -> (Option<String>, Vec<String>) {
    let mut all = Vec::new();
    for (_, value) in said {
        if let Some(value) = value {
            insert(&mut all, String::clone(value));
        }
    }
    for trust in TRUSTS {
        let mut values = said.iter().filter(|(of, _)| *of == trust).filter_map(|(_, value)| *value);
        if let Some(first) = values.next() {
            let is_one = values.all(|value| value == first);
            return (is_one.then(|| first.clone()), all);
        }
    }
    (None, all)
}

fn next(reason: MissingUnionid, fact: Option<&Seen<'_>>) -> Vec<Next> {
    let of = fact.map_or(IdentitySource::Code2Session, |fact| fact.rule.source);
    let again = if LOGIN_INSTEAD.contains(&of) { IdentitySource::Code2Session } else { of };
    let ways = NEXT.iter().find(|(it, _)| *it == reason).and_then(|(_, ways)| *ways);
    let ways = ways.unwrap_or(core::slice::from_ref(&again)).iter();
    ways.map(|&source| {
        let source = on_behalf(source, of);
        Next { source, needs: rule(source, None).needs }
    })
    .collect()
}

/// Who is asked on behalf of an app goes on so.
fn on_behalf(source: IdentitySource, of: IdentitySource) -> IdentitySource {
    match (source, of) {
        (
            IdentitySource::SnsAccessToken,
            IdentitySource::ThirdpartySnsAccessToken | IdentitySource::ThirdpartySnsRefreshToken,
        ) => IdentitySource::ThirdpartySnsAccessToken,
        _ => source,
    }
}

/// Puts a value into a sorted list, once.
fn insert<T: Ord>(list: &mut Vec<T>, value: T) {
    if let Err(at) = list.binary_search(&value) {
        list.insert(at, value);
    }
}

/// A text that is not blank.
#[inline(never)]
fn text(object: &Object<'_>, name: &str) -> Option<String> {
    string(object.get(name)?).filter(|text| !is_blank(text)).map(Cow::into_owned)
}

/// The same of a header.
fn header(headers: &Object<'_>, name: &str) -> Option<String> {
    string(header_json(headers, name)?).filter(|text| !is_blank(text)).map(Cow::into_owned)
}

/// A header, whose name has no case.
fn header_json<'a>(headers: &Object<'a>, name: &str) -> Option<&'a str> {
    let mut fields = headers.fields().iter();
    let field = fields.find(|field| field.key().eq_ignore_ascii_case(name.as_bytes()))?;
    Some(field.value())
}

/// Also true of a missing value that was turned into a text.
fn is_blank(text: &str) -> bool {
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
