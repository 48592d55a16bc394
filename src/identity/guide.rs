//! Writes `docs/unionid.md` and its Chinese twin: their tables come from the rules and from `tables`. What is written
//! there by hand states no rule.

use alloc::borrow::ToOwned;
use alloc::format;
use std::fs;
use std::path::Path;

use super::rules::{LOGIN_INSTEAD, NEXT, Notice, RULES, RuleTexts, TEXTS, When};
use super::texts::{CONFLICT_TEXTS, REASON_TEXTS};
use super::*;
use crate::api::ENDPOINTS;

mod tables;

use tables::{ANYWHERE, BINDINGS, CHANGES, IDS, Id, PROFILES, Text, WAYS};

/// `UPDATE_TYPES=1 cargo test guide` writes the tables.
#[test]
fn the_guide_says_what_the_rules_say() {
    for language in [ZH, EN] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(language.page);
        let committed = fs::read_to_string(&path).expect("docs has the guide");
        let pieces = pieces(language);
        let wanted =
            pieces.iter().fold(committed.clone(), |text, (name, piece)| filled(&text, name, piece));
        if std::env::var_os("UPDATE_TYPES").is_some() {
            fs::write(&path, &wanted).expect("docs is there");
        } else {
            let page = language.page;
            assert!(committed == wanted, "{page} is stale: run UPDATE_TYPES=1 cargo test guide");
        }
    }
}

/// Who looks for a reason finds it, each page is WeChat's, and there were six ways.
#[test]
fn the_guide_is_whole() {
    for language in [ZH, EN] {
        let finding = [sources(language), anywhere(language)].concat();
        for texts in REASON_TEXTS {
            assert!(finding.contains(&language.to(texts.reason)), "{}", name(texts.reason));
        }
        for (_, piece) in pieces(language) {
            let mut pages = piece.split("](http").skip(1);
            assert!(pages.all(|page| {
                page.starts_with("s://developers.weixin.qq.com/")
                    || page.starts_with("s://mp.weixin.qq.com/")
            }));
        }
    }
    assert_eq!(WAYS.len(), 6);
}

/// The text, with this piece between the marks of its name.
fn filled(text: &str, name: &str, piece: &str) -> String {
    let [start, end] = [format!("<!-- {name} -->\n"), format!("<!-- /{name} -->")];
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("a mark for {name}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("an end for {name}"));
    format!("{before}{start}\n{piece}\n{end}{after}")
}

fn pieces(language: Language) -> [(&'static str, String); 9] {
    [
        ("sources", sources(language)),
        ("anywhere", anywhere(language)),
        ("reasons", reasons(language)),
        ("ids", ids(language)),
        ("ways", ways(language)),
        ("bindings", bindings(language)),
        ("changes", changes(language)),
        ("advice", advice(language)),
        ("profiles", profiles(language)),
    ]
}

#[derive(Clone, Copy)]
struct Language {
    page: &'static str,
    /// The place of its texts.
    at: usize,
}

const ZH: Language = Language { page: "docs/unionid.zh-CN.md", at: 0 };
const EN: Language = Language { page: "docs/unionid.md", at: 1 };

impl Language {
    fn say(self, text: Text) -> String {
        text[self.at].to_owned()
    }

    fn link(self, page: &str) -> String {
        format!("[{}]({page})", ["微信文档", "WeChat"][self.at])
    }

    /// With what follows it.
    fn colon(self, name: &str, text: &str) -> String {
        format!("{name}{}{text}", ["：", ": "][self.at])
    }

    fn brackets(self, text: &str) -> String {
        let [open, close] = [["（", "）"], [" (", ")"]][self.at];
        format!("{open}{text}{close}")
    }

    /// A link to the part about a reason.
    fn to(self, reason: Reason) -> String {
        format!("[`{0}`](#{0})", name(reason))
    }

    fn since(self, notice: Option<Notice>) -> String {
        notice.map_or_else(|| self.say(["未公布", "not announced"]), dated)
    }

    fn source(self, rule: &Rule) -> String {
        let kind = match rule.kind {
            Some(kind) => self.brackets(&format!("`{kind}`")),
            None if rule.source == Source::Decrypt => self.brackets(&self.say(["其他", "others"])),
            None => String::new(),
        };
        format!("`{}`{kind}", rule.source)
    }

    fn table<const N: usize>(
        self,
        head: [Text; N],
        rows: impl Iterator<Item = [String; N]>,
    ) -> String {
        let line = |cells: [String; N]| format!("| {} |\n", cells.join(" | "));
        let head =
            line(head.map(|text| self.say(text))) + &line([(); N].map(|()| "---".to_owned()));
        rows.fold(head, |table, row| table + &line(row))
    }
}

fn rules_with_texts() -> impl Iterator<Item = (&'static Rule, &'static RuleTexts)> {
    RULES.iter().zip(TEXTS)
}

fn sources(language: Language) -> String {
    let head = [
        ["来源", "source"],
        ["目前什么情况下有 unionid", "when it has the unionid today"],
        ["没有时的原因", "the reason if not"],
        ["文档", "documentation"],
    ];
    let rows = rules_with_texts().map(|(rule, texts)| {
        let absent = rule.absent.iter().map(|(when, reason)| {
            let to = language.to(*reason);
            match condition(*when) {
                Some(when) => language.colon(&language.say(when), &to),
                None if rule.absent.len() > 1 => {
                    language.colon(&language.say(["否则", "else"]), &to)
                }
                None => to,
            }
        });
        let absent: Vec<String> = absent.collect();
        let today = language.say(texts.today);
        let what = language.source(rule) + &wire_name(language, rule.source);
        [what, today, absent.join("<br>"), language.link(texts.page)]
    });
    language.table(head, rows)
}

/// What it is called where nobody knows this package.
fn wire_name(language: Language, source: Source) -> String {
    let name = source.to_string();
    let path = ENDPOINTS.iter().find(|endpoint| endpoint.name == name).map(|it| it.path);
    path.map(|path| language.brackets(&format!("`{path}`"))).unwrap_or_default()
}

fn condition(when: When) -> Option<Text> {
    match when {
        When::BaseScope => Some(["`scope` 是 snsapi_base", "`scope` is snsapi_base"]),
        When::NoScope => Some(["没有 `scope`", "no `scope`"]),
        When::NotSubscribed => Some(["`subscribe` 为 0", "`subscribe` is 0"]),
        When::Otherwise => None,
    }
}

fn anywhere(language: Language) -> String {
    let head = [["现象", "what you see"], ["原因", "the reason"]];
    let rows = ANYWHERE.iter().map(|(what, reason)| [language.say(*what), language.to(*reason)]);
    language.table(head, rows)
}

fn reasons(language: Language) -> String {
    let parts = REASON_TEXTS.iter().map(|texts| {
        let page =
            texts.page.map(|page| language.brackets(&language.link(page))).unwrap_or_default();
        let why = language.say(texts.why);
        let fix = language.say(["**怎么办**：", "**What to do:** "]) + &language.say(texts.fix);
        let next = NEXT.iter().find(|(reason, _)| *reason == texts.reason);
        let steps: Vec<String> = match next.expect("every reason has its steps").1 {
            None => vec![again(language)],
            Some([]) => CONFLICT_TEXTS.iter().map(|texts| contradiction(language, texts)).collect(),
            Some(steps) => steps.iter().map(|source| step(language, *source)).collect(),
        };
        let part =
            format!("### `{}`\n\n{why}{page}\n\n{fix}\n\n{}", name(texts.reason), steps.join("\n"));
        part.trim_end().to_owned()
    });
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}

fn again(language: Language) -> String {
    let [paid, data] = LOGIN_INSTEAD;
    match language.at {
        0 => format!("- 然后用同样的方式重新获取；`{paid}` 和 `{data}` 则改用 `code2Session`。"),
        _ => {
            format!(
                "- Then call the same API again. Instead of `{paid}` or `{data}`, call `code2Session`."
            )
        }
    }
}

fn step(language: Language, source: Source) -> String {
    let texts = texts_of(rule(source, None));
    let how = language.say(texts.next.expect("a way has its text"));
    language.colon(&format!("- `{source}`"), &how)
}

fn contradiction(language: Language, (kind, text): &(ConflictKind, Text)) -> String {
    language.colon(&format!("- `{}`", name(*kind)), &language.say(*text))
}

fn texts_of(rule: &Rule) -> &'static RuleTexts {
    let found = rules_with_texts().find(|(it, _)| (it.source, it.kind) == (rule.source, rule.kind));
    found.expect("a row of the table").1
}

fn ids(language: Language) -> String {
    let head =
        [["id", "id"], ["指谁", "what it identifies"], ["说明", "note"], ["文档", "documentation"]];
    let rows = IDS.iter().map(|Id { id, names, note, page }| {
        [(*id).to_owned(), language.say(*names), language.say(*note), language.link(page)]
    });
    language.table(head, rows)
}

fn ways(language: Language) -> String {
    let head =
        [["", ""], ["旧文章的说法", "in old articles"], ["目前", "today"], ["从何时起", "since"]];
    let rows = WAYS.iter().enumerate().map(|(at, (was, source, kind))| {
        let rule = rule(*source, *kind);
        let texts = texts_of(rule);
        let today = language.colon(&language.source(rule), &language.say(texts.today));
        let since = if texts.before.is_some() {
            language.since(texts.since)
        } else {
            language.say(["没有变", "unchanged"])
        };
        [format!("{}", at + 1), language.say(*was), today, since]
    });
    language.table(head, rows)
}

fn bindings(language: Language) -> String {
    let head = [["项目", "what"], ["规定", "rule"], ["截至", "as of"]];
    let rows = BINDINGS
        .iter()
        .map(|(what, limit, notice)| [language.say(*what), language.say(*limit), dated(*notice)]);
    language.table(head, rows)
}

fn changes(language: Language) -> String {
    let head = [
        ["情形", "what happens"],
        ["对 id 的影响", "effect on the ids"],
        ["文档", "documentation"],
    ];
    let rows = CHANGES
        .iter()
        .map(|(what, then, page)| [language.say(*what), language.say(*then), language.link(page)]);
    language.table(head, rows)
}

fn advice(language: Language) -> String {
    let head = [["失效时间", "wrong since"], ["旧说法", "old advice"], ["目前", "today"]];
    let rows = rules_with_texts().filter_map(|(rule, texts)| {
        let before = language.colon(&language.source(rule), &language.say(texts.before?));
        Some([language.since(texts.since), before, language.say(texts.today)])
    });
    language.table(head, rows)
}

fn profiles(language: Language) -> String {
    let head = [["时间", "since"], ["变化", "what changed"]];
    let rows = PROFILES.iter().map(|(notice, what)| [dated(*notice), language.say(*what)]);
    language.table(head, rows)
}

fn dated((date, page): Notice) -> String {
    format!("[{date}]({page})")
}

fn name(of: impl Serialize) -> String {
    serde_json::to_string(&of).expect("a name").trim_matches('"').to_owned()
}
