//! `bindgen INPUT.wasm OUT_DIR`: writes `core.js`, `core.d.ts` and `core_bg.wasm`.

use std::env;
use std::error::Error;
use std::path::PathBuf;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(input), Some(out_dir), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: bindgen INPUT.wasm OUT_DIR".into());
    };
    Bindgen::new()
        .input_path(input)
        .out_name("core")
        // One build for every runtime: it takes a compiled module and fetches nothing.
        .web(true)?
        .omit_default_module_path(true)
        // After a trap, an instance cannot be used again.
        .reset_state_function(true)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out_dir)?;
    Ok(())
}
