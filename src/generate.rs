//! What `tools/generate` is told: every type, table and text that TypeScript and the documents have
//! of the core, as data. The package does not contain it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::{Config, TS, TypeVisitor};

use crate::api::{
    AuthorizeUrl, Client, Credentials, CustomRequest, ENDPOINTS, Endpoint, QrConnectUrl,
};
use crate::arguments::{ArgumentType, FromArguments};
use crate::diagnosis::{Diagnosis, texts};
use crate::encoded_text::Repair;
use crate::errcode::table::{HANDLINGS, WORDINGS};
use crate::errcode::{ErrcodeExplanation, Handling, UNKNOWN, UNKNOWN_WORDING, Wording};
use crate::error::table::{CORE_ERRORS, OUTER_ERRORS, OuterError};
use crate::error::{ApiError, Error};
use crate::http::{HttpMethod, HttpRequest, MAX_REPLY_BYTES, ORIGIN};
use crate::identity::rules::{LOGIN_INSTEAD, NEXT, RULES, Rule, RuleTexts, TEXTS as RULE_TEXTS};
use crate::identity::texts::{CONFLICT_TEXTS, LINK_CONFLICT_TEXTS, REASON_TEXTS, ReasonTexts};
use crate::identity::{Identity, IdentityFact};
use crate::kind::{FIELDS, Kind, MODELS};
use crate::open_data::payload::{PAYLOADS, visit_payloads};
use crate::open_data::{DecryptInput, Decrypted};
use crate::push::diagnosis::texts::ROWS as PUSH_CAUSES;
use crate::push::{OpenedPush, PushDiagnosis};
use crate::signature::{SignPaymentInput, SignSessionInput, SignVoipInput, VerifyRawDataInput};

/// All of it.
pub fn model() -> Value {
    let endpoints: Vec<_> = ENDPOINTS.iter().map(|endpoint| (endpoint.model)()).collect();
    json!({
        "limits": { "ORIGIN": ORIGIN, "MAX_REPLY_BYTES": MAX_REPLY_BYTES },
        "kindNames": Kind::ALL,
        "kinds": MODELS,
        "fields": FIELDS.map(|(name, _)| name),
        "payloads": PAYLOADS,
        "types": types(&endpoints).0.into_values().collect::<Vec<_>>(),
        "tables": tables(),
        "crossing": { "numbers": DecryptInput::NUMBERS, "flags": DecryptInput::FLAGS },
        "endpoints": endpoints,
        "errors": CORE_ERRORS.iter().chain(OUTER_ERRORS).collect::<Vec<_>>(),
        "causes": texts::ROWS,
        "pushCauses": PUSH_CAUSES,
        "errcodes": HANDLINGS.iter().zip(WORDINGS).map(errcode).collect::<Vec<_>>(),
        "unknownErrcode": errcode((&UNKNOWN, &UNKNOWN_WORDING)),
        "rules": rules(),
        "reasons": reasons(),
        "conflicts": CONFLICT_TEXTS,
        "linkConflicts": LINK_CONFLICT_TEXTS,
        "loginInstead": LOGIN_INSTEAD,
    })
}

/// A type of TypeScript.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct TypeModel {
    name: String,
    /// A comment.
    docs: String,
    /// What it is, as TypeScript writes it.
    declaration: String,
    /// Whether callers make it: then a property that may be missing may be undefined too.
    is_given: bool,
}

/// What TypeScript knows of an endpoint.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointModel {
    name: &'static str,
    method: HttpMethod,
    path: &'static str,
    purpose: [&'static str; 2],
    docs: String,
    /// What the type of its parameters is, as TypeScript writes it.
    params: String,
    pub(crate) fields: &'static [(&'static str, ArgumentType)],
    /// The name of the type.
    response: String,
    pub(crate) credentials: CredentialsModel,
    clients: &'static [Client],
    pub(crate) is_repeatable: bool,
    on_behalf: Option<&'static str>,
    #[serde(skip)]
    types: Types,
}

#[derive(Serialize)]
pub(crate) struct CredentialsModel {
    kind: &'static str,
    /// The name of the type.
    name: String,
    pub(crate) fields: &'static [(&'static str, ArgumentType)],
}

impl EndpointModel {
    pub(crate) fn of<E>() -> Self
    where
        E: Endpoint<Credentials: FromArguments + TS + 'static, Response: TS + 'static>,
        E: FromArguments + TS + 'static,
    {
        let mut types = Types::default();
        types.visit::<E::Response>();
        Given(&mut types).visit::<E::Credentials>();
        E::visit_dependencies(&mut Given(&mut types));
        Self {
            name: E::NAME,
            method: E::METHOD,
            path: E::PATH,
            purpose: E::PURPOSE,
            docs: E::docs().unwrap_or_default(),
            params: E::inline(&config()),
            fields: E::FIELDS,
            response: E::Response::name(&config()),
            credentials: CredentialsModel {
                kind: E::Credentials::KIND,
                name: E::Credentials::name(&config()),
                fields: E::Credentials::FIELDS,
            },
            clients: E::CLIENTS,
            is_repeatable: E::REPEATABLE,
            on_behalf: E::ON_BEHALF,
            types,
        }
    }
}

fn config() -> Config {
    Config::default().with_large_int("number")
}

/// Types by their names, with those that they name.
#[derive(Default)]
struct Types(BTreeMap<String, TypeModel>);

impl Types {
    fn insert<T: TS + 'static + ?Sized>(&mut self, is_given: bool) {
        // Only what is declared has a place; texts, numbers and lists have none.
        if T::output_path().is_some() {
            let name = T::name(&config());
            let docs = T::docs().unwrap_or_default();
            let declaration = T::decl(&config());
            self.0.insert(name.clone(), TypeModel { name, docs, declaration, is_given });
        }
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.insert::<T>(false);
        T::visit_dependencies(self);
    }
}

/// Types that callers make.
struct Given<'a>(&'a mut Types);

impl TypeVisitor for Given<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.0.insert::<T>(true);
        T::visit_dependencies(self);
    }
}

/// Every type that JavaScript sees, but for the parameters of endpoints.
fn types(endpoints: &[EndpointModel]) -> Types {
    let mut types = Types::default();
    types.visit::<Error>();
    types.visit::<OuterError>();
    types.visit::<ApiError>();
    types.visit::<Decrypted>();
    types.visit::<Repair>();
    types.visit::<Identity>();
    types.visit::<ErrcodeExplanation>();
    types.visit::<HttpRequest>();
    types.visit::<Diagnosis>();
    types.visit::<OpenedPush>();
    types.visit::<PushDiagnosis>();
    visit_payloads(&mut types);
    let mut given = Given(&mut types);
    given.visit::<DecryptInput<'static>>();
    given.visit::<VerifyRawDataInput<'static>>();
    given.visit::<SignSessionInput<'static>>();
    given.visit::<SignPaymentInput<'static>>();
    given.visit::<SignVoipInput<'static>>();
    given.visit::<AuthorizeUrl>();
    given.visit::<QrConnectUrl>();
    types.0.extend(endpoints.iter().flat_map(|endpoint| endpoint.types.0.clone()));
    types
}

/// What each argument must be, of the exports that are no endpoints.
fn tables() -> Value {
    json!({
        "decryptTable": DecryptInput::FIELDS,
        "verifyRawDataTable": VerifyRawDataInput::FIELDS,
        "signSessionTable": SignSessionInput::FIELDS,
        "signPaymentTable": SignPaymentInput::FIELDS,
        "signVoipTable": SignVoipInput::FIELDS,
        "identityFactTable": IdentityFact::FIELDS,
        "authorizeUrlTable": AuthorizeUrl::FIELDS,
        "qrConnectUrlTable": QrConnectUrl::FIELDS,
        "customRequestTable": CustomRequest::FIELDS,
    })
}

fn errcode((handling, [meaning, advice]): (&Handling, &Wording)) -> Value {
    let Handling { errcode, endpoints, category, retryable } = handling;
    json!([errcode, endpoints, category, retryable, meaning, advice])
}

fn rules() -> Vec<Value> {
    let rule = |(rule, texts): (&Rule, &RuleTexts)| {
        let Rule { source, kind, absent, .. } = rule;
        let RuleTexts { since, today, before, next, page } = texts;
        json!({
            "source": source, "kind": kind, "absent": absent,
            "since": since, "today": today, "before": before, "next": next, "page": page,
        })
    };
    RULES.iter().zip(RULE_TEXTS).map(rule).collect()
}

/// Why there is no unionid, with the ways to it.
fn reasons() -> Vec<Value> {
    let ways = |reason| NEXT.iter().find(|(of, _)| *of == reason).map(|(_, ways)| ways);
    let reason = |texts: &ReasonTexts| {
        let ReasonTexts { reason, why, fix, page } = texts;
        let ways = ways(*reason).expect("every reason has its ways");
        json!({ "reason": reason, "why": why, "fix": fix, "page": page, "ways": ways })
    };
    REASON_TEXTS.iter().map(reason).collect()
}
