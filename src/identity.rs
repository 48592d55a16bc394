//! From what WeChat said to one identity: who the user is in an app, and across apps.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

#[cfg(feature = "generate")]
use crate::arguments::ArgumentType;
use crate::error::Error;

mod link;
mod resolver;
pub(crate) mod rules;
mod seen;
#[cfg(test)]
mod tests;
#[cfg(feature = "generate")]
pub(crate) mod texts;

pub use link::{AccountRow, LinkConflict, Links, Person, link_identities};
pub use rules::{IdentitySource, MissingUnionid, UnionidNeed};
use seen::Seen;

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

#[cfg(feature = "generate")]
impl IdentityFact {
    /// What it holds, by the names in JavaScript.
    pub(crate) const FIELDS: &'static [(&'static str, ArgumentType)] = &[
        ("source", ArgumentType::Text),
        ("appid", ArgumentType::Text),
        ("openid", ArgumentType::Maybe(&ArgumentType::Text)),
        ("value", ArgumentType::Any),
    ];
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
/// A text that is blank is absent, and so is a unionid that one of the facts has as an openid.
/// Where facts contradict each other, WeChat's reply to a login counts most. Next comes what WeChat
/// says about a user that the caller named. Last comes data that passed through the client, who can
/// change it. Contradictions are in `conflicts`. Where two of the same weight contradict each
/// other, the value is `null`. Apart from which app is the first, the order of the facts changes
/// nothing.
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
    let shared: Vec<_> = facts.iter().filter_map(seen::shared).collect();
    for fact in &shared {
        seen.push(Seen::of(fact)?);
    }
    Ok(resolver::resolve(seen))
}
