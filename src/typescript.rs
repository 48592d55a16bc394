//! Writes the TypeScript types from the Rust ones, and holds what is committed against them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ts_rs::{Config, TS, TypeVisitor};

use crate::api::{
    AuthorizeUrl, Client, Credentials, CustomRequest, ENDPOINTS, Endpoint, QrConnectUrl,
};
use crate::arguments::{Read, Sort};
use crate::diagnosis::{Cause, Diagnosis, texts};
use crate::encoded_text::{Damage, Field, Repair};
use crate::errcode::table::{FACTS, TEXTS};
use crate::errcode::{Category, Explanation, Facts, LocalizedText, Texts, UNKNOWN, UNKNOWN_TEXTS};
use crate::error::{ApiError, Error};
use crate::http::{MAX_REPLY_BYTES, ORIGIN, Request};
use crate::identity::rules::{RULES, TEXTS as RULE_TEXTS};
use crate::identity::texts::{CONFLICT_TEXTS, REASON_TEXTS, ReasonTexts};
use crate::identity::{
    AppUser, Conflict, ConflictKind, Flag, Identity, IdentityFact, IdentitySources, Missing, Need,
    Next, Reason, Source,
};
use crate::kind::{FIELDS, Kind};
use crate::open_data::{
    DecryptInput, Decrypted, GameClubData, GameClubValue, GroupEnterInfo, MidasFriendPayment,
    Payload, PhoneNumber, ShareInfo, Step, UserInfo, UserProfile, WeRun,
};
use crate::signature::{SignSessionInput, VerifyRawDataInput};
use crate::watermark::Watermark;

/// `UPDATE_TYPES=1 cargo test typescript` writes the files.
#[test]
fn generated_files_are_committed() {
    let files = [
        ("generated.ts", types()),
        ("generated-causes.ts", causes()),
        ("generated-errcodes.ts", errcodes()),
        ("generated-identity.ts", identity()),
    ];
    for (name, text) in files {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src").join(name);
        if std::env::var_os("UPDATE_TYPES").is_some() {
            fs::write(&path, &text).expect("pkg/src is there");
        }
        let committed =
            fs::read_to_string(&path).expect("UPDATE_TYPES=1 cargo test typescript writes it");
        assert!(committed == text, "{name} is stale: run UPDATE_TYPES=1 cargo test typescript");
    }
}

/// Nobody is left without a word.
#[test]
fn every_cause_has_texts_for_everywhere() {
    let causes = Cause::inline(&config());
    // A union of texts: each second piece is inside quotes.
    for cause in causes.split('"').skip(1).step_by(2) {
        let general = texts::ROWS
            .iter()
            .filter(|(of, field, ..)| field.is_none() && to_json(of) == format!("\"{cause}\""));
        assert_eq!(general.count(), 1, "{cause}");
    }
    let all = texts::ROWS.iter().flat_map(|(_, _, message, hint)| message.iter().chain(hint));
    assert!(all.into_iter().all(|text| text.len() > 10));
}

fn types() -> String {
    let declarations = [
        declare::<Error>(),
        declare::<ApiError>(),
        declare::<Damage>(),
        declare::<Field>(),
        declare::<Repair>(),
        or_undefined(&declare::<DecryptInput<'static>>()),
        or_undefined(&declare::<VerifyRawDataInput<'static>>()),
        or_undefined(&declare::<SignSessionInput<'static>>()),
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
        declare::<Source>(),
        declare::<Reason>(),
        declare::<Need>(),
        declare::<ConflictKind>(),
        declare::<Flag>(),
        declare::<AppUser>(),
        declare::<IdentitySources>(),
        declare::<Missing>(),
        declare::<Next>(),
        declare::<Conflict>(),
        declare::<Identity>(),
        declare::<LocalizedText>(),
        declare::<Category>(),
        declare::<Explanation>(),
    ]
    .join("\n");
    let limits = format!(
        "/** Where WeChat's server APIs are. */\nexport const ORIGIN = '{ORIGIN}';\n\n/** The longest reply that is accepted, in bytes. */\nexport const MAX_REPLY_BYTES = {MAX_REPLY_BYTES};\n"
    );
    let (places, tables) = (places(), tables());
    let endpoints = endpoints(&declarations);
    format!("{GENERATED}\n{HEADER}\n{limits}\n{places}\n{tables}\n{declarations}\n{endpoints}")
}

const GENERATED: &str =
    "// Generated from the Rust types by `UPDATE_TYPES=1 cargo test typescript`. Do not edit.\n";

const HEADER: &str = r#"import { any, each, flag, maybe, number, text, textOrGaps, textOrTexts, texts, word } from './arguments.js';
import type { CallOptions } from './call-options.js';

declare const flavor: unique symbol;

/** A string of one sort, which TypeScript does not accept in place of another sort. Any plain string is accepted. */
export type Flavored<F extends string> = string & { readonly [flavor]?: F };
"#;

fn config() -> Config {
    Config::default().with_large_int("number")
}

fn docs<T: TS>() -> String {
    T::docs().unwrap_or_default()
}

fn declare<T: TS + 'static>() -> String {
    format!("{}export {}\n", docs::<T>(), T::decl(&config()))
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
        fields.map(|(kind, name)| format!("{}: {name},", to_json(&kind))).collect();
    let docs = "/**\n * What the data of each kind looks like.\n */";
    format!("{docs}\nexport type Payloads = {{\n{}\n}};\n", fields.join("\n"))
}

fn payload<P: Payload + TS>() -> (Kind, String) {
    (P::KIND, P::name(&Config::default()))
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data")
}

/// What is said of the causes of a failure.
fn causes() -> String {
    let row = |(cause, field, message, hint): &texts::Row| {
        let [cause, field] = [to_json(cause), to_json(field)];
        format!("  [{cause}, {field}, {}, {}],\n", to_json(message), to_json(hint))
    };
    let rows: String = texts::ROWS.iter().map(row).collect();
    format!(
        "{GENERATED}\nimport type {{ DiagnosisCause, DiagnosisField }} from './generated.js';\n\n/** The cause, the field that it is about (every other, if none), the message and the hint, in Chinese and English. */\nexport type CauseText = readonly [\n  cause: DiagnosisCause,\n  field: DiagnosisField | null,\n  message: readonly [zh: string, en: string],\n  hint: readonly [zh: string, en: string],\n];\n\nexport const causeTexts: readonly CauseText[] = [\n{rows}];\n"
    )
}

/// The table of errcodes. Texts live in JavaScript alone, where a bundler can drop them.
fn errcodes() -> String {
    let row = |(facts, [meaning, advice]): (&Facts, &Texts)| {
        format!(
            "  [{}, {}, {}, {}, {}, {}],\n",
            facts.errcode,
            to_json(&facts.endpoints),
            to_json(&facts.category),
            facts.retryable,
            to_json(meaning),
            to_json(advice),
        )
    };
    let rows: String = FACTS.iter().zip(TEXTS).map(row).collect();
    let unknown = Facts { errcode: 0, endpoints: &[], ..UNKNOWN };
    format!(
        "{GENERATED}\nimport type {{ ErrcodeCategory }} from './generated.js';\n\n/** The code, where the row counts (everywhere else, if nowhere), what programs go by; meaning and advice, in Chinese and English. */\nexport type ErrcodeRow = readonly [\n  errcode: number,\n  endpoints: readonly string[],\n  category: ErrcodeCategory,\n  retryable: boolean,\n  meaning: readonly [zh: string, en: string],\n  advice: readonly [zh: string, en: string],\n];\n\nexport const errcodeRows: readonly ErrcodeRow[] = [\n{rows}];\n\nexport const unknownErrcode: ErrcodeRow = {};\n",
        row((&unknown, &UNKNOWN_TEXTS)).trim().trim_end_matches(',')
    )
}

/// What is said of a missing unionid, of the ways to it and of contradictions.
fn identity() -> String {
    let texts = |rows: Vec<(String, [String; 2])>| {
        let rows = rows.iter().map(|(name, text)| format!("  {name}: {},\n", to_json(text)));
        format!("{{\n{}}}", rows.collect::<String>())
    };
    let owned = |text: &[&str; 2]| text.map(ToOwned::to_owned);
    let message = |ReasonTexts { why, fix, page, .. }: &ReasonTexts| {
        let [zh, en] =
            page.map(|page| [format!("（{page}）"), format!(" ({page})")]).unwrap_or_default();
        [format!("{}{}{zh}", why[0], fix[0]), format!("{} {}{en}", why[1], fix[1])]
    };
    let reasons = REASON_TEXTS.iter().map(|texts| (to_json(&texts.reason), message(texts)));
    let conflicts = CONFLICT_TEXTS.iter().map(|(kind, text)| (to_json(kind), owned(text)));
    let ways = RULES.iter().zip(RULE_TEXTS);
    let ways = ways.filter_map(|(rule, texts)| Some((to_json(&rule.source), owned(&texts.next?))));
    format!(
        "{GENERATED}\nimport type {{ IdentityConflictKind, IdentitySource, MissingUnionid }} from './generated.js';\n\n/** In Chinese and English. */\nexport type Text = readonly [zh: string, en: string];\n\nexport const missingTexts: Readonly<Record<MissingUnionid, Text>> = {};\n\n/** How to get a unionid by each way that has it. */\nexport const nextTexts: {{ readonly [S in IdentitySource]?: Text }} = {};\n\nexport const conflictTexts: Readonly<Record<IdentityConflictKind, Text>> = {};\n",
        texts(reasons.collect()),
        texts(ways.collect()),
        texts(conflicts.collect()),
    )
}

/// What TypeScript knows of an endpoint.
pub(crate) struct EndpointDeclaration {
    name: &'static str,
    docs: String,
    params: String,
    response: String,
    pub(crate) fields: &'static [(&'static str, Sort)],
    pub(crate) credentials: Declared,
    credentials_kind: &'static str,
    clients: &'static [Client],
    pub(crate) is_repeatable: bool,
    on_behalf: Option<&'static str>,
    /// Every other type that it names.
    types: BTreeMap<String, String>,
}

pub(crate) struct Declared {
    name: String,
    pub(crate) fields: &'static [(&'static str, Sort)],
}

pub(crate) fn declare_endpoint<E>() -> EndpointDeclaration
where
    E: Endpoint<Credentials: Read + TS + 'static, Response: TS + 'static> + Read + TS + 'static,
{
    let mut types = Types(BTreeMap::new());
    types.visit::<E::Response>();
    types.visit_given::<E::Credentials>();
    E::visit_dependencies(&mut Given(&mut types));
    EndpointDeclaration {
        name: E::NAME,
        docs: docs::<E>(),
        params: or_undefined(&E::inline(&config())),
        fields: E::FIELDS,
        response: E::Response::name(&config()),
        credentials: Declared {
            name: E::Credentials::name(&config()),
            fields: E::Credentials::FIELDS,
        },
        credentials_kind: E::Credentials::KIND,
        clients: E::CLIENTS,
        is_repeatable: E::REPEATABLE,
        on_behalf: E::ON_BEHALF,
        types: types.0,
    }
}

/// The types that a type names, and those that they name.
struct Types(BTreeMap<String, String>);

impl Types {
    fn insert<T: TS + 'static + ?Sized>(&mut self, change: fn(&str) -> String) {
        // Only what is declared has a place; texts, numbers and lists have none.
        if T::output_path().is_some() {
            let declaration =
                format!("{}export {}\n", T::docs().unwrap_or_default(), T::decl(&config()));
            self.0.insert(T::name(&config()), change(&declaration));
        }
    }

    fn visit_given<T: TS + 'static + ?Sized>(&mut self) {
        Given(self).visit::<T>();
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.insert::<T>(str::to_owned);
        T::visit_dependencies(self);
    }
}

/// Types that callers give: what is undefined is absent.
struct Given<'a>(&'a mut Types);

impl TypeVisitor for Given<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.0.insert::<T>(or_undefined);
        T::visit_dependencies(self);
    }
}

/// Lets every field that may be missing be undefined, which strict compilers tell apart.
fn or_undefined(object: &str) -> String {
    let mut parts = object.split("?: ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(", ").expect("a field ends with a comma");
        text += &format!("?: {} | undefined{}", &part[..end], &part[end..]);
    }
    text
}

/// The endpoints, and every type that they name and that is not declared yet.
fn endpoints(declared: &str) -> String {
    let endpoints: Vec<_> = ENDPOINTS.iter().map(|endpoint| (endpoint.declare)()).collect();
    let mut types = Types(BTreeMap::new());
    types.visit::<Request>();
    types.visit_given::<AuthorizeUrl>();
    types.visit_given::<QrConnectUrl>();
    types.visit::<Diagnosis>();
    types.0.extend(endpoints.iter().flat_map(|endpoint| endpoint.types.clone()));
    types.0.retain(|name, _| !declared.contains(&format!("export type {name} ")));
    let mut text: Vec<String> = types.0.into_values().collect();
    for endpoint in &endpoints {
        let EndpointDeclaration { name, docs, params, .. } = endpoint;
        text.push(format!("{docs}export type {} = {params};\n", params_name(name)));
    }
    text.push(of_all("Endpoints", "The parameters and the reply of each endpoint.", &endpoints, |endpoint| {
        let EndpointDeclaration { name, docs, response, credentials, .. } = endpoint;
        let params = params_name(name);
        let credentials = &credentials.name;
        format!(
            "{docs}{name}: {{ credentials: {credentials}; params: {params}; response: {response} }};"
        )
    }));
    for client in [Client::MiniProgram, Client::OfficialAccount, Client::WebApp] {
        let own = endpoints.iter().filter(|endpoint| endpoint.clients.contains(&client));
        let comment = "The endpoints that are methods of the client.";
        text.push(of_all(&format!("{client:?}Endpoints"), comment, own, method));
    }
    text.push(facts(&endpoints));
    text.join("\n")
}

fn params_name(name: &str) -> String {
    format!("{}{}Params", name[..1].to_uppercase(), &name[1..])
}

fn of_all<'a>(
    name: &str,
    comment: &str,
    endpoints: impl IntoIterator<Item = &'a EndpointDeclaration>,
    member: impl Fn(&EndpointDeclaration) -> String,
) -> String {
    let members: Vec<String> = endpoints.into_iter().map(member).collect();
    format!("/** {comment} */\nexport interface {name} {{\n{}\n}}\n", members.join("\n"))
}

/// A client has the credentials, but for the token of a user.
fn method(endpoint: &EndpointDeclaration) -> String {
    let EndpointDeclaration { name, docs, response, credentials, credentials_kind, .. } = endpoint;
    let mut params = params_name(name);
    if *credentials_kind == "userToken" {
        params = format!("{} & {params}", credentials.name);
    }
    format!("{docs}{name}(params: {params}, options?: CallOptions): Promise<{response}>;")
}

/// What the clients have to know of the endpoints when they run.
fn facts(endpoints: &[EndpointDeclaration]) -> String {
    let mut kinds = BTreeMap::new();
    let mut rows = String::new();
    for endpoint in endpoints {
        kinds.insert(endpoint.credentials_kind, table(endpoint.credentials.fields));
        rows += &format!(
            "  {}: {{\n    credentials: '{}',\n    params: {},\n    clients: {},\n    repeatable: {},\n{}  }},\n",
            endpoint.name,
            endpoint.credentials_kind,
            table(endpoint.fields),
            list(endpoint.clients.iter().map(|client| format!("{client:?}"))),
            endpoint.is_repeatable,
            endpoint
                .on_behalf
                .map_or_else(String::new, |name| format!("    onBehalf: '{name}',\n")),
        );
    }
    let kinds: Vec<String> =
        kinds.iter().map(|(kind, table)| format!("  {kind}: {table},\n")).collect();
    format!(
        "/** What the clients know of the endpoints. */\nexport const endpointFacts = {{\n{rows}}} as const;\n\n/** Each kind of credentials. */\nexport const credentialTables = {{\n{}}} as const;\n",
        kinds.concat()
    )
}

/// What each argument of an object must be, for the door of the package.
fn table(fields: &[(&str, Sort)]) -> String {
    let rows: Vec<String> =
        fields.iter().map(|(name, sort)| format!("{name}: {}", sort_of(*sort))).collect();
    format!("{{ {} }}", rows.join(", "))
}

/// The judge of a sort. Bundlers drop calls that are pure together with what is not used.
fn sort_of(sort: Sort) -> String {
    let call = |name: &str, given: &str| format!("/* @__PURE__ */ {name}({given})");
    let name = match sort {
        Sort::Text => "text",
        Sort::Number => "number",
        Sort::Flag => "flag",
        Sort::Texts => "texts",
        Sort::TextOrTexts => "textOrTexts",
        Sort::TextOrGaps => "textOrGaps",
        Sort::Any => "any",
        Sort::Words { words, demand } => {
            let words = list(words.iter().map(|word| (*word).to_owned()));
            return call("word", &format!("{words}, {demand:?}"));
        }
        Sort::Objects(fields) => return call("each", &table(fields)),
        Sort::Maybe(sort) => return call("maybe", &sort_of(*sort)),
    };
    name.to_owned()
}

/// The tables of the exports that are no endpoints.
fn tables() -> String {
    [
        ("decryptTable", DecryptInput::FIELDS),
        ("verifyRawDataTable", VerifyRawDataInput::FIELDS),
        ("signSessionTable", SignSessionInput::FIELDS),
        ("identityFactTable", IdentityFact::FIELDS),
        ("authorizeUrlTable", AuthorizeUrl::FIELDS),
        ("qrConnectUrlTable", QrConnectUrl::FIELDS),
        ("customRequestTable", CustomRequest::FIELDS),
    ]
    .map(|(name, fields)| format!("export const {name} = {};\n", table(fields)))
    .concat()
}

/// What JavaScript reads from the places of numbers.
fn places() -> String {
    let kinds = Kind::ALL.map(|kind| kind.to_string());
    let fields = FIELDS.map(|(name, _)| name.to_owned());
    format!(
        "/** The kinds of data, in their order in the core. */\nexport const kindNames = {} as const;\n\n/** The fields of payloads that WeChat's pages name, in their order in the core. */\nexport const fieldNames = {} as const;\n",
        list(kinds.into_iter()),
        list(fields.into_iter())
    )
}

fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.map(|name| format!("'{name}'")).collect();
    format!("[{}]", names.join(", "))
}
