// The tables of endpoints, kinds of data and error codes in both READMEs.

import { fieldsByCode } from './errors.mjs';
import { filled, table } from './markdown.mjs';

const languages = [
  {
    page: 'README.zh-CN.md',
    and: '、',
    having: (what) => `（带 \`${what}\`）`,
    endpoints: ['接口', '请求', '客户端', '作用'],
    kinds: ['函数', '数据来源', '`kind`'],
    errors: ['code', '`status`', '含义', '附带'],
    means: ({ zh }) => zh,
  },
  {
    page: 'README.md',
    and: ', ',
    having: (what) => `, with \`${what}\``,
    endpoints: ['endpoint', 'request', 'client', 'what it does'],
    kinds: ['function', 'data of', '`kind`'],
    errors: ['code', '`status`', 'what it means', 'fields'],
    means: ({ docs }) => docs.join('').trim(),
  },
];

/** The path and the text of each README. */
export function readmes(model, read) {
  const { endpoints, kinds, errors } = model;
  const fields = fieldsByCode(model);
  return languages.map((language, at) => {
    const tables = {
      endpoints: endpoints.map((endpoint) => [
        `\`${endpoint.name}\``,
        `${endpoint.method} \`${endpoint.path}\``,
        clientsOf(endpoint, endpoints, language),
        endpoint.purpose[at],
      ]),
      kinds: kinds.map(({ kind, function: name, from }) => [
        `\`${name}\``,
        from[at],
        `\`${kind}\``,
      ]),
      errors: errors.map((row) => [
        `\`${row.code}\``,
        [row.answer[0], ...row.otherStatuses].sort().join(', '),
        language.means(row),
        fields
          .get(row.code)
          .map(({ name }) => `\`${name}\``)
          .join(language.and),
      ]),
    };
    const text = Object.entries(tables).reduce(
      (text, [part, rows]) => filled(text, part, table(language[part], rows)),
      read(language.page),
    );
    return [language.page, text];
  });
}

/** Who has it as a method, and what it needs for that. */
function clientsOf({ name, clients }, endpoints, { and, having }) {
  const own = endpoints.find(({ onBehalf }) => onBehalf === name);
  if (own) return own.clients.join(and) + having('component');
  if (clients.length > 0) return clients.join(and);
  return `AccessTokens${name === 'getAccessToken' ? having('legacy') : ''}`;
}
