//! Tests of the public surface, run natively, as wasm in Node and as wasm in browsers.

mod api;
mod arguments;
#[cfg(not(target_arch = "wasm32"))]
mod damage;
mod diagnosis;
mod fixtures;
#[cfg(not(target_arch = "wasm32"))]
#[allow(unreachable_pub, reason = "it is a crate for `cargo fuzz`")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
#[cfg(not(target_arch = "wasm32"))]
mod fuzzed;
#[cfg(not(target_arch = "wasm32"))]
mod identity;
mod malleability;
mod official;
#[cfg(not(target_arch = "wasm32"))]
mod payloads;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod push;
#[cfg(not(target_arch = "wasm32"))]
mod sealed;
mod secrets;
mod signatures;
#[cfg(not(target_arch = "wasm32"))]
mod tampering;
