//! Prints what TypeScript and the documents have of the core, as JSON: `tools/generate.mjs` makes
//! files of it.

fn main() {
    println!("{}", wx_unionid::generate::model());
}
