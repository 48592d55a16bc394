//! From a table of users to groups of one person each.

use alloc::collections::BinaryHeap;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;

use super::is_blank;
use crate::error::Error;

/// A user of an app, as a table has them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AccountRow<'a> {
    /// The app.
    pub appid: &'a str,
    /// The user in it.
    pub openid: &'a str,
    /// The user across apps, where it is known. A blank one is not.
    pub unionid: Option<&'a str>,
}

/// The people in a table. Rows are named by their places in it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Links {
    /// One person each.
    pub groups: Vec<Person>,
    /// What contradicts each other.
    pub conflicts: Vec<LinkConflict>,
}

/// What is known of one person.
// A tuple, because a million of them cross to JavaScript.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Person(
    /// A row with the unionid, if there is one.
    pub Option<usize>,
    /// A row for each user of an app, in the order of their ids.
    pub Vec<usize>,
);

/// Rows that contradict each other.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "conflict", content = "rows", rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkConflict {
    /// One user of an app with several unionids: a row for each. The user is in no group, and links nothing.
    TwoUnionids(Vec<usize>),
    /// Several users of one app with one unionid: a row for each. They are in one group all the same.
    TwoOpenids(Vec<usize>),
}

/// Puts rows of one person together: those of one user of an app, and those of one unionid.
///
/// A user of an app who has two unionids is in `conflicts`, is in no group, and links nothing: often the app was
/// bound to another Open Platform account, which changes all unionids. The order of the rows changes nothing but
/// which of several equal rows is named. It takes time in proportion to n log n.
///
/// # Errors
///
/// [`Error::InvalidArgument`], with the place of the row, if an appid or openid is blank.
pub fn link_identities(rows: &[AccountRow<'_>]) -> Result<Links, Error> {
    let mut sorted = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        for (name, value) in [("appid", row.appid), ("openid", row.openid)] {
            if is_blank(value) {
                let error = Error::invalid_argument(name, "must be a string that is not empty");
                return Err(error.at_index(index));
            }
        }
        let unionid = row.unionid.filter(|unionid| !is_blank(unionid));
        sorted.push((row.appid, row.openid, unionid, index));
    }
    // A heap sorts in a tenth of the code that a slice does.
    let sorted = BinaryHeap::from(sorted).into_sorted_vec();

    let mut conflicts = Vec::new();
    let mut groups = Vec::new();
    // The groups that have a unionid.
    let mut linked = Vec::new();
    for user in sorted.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let unionids = user.chunk_by(|a, b| a.2 == b.2).filter(|same| same[0].2.is_some());
        let unionids: Vec<usize> = unionids.map(|same| same[0].3).collect();
        if unionids.len() > 1 {
            conflicts.push(LinkConflict::TwoUnionids(unionids));
            continue;
        }
        // Rows without a unionid come first.
        let (_, _, unionid, row) = user[user.len() - 1];
        if let Some(unionid) = unionid {
            linked.push((unionid, groups.len(), row));
        }
        groups.push(Some(Person(unionid.map(|_| row), vec![row])));
    }

    let linked = BinaryHeap::from(linked).into_sorted_vec();
    for person in linked.chunk_by(|a, b| a.0 == b.0) {
        for same in person.chunk_by(|a, b| rows[a.2].appid == rows[b.2].appid) {
            if same.len() > 1 {
                let named = same.iter().map(|(_, _, row)| *row).collect();
                conflicts.push(LinkConflict::TwoOpenids(named));
            }
        }
        let [(_, first, row), others @ ..] = person else { continue };
        if others.is_empty() {
            continue;
        }
        for (_, group, _) in others {
            groups[*group] = None;
        }
        let all = person.iter().map(|(_, _, row)| *row).collect();
        groups[*first] = Some(Person(Some(*row), all));
    }
    Ok(Links { groups: groups.into_iter().flatten().collect(), conflicts })
}
