//! Writes the TypeScript types from the Rust ones, and holds what is committed against them.

use std::fs;
use std::path::Path;

use ts_rs::{Config, TS};

use crate::error::{Code, WxErrorFields};
use crate::kind::Kind;
use crate::open_data::{
    DecryptInput, Decrypted, GameClubData, GameClubValue, GroupEnterInfo, MidasFriendPayment,
    Payload, PhoneNumber, ShareInfo, Step, UserInfo, UserProfile, WeRun,
};
use crate::signature::{SignSessionInput, VerifyRawDataInput};
use crate::transport::{Damage, Field, Repair};
use crate::watermark::Watermark;

/// `UPDATE_TYPES=1 cargo test typescript` writes the file.
#[test]
fn generated_types_are_committed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/generated.ts");
    let types = types();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        fs::write(&path, &types).expect("pkg/src is there");
    }
    let committed =
        fs::read_to_string(&path).expect("UPDATE_TYPES=1 cargo test typescript writes it");
    assert!(committed == types, "stale: run UPDATE_TYPES=1 cargo test typescript");
}

fn types() -> String {
    let declarations = [
        declare::<Code>(),
        declare::<WxErrorFields<'static>>(),
        declare::<Damage>(),
        declare::<Field>(),
        declare::<Repair>(),
        declare::<DecryptInput>(),
        declare::<VerifyRawDataInput>(),
        declare::<SignSessionInput>(),
        declare::<Watermark>(),
        declare::<Kind>(),
        declare::<Decrypted>(),
        declare::<UserInfo>(),
        declare::<UserProfile>(),
        declare::<PhoneNumber>(),
        declare::<WeRun>(),
        declare::<Step>(),
        declare::<ShareInfo>(),
        declare::<GroupEnterInfo>(),
        declare::<GameClubData>(),
        declare::<GameClubValue>(),
        declare::<MidasFriendPayment>(),
        payloads(),
    ];
    format!(
        "// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.\n\n{}",
        declarations.join("\n")
    )
}

fn declare<T: TS + 'static>() -> String {
    let config = Config::default();
    format!("{}export {}\n", T::docs().unwrap_or_default(), T::decl(&config))
}

/// The type of each kind's data.
fn payloads() -> String {
    let published = [
        payload::<UserInfo>(),
        payload::<UserProfile>(),
        payload::<PhoneNumber>(),
        payload::<WeRun>(),
        payload::<ShareInfo>(),
        payload::<GroupEnterInfo>(),
        payload::<GameClubData>(),
        payload::<MidasFriendPayment>(),
    ];
    // WeChat has not published what these look like.
    let unpublished = [Kind::PrivateMessage, Kind::UserInteractiveStorage, Kind::Unknown];
    let unpublished = unpublished.map(|kind| (kind, "Record<string, unknown>".to_owned()));
    let fields = published.into_iter().chain(unpublished);
    let fields: Vec<String> =
        fields.map(|(kind, name)| format!("{}: {name},", json(kind))).collect();
    let docs = "/**\n * What the data of each kind looks like.\n */";
    format!("{docs}\nexport type Payloads = {{\n{}\n}};\n", fields.join("\n"))
}

fn payload<P: Payload + TS>() -> (Kind, String) {
    (P::KIND, P::name(&Config::default()))
}

fn json(kind: Kind) -> String {
    serde_json::to_string(&kind).expect("a kind is a name")
}
