//! What fuzzing has kept: each input of `fuzz/corpus`, once more.

use std::fs;
use std::path::Path;

use crate::fuzz::TARGETS;

#[test]
fn what_was_found_by_fuzzing_still_holds() {
    for (target, check) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let files: Vec<_> = fs::read_dir(folder).expect("a corpus").collect();
        assert!(files.len() > 20, "{target}");
        for file in files {
            check(&fs::read(file.expect("a file").path()).expect("bytes"));
        }
    }
}
