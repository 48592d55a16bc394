//! What `docs/unionid.md` and its Chinese twin say, besides the rules: and the writing of their tables from both. What stands
//! there by hand states no rule.

use alloc::borrow::ToOwned;
use alloc::format;
use std::fs;
use std::path::Path;

use super::rules::{LOGIN_INSTEAD, NEXT, Notice, RULES, RuleTexts, TEXTS, When};
use super::texts::{CONFLICT_TEXTS, REASON_TEXTS, SNAPSHOT_PAGE, UNION_ID_PAGE};
use super::*;
use crate::api::ENDPOINTS;

/// In Chinese and English.
type Text = [&'static str; 2];

const BINDING_PAGE: &str =
    "https://developers.weixin.qq.com/doc/oplatform/developers/product/open/bind.html";
/// Last edited on this day.
const BINDING_NOTICE: Notice = (
    "2024-12-30",
    "https://developers.weixin.qq.com/community/develop/doc/000028ef47cec82de19249fb96b009",
);

/// What shows in whatever was asked, and stands above the rule of its source.
const ANYWHERE: &[(Text, Reason)] = &[
    (
        [
            "`is_snapshotuser` 为 1；H5 页面产生来历不明的用户",
            "`is_snapshotuser` is 1; an H5 page brings ghost users",
        ],
        Reason::SnapshotUser,
    ),
    (["snsUserInfo 返回 errcode 48001", "errcode of snsUserInfo is 48001"], Reason::ScopeBase),
    (
        ["同一个人在两个应用里 unionid 不同", "two apps give one person different unionids"],
        Reason::Conflict,
    ),
    (["errcode 为 89002", "errcode is 89002"], Reason::NotBound),
    (["其他不为 0 的 errcode", "another errcode that is not 0"], Reason::Failed),
    (
        [
            "unionid 因 `conflicts` 而未被采用",
            "a unionid was given, and `conflicts` says why it is not used",
        ],
        Reason::Conflict,
    ),
    (["没有传入任何数据", "no fact was given"], Reason::NotAsked),
];

/// An id, whom it names, and what else is to be known.
struct Id {
    id: &'static str,
    names: Text,
    note: Text,
    page: &'static str,
}

const IDS: &[Id] = &[
    Id {
        id: "`openid`",
        names: ["一个用户，在一个应用里", "one user in one app"],
        note: [
            "同一个人在每个小程序、公众号、网站应用、移动应用里各不相同。区分大小写，内容不透明，通常 28 个字符。",
            "Another one in each mini program, official account, website and mobile app. Case counts; opaque; usually 28 characters.",
        ],
        page: UNION_ID_PAGE,
    },
    Id {
        id: "`unionid`",
        names: [
            "一个用户，在一个微信开放平台账号下的所有应用里",
            "one user in all apps of one Open Platform account",
        ],
        note: [
            "可能没有；换一个开放平台账号就是另一个。解密数据里写作 `unionId`，云函数里写作 `UNIONID`。不能反查 openid。",
            "May be missing; under another Open Platform account it is another one. Decrypted data calls it `unionId`, a cloud function `UNIONID`. It leads to no openid.",
        ],
        page: UNION_ID_PAGE,
    },
    Id {
        id: "`FromUserName`",
        names: ["触发消息或事件的用户的 openid", "the openid of whom a push is from"],
        note: [
            "消息推送里没有 unionid。`ToUserName` 是账号的原始 ID（`gh_…`），不是用户。",
            "A push has no unionid. `ToUserName` is the account's original id (`gh_…`), and no user.",
        ],
        page: "https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html",
    },
    Id {
        id: "`openpid`",
        names: ["一个用户，在一个插件里", "one user in one plug-in"],
        note: [
            "来自 getPluginOpenPId；不能换成 openid 或 unionid。",
            "From getPluginOpenPId. It cannot be turned into an openid or unionid.",
        ],
        page: "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.pluginLogin.html",
    },
    Id {
        id: "`openGId`, `opengid`",
        names: ["一个微信群，在一个应用里", "a group chat in one app"],
        note: ["不是用户。", "No user."],
        page: "https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.getShareInfo.html",
    },
    Id {
        id: "`external_userid`",
        names: ["企业微信的外部联系人", "an external contact of WeCom"],
        note: [
            "应用既绑定开放平台账号，又绑定企业微信时，可以由 unionid 换取；本包不涉及。",
            "Where the app is bound to WeCom too, the unionid leads to it. This package does not go there.",
        ],
        page: BINDING_PAGE,
    },
];

/// A way of the old articles: what it was, and the rule that holds for it today.
const WAYS: &[(Text, Source, Option<Kind>)] = &[
    (
        [
            "用户授权后，解密 wx.getUserInfo 的 encryptedData",
            "The user agrees, and the encryptedData of wx.getUserInfo is decrypted",
        ],
        Source::Decrypt,
        Some(Kind::UserInfo),
    ),
    (
        [
            "用户关注了同主体的公众号：wx.login + code2Session",
            "The user follows an official account of the same entity: wx.login and code2Session",
        ],
        Source::Code2Session,
        None,
    ),
    (
        [
            "用户登录过同主体的公众号或 App：wx.login + code2Session",
            "The user has logged in to an official account or app of the same entity: wx.login and code2Session",
        ],
        Source::Code2Session,
        None,
    ),
    (
        ["支付完成后 5 分钟内：getPaidUnionId", "Within 5 minutes after a payment: getPaidUnionId"],
        Source::GetPaidUnionId,
        None,
    ),
    (
        [
            "用户关注了同主体的公众号：云函数的 getWXContext",
            "The user follows an official account of the same entity: getWXContext in a cloud function",
        ],
        Source::GetWXContext,
        None,
    ),
    (
        [
            "用户登录过同主体的公众号或 App：云函数的 getWXContext",
            "The user has logged in to an official account or app of the same entity: getWXContext in a cloud function",
        ],
        Source::GetWXContext,
        None,
    ),
];

/// What a binding takes, and how many there may be.
const BINDINGS: &[(Text, Text, Notice)] = &[
    (
        ["开放平台账号", "Open Platform account"],
        [
            "先完成开发者资质认证；未认证的额度很少，见倒数第二行。",
            "Have it verified (开发者资质认证): one that is not can bind little, see the last row but one.",
        ],
        ("2025-11", BINDING_PAGE),
    ),
    (
        ["在哪里绑定", "where"],
        [
            "微信开发者平台（developers.weixin.qq.com/platform）：我的业务 → 开放平台 → 绑定关系。要有开放平台账号的管理员或开发者身份。",
            "The developer platform (developers.weixin.qq.com/platform): 我的业务 → 开放平台 → 绑定关系. It takes an administrator or developer of the Open Platform account.",
        ],
        ("2025-11", BINDING_PAGE),
    ),
    (
        ["每个应用", "each app"],
        [
            "同时只能绑定一个开放平台账号；再绑定另一个会返回错误码 89000，要先解绑。",
            "To one Open Platform account at a time; a second one answers 89000: unbind the first.",
        ],
        ("2025-11", BINDING_PAGE),
    ),
    (
        ["小程序", "mini programs"],
        [
            "同主体或关联主体 50 个，另加不同主体 5 个。",
            "50 of the same or an associated entity, and 5 of others.",
        ],
        ("2025-11", BINDING_PAGE),
    ),
    (
        ["小游戏", "mini games"],
        ["同主体或关联主体 100 个。", "100 of the same or an associated entity."],
        ("2025-11", BINDING_PAGE),
    ),
    (
        ["公众号（包括服务号）", "official accounts"],
        [
            "同主体 50 个，另加不同主体 5 个，测试号 5 个。",
            "50 of the same entity, 5 of others, and 5 test accounts.",
        ],
        BINDING_NOTICE,
    ),
    (
        ["不同主体，每月", "those of other entities, a month"],
        [
            "小程序、公众号各最多新增 5 个。",
            "At most 5 new mini programs and 5 new official accounts.",
        ],
        BINDING_NOTICE,
    ),
    (["移动应用", "mobile apps"], ["50 个。", "50."], BINDING_NOTICE),
    (["网站应用", "websites"], ["10 个。", "10."], BINDING_NOTICE),
    (
        [
            "微信小店、小店联盟带货机构、小店带货助手",
            "WeChat shops (微信小店), promotion agencies and promotion assistants",
        ],
        ["可以绑定；数量未公布。", "They can be bound; no number is published."],
        ("2025-11", BINDING_PAGE),
    ),
    (
        ["未认证的（个人）开放平台账号", "an account that is not verified (an individual's)"],
        [
            "移动应用 10 个，同主体小程序 5 个，不能绑定公众号。",
            "10 mobile apps, 5 mini programs of the same entity, no official account.",
        ],
        BINDING_NOTICE,
    ),
    (
        ["通过 API 绑定", "binding by API"],
        [
            "只能同主体。数量说法不一：绑定规则的文档说小程序 5 个，错误码 89004 说公众号和小程序共 100 个。",
            "The same entity alone. WeChat's pages disagree on the number: that of the bindings says 5 mini programs, errcode 89004 says 100 accounts and mini programs.",
        ],
        ("2025-11", BINDING_PAGE),
    ),
];

/// What becomes of the ids.
const CHANGES: &[(Text, Text, &str)] = &[
    (
        ["应用换绑到另一个开放平台账号", "The app is bound to another Open Platform account"],
        [
            "所有用户的 unionid 都改变；openid 不变。",
            "The unionids of all users change; the openids stay.",
        ],
        "https://developers.weixin.qq.com/community/develop/doc/000c4cb4fdc470db28b893ee351800",
    ),
    (
        [
            "小程序迁移主体，开放平台账号不变",
            "A mini program moves to another entity, under the same Open Platform account",
        ],
        ["appid、openid、unionid 都不变。", "appid, openid and unionid stay."],
        "https://developers.weixin.qq.com/community/develop/doc/000c4cb4fdc470db28b893ee351800",
    ),
    (
        ["公众号迁移到另一个账号", "An official account moves to another account"],
        [
            "openid 都改变：从迁移审核通过起，到之后 15 天，用 changeOpenid 转换。",
            "The openids change: changeOpenid turns them, from the approval of the move until 15 days after.",
        ],
        "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_changeopenid",
    ),
];

/// What became of names and avatars, and of what came with them.
const PROFILES: &[(Notice, Text)] = &[
    (
        (
            "2021-04-28",
            "https://developers.weixin.qq.com/community/develop/doc/000cacfa20ce88df04cb468bc52801",
        ),
        [
            "此后发布的小程序版本，wx.getUserInfo 和 getUserInfo 按钮只给匿名资料（微信用户、灰色头像）；openId 和 unionId 照旧。小游戏不受影响。",
            "In versions published later, wx.getUserInfo and its button give an anonymous profile (微信用户, grey avatar); openId and unionId as before. Not in mini games.",
        ],
    ),
    (
        (
            "2021-10-20",
            "https://developers.weixin.qq.com/community/develop/doc/00028edbe3c58081e7cc834705b801",
        ),
        [
            "所有接口都不再返回性别和地区：字段还在，值为 0 或空。",
            "Gender and region are given nowhere: the fields stay, with 0 or nothing in them.",
        ],
    ),
    (
        (
            "2021-12-27",
            "https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo",
        ),
        [
            "userInfo 和 batchUserInfo 不再返回昵称和头像。",
            "userInfo and batchUserInfo give neither name nor avatar.",
        ],
    ),
    (
        ("2022-02-21", "https://developers.weixin.qq.com/miniprogram/dev/component/open-data.html"),
        [
            "`<open-data>` 显示「微信用户」和灰色头像。",
            "`<open-data>` shows 微信用户 and a grey avatar.",
        ],
    ),
    (
        ("2022-07-12", SNAPSHOT_PAGE),
        [
            "网页授权可能打开快照页：其中的 openid、unionid、昵称、头像都属于虚拟账号，不同的人可能得到同一个 unionid。",
            "Web authorisation may open a snapshot page (快照页): its openid, unionid, name and avatar are of a virtual account, and several people may get one unionid.",
        ],
    ),
    (
        (
            "2022-11-08",
            "https://developers.weixin.qq.com/community/develop/doc/00022c683e8a80b29bed2142b56c01",
        ),
        [
            "此后发布的小程序版本，wx.getUserProfile 也只给匿名资料；请用户自己填写（头像昵称填写能力）。",
            "In versions published later, wx.getUserProfile gives an anonymous profile too: have the user fill in name and avatar (头像昵称填写能力).",
        ],
    ),
];

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
        ["来源", "what was asked"],
        ["目前什么情况下有 unionid", "when it has the unionid, today"],
        ["没有时的原因", "the reason, if not"],
        ["文档", "page"],
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
    let head = [["看到什么", "what shows"], ["原因", "the reason"]];
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
        0 => format!("- 然后用同样的办法再获取一次；`{paid}` 和 `{data}` 则改用 `code2Session`。"),
        _ => {
            format!("- Then ask the same again; instead of `{paid}` and `{data}`, `code2Session`.")
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
    let head = [["id", "id"], ["指谁", "whom it names"], ["说明", "to know"], ["文档", "page"]];
    let rows = IDS.iter().map(|Id { id, names, note, page }| {
        [(*id).to_owned(), language.say(*names), language.say(*note), language.link(page)]
    });
    language.table(head, rows)
}

fn ways(language: Language) -> String {
    let head = [["", ""], ["旧文章", "the old articles"], ["目前", "today"], ["从何时起", "since"]];
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
    let head = [["什么", "what"], ["规定", "rule"], ["截至", "as of"]];
    let rows = BINDINGS
        .iter()
        .map(|(what, limit, notice)| [language.say(*what), language.say(*limit), dated(*notice)]);
    language.table(head, rows)
}

fn changes(language: Language) -> String {
    let head = [
        ["发生了什么", "what happens"],
        ["id 会怎样", "what becomes of the ids"],
        ["文档", "page"],
    ];
    let rows = CHANGES
        .iter()
        .map(|(what, then, page)| [language.say(*what), language.say(*then), language.link(page)]);
    language.table(head, rows)
}

fn advice(language: Language) -> String {
    let head = [["失效时间", "wrong since"], ["旧说法", "the old advice"], ["目前", "today"]];
    let rows = rules_with_texts().filter_map(|(rule, texts)| {
        let before = language.colon(&language.source(rule), &language.say(texts.before?));
        Some([language.since(texts.since), before, language.say(texts.today)])
    });
    language.table(head, rows)
}

fn profiles(language: Language) -> String {
    let head = [["从何时起", "since"], ["发生了什么", "what happened"]];
    let rows = PROFILES.iter().map(|(notice, what)| [dated(*notice), language.say(*what)]);
    language.table(head, rows)
}

fn dated((date, page): Notice) -> String {
    format!("[{date}]({page})")
}

fn name(of: impl Serialize) -> String {
    serde_json::to_string(&of).expect("a name").trim_matches('"').to_owned()
}
