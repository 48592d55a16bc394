// The tables of endpoints and of kinds of data in both READMEs.

import { filled, table } from './markdown.mjs';

const languages = [
  {
    page: 'README.zh-CN.md',
    and: '、',
    having: (what) => `（带 \`${what}\`）`,
    endpoints: ['接口', '请求', '客户端', '作用'],
    kinds: ['函数', '数据来源', '`kind`'],
  },
  {
    page: 'README.md',
    and: ', ',
    having: (what) => `, with \`${what}\``,
    endpoints: ['endpoint', 'request', 'client', 'what it does'],
    kinds: ['function', 'data of', '`kind`'],
  },
];

/** The path and the text of each README. */
export function readmes({ endpoints, kinds }, read) {
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
