//! Which change of the core is on in this process: the one that `MUTANT` numbers. With
//! `MUTANTS_REACHED`, a file, none is, and the file lists the changes that the process came by.

use std::collections::HashSet;
use std::env;
use std::fs::File;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex};

static ON: LazyLock<Option<u32>> =
    LazyLock::new(|| Some(env::var("MUTANT").ok()?.parse().expect("a number")));

static REACHED: LazyLock<Option<Mutex<(HashSet<u32>, File)>>> = LazyLock::new(|| {
    let file = File::create(env::var_os("MUTANTS_REACHED")?).expect("a new file");
    Some(Mutex::new((HashSet::new(), file)))
});

/// Whether it is this one.
pub fn is(mutant: u32) -> bool {
    if let Some(reached) = &*REACHED {
        let (seen, file) = &mut *reached.lock().expect("no panic in here");
        if seen.insert(mutant) {
            writeln!(file, "{mutant}").expect("room in the file");
        }
    }
    *ON == Some(mutant)
}

/// The values of one of several iterators.
pub struct Values<'a, T>(Box<dyn Iterator<Item = T> + 'a>);

impl<'a, T> Values<'a, T> {
    /// Those of this one.
    pub fn of(values: impl Iterator<Item = T> + 'a) -> Self {
        Self(Box::new(values))
    }
}

impl<T> Iterator for Values<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next()
    }
}
