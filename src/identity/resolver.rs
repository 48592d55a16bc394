//! Weighs all that the facts say: one pass for each question.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::rules::{IdentitySource, LOGIN_INSTEAD, MissingUnionid, NEXT, TRUSTS, Trust, rule};
use super::seen::Seen;
use super::{
    AppUser, Identity, IdentityConflict, IdentityConflictKind, IdentityFlag, IdentitySources,
    Missing, Next,
};

pub(super) fn resolve(mut seen: Vec<Seen<'_>>) -> Identity {
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
        for fact in seen.iter_mut() {
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
        // `unionid || openid` of one app may have been passed on to another.
        let is_openid = |id: &String| self.identities.iter().any(|user| user.openid == *id);
        for fact in seen {
            fact.unionid = fact.unionid.take().filter(|it| !is_openid(it));
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

/// The ways to a unionid: those of the table for this reason, or else the same source again.
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
