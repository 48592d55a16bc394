// The tables of docs/unionid.md and its Chinese twin, from the rules of unionids and from
// guide-tables.mjs. What is written there by hand states no rule.

import { anywhere, bindings, changes, ids, profiles, ways } from './guide-tables.mjs';
import { filled, table } from './markdown.mjs';

const languages = [
  { page: 'docs/unionid.zh-CN.md', at: 0 },
  { page: 'docs/unionid.md', at: 1 },
];

/** The path and the text of each page. */
export function guides(model, read) {
  return languages.map(({ page, at }) => {
    const pieces = Object.entries(new Guide(model, at).pieces());
    return [page, pieces.reduce((text, [name, piece]) => filled(text, name, piece), read(page))];
  });
}

/** What tells one absence from another. */
const conditions = {
  base_scope: ['`scope` 是 snsapi_base', '`scope` is snsapi_base'],
  no_scope: ['没有 `scope`', 'no `scope`'],
  not_subscribed: ['`subscribe` 为 0', '`subscribe` is 0'],
};
const others = ['否则', 'else'];

/** A guide in one language: the one at this place of each text. */
class Guide {
  #model;
  #at;

  constructor(model, at) {
    this.#model = model;
    this.#at = at;
  }

  pieces() {
    return {
      sources: this.#sources(),
      anywhere: this.#anywhere(),
      reasons: this.#reasons(),
      ids: this.#ids(),
      ways: this.#ways(),
      bindings: this.#bindings(),
      changes: this.#changes(),
      advice: this.#advice(),
      profiles: this.#profiles(),
    };
  }

  #sources() {
    const head = [
      ['来源', 'source'],
      ['目前什么情况下有 unionid', 'when it has the unionid today'],
      ['没有时的原因', 'the reason if not'],
      ['文档', 'documentation'],
    ];
    return this.#table(
      head,
      this.#model.rules.map((rule) => [
        this.#source(rule) + this.#wireName(rule),
        this.#say(rule.today),
        this.#absences(rule).join('<br>'),
        this.#link(rule.page),
      ]),
    );
  }

  #absences({ absent }) {
    return absent.map(([when, reason]) => {
      const condition = conditions[when] ?? (absent.length > 1 ? others : undefined);
      const to = this.#to(reason);
      return condition ? this.#colon(this.#say(condition), to) : to;
    });
  }

  #anywhere() {
    const head = [
      ['现象', 'what you see'],
      ['原因', 'the reason'],
    ];
    return this.#table(
      head,
      anywhere.map(([what, reason]) => [this.#say(what), this.#to(reason)]),
    );
  }

  #reasons() {
    const parts = this.#model.reasons.map(({ reason, why, fix, page, ways }) =>
      [
        `### \`${reason}\``,
        this.#say(why) + (page ? this.#brackets(this.#link(page)) : ''),
        this.#say(['**怎么办**：', '**What to do:** ']) + this.#say(fix),
        this.#next(ways).join('\n'),
      ]
        .join('\n\n')
        .trimEnd(),
    );
    return `${parts.join('\n\n')}\n`;
  }

  #next(ways) {
    if (!ways) return [this.#again()];
    if (ways.length > 0) return ways.map((source) => this.#way(source));
    return this.#model.conflicts.map(([kind, text]) =>
      this.#colon(`- \`${kind}\``, this.#say(text)),
    );
  }

  #again() {
    const [paid, data] = this.#model.loginInstead;
    return this.#say([
      `- 然后用同样的方式重新获取；\`${paid}\` 和 \`${data}\` 则改用 \`code2Session\`。`,
      `- Then call the same API again. Instead of \`${paid}\` or \`${data}\`, call \`code2Session\`.`,
    ]);
  }

  #way(source) {
    return this.#colon(`- \`${source}\``, this.#say(this.#rule(source, null).next));
  }

  #ids() {
    const head = [
      ['id', 'id'],
      ['指谁', 'what it identifies'],
      ['说明', 'note'],
      ['文档', 'documentation'],
    ];
    return this.#table(
      head,
      ids.map(({ id, names, note, page }) => [
        id,
        this.#say(names),
        this.#say(note),
        this.#link(page),
      ]),
    );
  }

  #ways() {
    const head = [
      ['途径', 'way'],
      ['旧文章的说法', 'in old articles'],
      ['目前', 'today'],
      ['从何时起', 'since'],
    ];
    const rows = ways.map(([was, source, kind], at) => {
      const rule = this.#rule(source, kind);
      const today = this.#colon(this.#source(rule), this.#say(rule.today));
      const since = rule.before ? this.#since(rule) : this.#say(['没有变', 'unchanged']);
      return [`${at + 1}`, this.#say(was), today, since];
    });
    return this.#table(head, rows);
  }

  #bindings() {
    const head = [
      ['项目', 'what'],
      ['规定', 'rule'],
      ['截至', 'as of'],
    ];
    return this.#table(
      head,
      bindings.map(([what, limit, notice]) => [this.#say(what), this.#say(limit), dated(notice)]),
    );
  }

  #changes() {
    const head = [
      ['情形', 'what happens'],
      ['对 id 的影响', 'effect on the ids'],
      ['文档', 'documentation'],
    ];
    return this.#table(
      head,
      changes.map(([what, then, page]) => [this.#say(what), this.#say(then), this.#link(page)]),
    );
  }

  #advice() {
    const head = [
      ['失效时间', 'wrong since'],
      ['旧说法', 'old advice'],
      ['目前', 'today'],
    ];
    return this.#table(
      head,
      this.#model.rules
        .filter(({ before }) => before)
        .map((rule) => [
          this.#since(rule),
          this.#colon(this.#source(rule), this.#say(rule.before)),
          this.#say(rule.today),
        ]),
    );
  }

  #profiles() {
    const head = [
      ['时间', 'since'],
      ['变化', 'what changed'],
    ];
    return this.#table(
      head,
      profiles.map(([notice, what]) => [dated(notice), this.#say(what)]),
    );
  }

  #rule(source, kind) {
    const rule = this.#model.rules.find((it) => it.source === source && it.kind === kind);
    if (!rule) throw new Error(`no rule for ${source} and ${kind}`);
    return rule;
  }

  #source({ source, kind }) {
    const isOthers = source === 'decrypt' && !kind;
    const what = isOthers ? this.#say(['其他', 'others']) : kind && `\`${kind}\``;
    return `\`${source}\`${what ? this.#brackets(what) : ''}`;
  }

  /** What it is called where nobody knows this package. */
  #wireName({ source }) {
    const endpoint = this.#model.endpoints.find(({ name }) => name === source);
    return endpoint ? this.#brackets(`\`${endpoint.path}\``) : '';
  }

  #since({ since }) {
    return since ? dated(since) : this.#say(['未公布', 'not announced']);
  }

  /** A link to the part about a reason. */
  #to(reason) {
    if (!this.#model.reasons.some((it) => it.reason === reason)) throw new Error(reason);
    return `[\`${reason}\`](#${reason})`;
  }

  #say(text) {
    return text[this.#at];
  }

  #link(page) {
    return `[${this.#say(['微信文档', 'WeChat'])}](${page})`;
  }

  /** With what follows it. */
  #colon(name, text) {
    return `${name}${this.#say(['：', ': '])}${text}`;
  }

  #brackets(text) {
    return this.#say([`（${text}）`, ` (${text})`]);
  }

  #table(head, rows) {
    return table(
      head.map((text) => this.#say(text)),
      rows,
    );
  }
}

function dated([date, page]) {
  return `[${date}](${page})`;
}
