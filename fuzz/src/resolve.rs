//! What servers and clients say of a user.

use wx_unionid::{Identity, IdentityConflictKind, IdentityFact, IdentitySource, resolve_identity};

use super::input::{assert_silent, text_lines};

/// All of them, in the order of their letters.
pub const SOURCES: [IdentitySource; 15] = [
    IdentitySource::Code2Session,
    IdentitySource::ThirdpartyCode2Session,
    IdentitySource::GetWXContext,
    IdentitySource::CloudHostingHeaders,
    IdentitySource::SnsAccessToken,
    IdentitySource::ThirdpartySnsAccessToken,
    IdentitySource::SnsRefreshToken,
    IdentitySource::ThirdpartySnsRefreshToken,
    IdentitySource::SnsUserInfo,
    IdentitySource::UserInfo,
    IdentitySource::BatchUserInfo,
    IdentitySource::GetPaidUnionId,
    IdentitySource::GetPhoneNumber,
    IdentitySource::MessagePush,
    IdentitySource::Decrypt,
];

/// Facts, each in two lines: a letter for its source (`a` for the first), the appid and the openid;
/// and its value.
///
/// An id is one that a fact has. There is a unionid, or a reason and a way to it. The order of the
/// facts changes nothing but which app is the first.
pub fn resolve(bytes: &[u8]) {
    let Some(([], text)) = text_lines(bytes) else { return };
    let mut facts = facts(text);
    let resolved = resolve_identity(&facts);
    match &resolved {
        Ok(identity) => check(identity, &facts),
        Err(error) => assert_silent(error, facts.iter().map(|fact| &*fact.value)),
    }
    if let Some((_, rest)) = facts.split_first_mut() {
        rest.reverse();
        let again = resolve_identity(&facts);
        assert!(resolved.is_err() && again.is_err() || resolved == again, "{resolved:?} {again:?}");
    }
}

fn facts(text: &str) -> Vec<IdentityFact> {
    let mut lines = text.split('\n');
    let mut facts = Vec::new();
    while let (Some(who), Some(value)) = (lines.next(), lines.next()) {
        let mut words = who.split(' ');
        let letter = words.next().and_then(|it| it.bytes().next()).unwrap_or(b'a');
        facts.push(IdentityFact {
            source: SOURCES[usize::from(letter.wrapping_sub(b'a')) % SOURCES.len()],
            appid: words.next().unwrap_or_default().to_owned(),
            openid: words.next().map(str::to_owned),
            value: value.to_owned(),
        });
    }
    facts
}

fn check(identity: &Identity, facts: &[IdentityFact]) {
    let Identity { appid, openid, unionid, missing, next, sources, .. } = identity;
    assert_eq!(appid.as_deref(), facts.first().map(|fact| &*fact.appid));
    assert_eq!(unionid.is_none(), missing.is_some());
    assert!(unionid.is_none() || next.is_empty());
    for (id, sources) in [(openid, &sources.openid), (unionid, &sources.unionid)] {
        assert_eq!(id.is_none(), sources.is_empty());
        assert!(id.as_ref().is_none_or(|id| !id.trim_ascii().is_empty()));
        assert!(sources.is_sorted() && identity.identities.is_sorted());
    }
    assert!(unionid.is_none() || unionid != openid);
    if let (Some(appid), Some(openid)) = (appid, openid) {
        let is_named = |it: &wx_unionid::AppUser| it.appid == *appid && it.openid == *openid;
        assert!(identity.identities.iter().any(is_named), "{identity:?}");
    }
    for conflict in &identity.conflicts {
        let is_other_app = conflict.conflict == IdentityConflictKind::OtherApp;
        assert!(conflict.values.len() > usize::from(!is_other_app), "{conflict:?}");
    }
}
