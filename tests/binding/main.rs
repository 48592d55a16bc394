//! The binding, called as the package calls it: in Node and in browsers, which have what it is
//! bound to.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::result_large_err, reason = "a test moves few of them")]

mod crossing;
mod decrypt;
mod desk;
mod diagnose;
mod endpoints;
mod identity;
mod pages;
mod push;
mod signature;

use include_dir::{Dir, include_dir};
use js_sys::Object;
use wasm_bindgen_test::wasm_bindgen_test;

static SOURCE: &str = include_str!("../../src/wasm.rs");
static MORE_SOURCES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/wasm");

/// What the runner puts before the path of a test.
const TEST: &str = "__wbgt__binding::";

/// A test of an export begins with its name, or is in a module of that name.
#[wasm_bindgen_test]
fn every_export_has_a_test() {
    let exports = exports();
    assert!(exports.len() >= 16, "{exports:?}");
    let names = Object::keys(&wasm_bindgen::exports().into());
    let names: Vec<String> = names.iter().filter_map(|name| name.as_string()).collect();
    let tests: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix(TEST)).collect();
    let is_tested = |export: &&str| {
        let begins_with_it =
            |part: &str| part == *export || part.starts_with(&format!("{export}_"));
        tests.iter().flat_map(|test| test.split("::")).any(begins_with_it)
    };
    let (_, untested): (Vec<&str>, Vec<_>) = exports.into_iter().partition(is_tested);
    assert!(untested.is_empty(), "{untested:?} in {tests:?}");
}

/// The functions that JavaScript sees.
fn exports() -> Vec<&'static str> {
    let files = MORE_SOURCES.files().filter_map(|file| file.contents_utf8());
    let items = files.chain([SOURCE]).flat_map(|text| text.split("\n#[wasm_bindgen").skip(1));
    items.filter_map(|item| Some(item.split_once("\npub fn ")?.1.split_once('(')?.0)).collect()
}
