//! From a table of users to groups of one person each.

use alloc::vec;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::seen::is_blank;
use crate::error::Error;

/// A user of an app, as a table has them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AccountRow<'a> {
    /// The app.
    pub appid: &'a str,
    /// The user in it.
    pub openid: &'a str,
    /// The user across apps, where it is known. A blank one counts as unknown, and so does one that
    /// equals the openid.
    pub unionid: Option<&'a str>,
}

/// The people in a table. Rows are named by their places in it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Links {
    /// One person each.
    #[serde(serialize_with = "flat")]
    pub groups: Vec<Person>,
    /// What contradicts each other.
    pub conflicts: Vec<LinkConflict>,
}

/// What is known of one person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person(
    /// A row with the unionid, if there is one.
    pub Option<usize>,
    /// All rows of the person, in the order of their ids.
    pub Vec<usize>,
);

/// One list of numbers for all: how many rows, the row with the unionid or -1, the rows. A million
/// small lists would keep JavaScript's garbage collector busy for longer than all the rest takes.
fn flat<S: Serializer>(groups: &[Person], serializer: S) -> Result<S::Ok, S::Error> {
    let numbers = groups.iter().flat_map(|Person(unionid, rows)| {
        let unionid = unionid.map_or(-1, |row| row as i64);
        [rows.len() as i64, unionid].into_iter().chain(rows.iter().map(|row| *row as i64))
    });
    serializer.collect_seq(numbers)
}

/// Rows that contradict each other.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "conflict", content = "rows", rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkConflict {
    /// One user of an app with several unionids: a row for each. The user is in no group, and links
    /// nothing.
    TwoUnionids(Vec<usize>),
    /// Several users of one app with one unionid: a row for each. That unionid links no rows: each
    /// of these users is in a separate group, without it.
    TwoOpenids(Vec<usize>),
    /// The openid of one row is the unionid of another user: a row of each. Somebody stored
    /// `unionid || openid` as the openid. The user of the first is in no group, and links nothing.
    OpenidIsUnionid(Vec<usize>),
}

/// Puts rows of one person together: those of one user of an app, and those of one unionid.
///
/// A user of an app who has two unionids is in `conflicts`, is in no group, and links nothing:
/// often the app was bound to another Open Platform account, which changes all unionids. A unionid
/// that several users of one app have links no rows. An openid that is another user's unionid is
/// not an openid, and links nothing. The order of the rows changes nothing but which of several
/// equal rows is named. It takes time in proportion to n log n.
///
/// # Errors
///
/// [`Error::InvalidArgument`], with the place of the row, if an appid or openid is blank.
pub fn link_identities(rows: &[AccountRow<'_>]) -> Result<Links, Error> {
    let (users, unionids) = users_and_unionids(rows)?;
    let mut conflicts = Vec::new();
    let users = users_without_conflict(&users, &unionids, &mut conflicts);
    let groups = people(&users, &mut conflicts);
    Ok(Links { groups, conflicts })
}

/// Each row by its user, and each row with a unionid by that, both in order.
fn users_and_unionids<'a>(rows: &[AccountRow<'a>]) -> Result<(Vec<Id<'a>>, Vec<Id<'a>>), Error> {
    let mut users = Vec::with_capacity(rows.len());
    let mut unionids = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        for (name, value) in [("appid", row.appid), ("openid", row.openid)] {
            if is_blank(value) {
                let error = Error::invalid_argument(name, "must be a non-empty string");
                return Err(error.at_index(index));
            }
        }
        let unionid = row.unionid.filter(|it| !is_blank(it));
        if let Some(unionid) = unionid {
            unionids.push((unionid, row.appid, Some(row.openid), index));
        }
        let unionid = unionid.filter(|it| *it != row.openid);
        users.push((row.appid, row.openid, unionid, index));
    }
    Ok((in_order(users), in_order(unionids)))
}

/// The rows of each user whose own rows agree, in the order of the users' ids. The last row of a
/// user has the unionid, if any row has it.
fn users_without_conflict<'a, 'b>(
    users: &'b [Id<'a>],
    unionids: &[Id<'a>],
    conflicts: &mut Vec<LinkConflict>,
) -> Vec<&'b [Id<'a>]> {
    // A row of another user that has this openid as its unionid.
    let other = |appid, openid| {
        let start = unionids.partition_point(|row| row.0 < openid);
        let same = unionids[start..].iter().take_while(|row| row.0 == openid);
        same.map(|row| (row.1, row.2, row.3)).find(|row| (row.0, row.1) != (appid, Some(openid)))
    };
    let mut without_conflict = Vec::with_capacity(users.len());
    for user in users.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        // Rows without a unionid come first.
        let (appid, openid, _, row) = user[user.len() - 1];
        if let Some((.., other)) = other(appid, openid) {
            conflicts.push(LinkConflict::OpenidIsUnionid(vec![row, other]));
            continue;
        }
        let unionids = user.chunk_by(|a, b| a.2 == b.2).filter(|same| same[0].2.is_some());
        let unionids: Vec<usize> = unionids.map(|same| same[0].3).collect();
        if unionids.len() > 1 {
            conflicts.push(LinkConflict::TwoUnionids(unionids));
            continue;
        }
        without_conflict.push(user);
    }
    without_conflict
}

/// Users of one unionid are one person, unless an app has two of them.
fn people(users: &[&[Id<'_>]], conflicts: &mut Vec<LinkConflict>) -> Vec<Person> {
    let last = |user: usize| users[user][users[user].len() - 1];
    let all = |user: usize| users[user].iter().map(|row| row.3);
    let mut linked = Vec::with_capacity(users.len());
    for user in 0..users.len() {
        if let (appid, openid, Some(unionid), _) = last(user) {
            linked.push((unionid, appid, Some(openid), user));
        }
    }
    let linked = in_order(linked);

    let mut groups: Vec<Option<Person>> =
        (0..users.len()).map(|user| Some(Person(None, all(user).collect()))).collect();
    for person in linked.chunk_by(|a, b| a.0 == b.0) {
        let before = conflicts.len();
        for same in person.chunk_by(|a, b| a.1 == b.1).filter(|same| same.len() > 1) {
            conflicts.push(LinkConflict::TwoOpenids(
                same.iter().map(|(.., user)| last(*user).3).collect(),
            ));
        }
        if conflicts.len() > before {
            continue;
        }
        for (.., user) in person {
            groups[*user] = None;
        }
        let (.., first) = person[0];
        let rows = person.iter().flat_map(|(.., user)| all(*user)).collect();
        groups[first] = Some(Person(Some(last(first).3), rows));
    }
    groups.into_iter().flatten().collect()
}

/// Texts to sort by, and a place in another list.
type Id<'a> = (&'a str, &'a str, Option<&'a str>, usize);

/// Sorts by merging, the pairs first, then fours, and so on. A slice's own sort is ten times the
/// code, and a heap, which is as small as this, jumps about in memory.
fn in_order(mut list: Vec<Id<'_>>) -> Vec<Id<'_>> {
    let mut merged = Vec::with_capacity(list.len());
    let mut width = 1;
    while width < list.len() {
        for pair in list.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
                if b < a {
                    merged.push(*b);
                    right = right_rest;
                } else {
                    merged.push(*a);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        core::mem::swap(&mut list, &mut merged);
        merged.clear();
        width *= 2;
    }
    list
}
