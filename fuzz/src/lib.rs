//! What must hold of any input whatever. Each target takes the bytes of one, and panics if it does
//! not hold.
//!
//! `cargo fuzz` makes the bytes, and `cargo test` replays those of `corpus`.

mod decrypt;
mod diagnose;
mod diagnose_push;
mod diagnose_raw_data;
mod input;
mod link;
mod push;
mod reply;
mod request;
mod resolve;
mod text;

pub use decrypt::decrypt;
pub use diagnose::diagnose;
pub use diagnose_push::diagnose_push;
pub use diagnose_raw_data::diagnose_raw_data;
pub use link::link;
pub use push::{json, open, xml};
pub use reply::reply;
pub use request::request;
pub use resolve::{SOURCES, resolve};
pub use text::text;

/// Takes the bytes of an input.
pub type Target = fn(&[u8]);

/// All of them, by the names of `targets`.
pub const TARGETS: [(&str, Target); 12] = [
    ("text", text),
    ("decrypt", decrypt),
    ("diagnose", diagnose),
    ("diagnose_raw_data", diagnose_raw_data),
    ("diagnose_push", diagnose_push),
    ("reply", reply),
    ("request", request),
    ("resolve", resolve),
    ("link", link),
    ("open", open),
    ("xml", xml),
    ("json", json),
];
