import { errcodes } from '../pkg/dist/tsc/src/generated/errcodes.js';
import { languages } from './languages.mjs';

const texts = {
  zh: {
    title: 'errcode 对照表',
    intro:
      '微信返回的 errcode 是什么意思，该怎么办。同一个数字在不同接口里可能含义不同：先看该接口的表，再看“所有接口”。程序里请用 [`explainErrcode`](/api/wx-unionid/functions/explainErrcode.md)，内容相同。',
    everywhere: '所有接口',
    head: ['errcode', '含义与处理'],
    retryable: { true: '可重试', false: '不可重试' },
  },
  en: {
    title: 'Errcodes',
    intro:
      'What an errcode of WeChat’s means, and what to do. The same number may mean different things: look at the table of the endpoint first, then at “Every endpoint”. Programs call [`explainErrcode`](/en/api/wx-unionid/functions/explainErrcode.md), which says the same.',
    everywhere: 'Every endpoint',
    head: ['errcode', 'Meaning, and what to do'],
    retryable: { true: 'Retryable', false: 'Not retryable' },
  },
};

/** The page of errcodes in one language: a table of each endpoint that has its own. */
export function errcodesPage(language) {
  const { title, intro, everywhere } = texts[language];
  const { rows } = errcodes();
  const endpoints = [...new Set(rows.flatMap(([, endpoints]) => endpoints))];
  const general = rows.filter(([, endpoints]) => endpoints.length === 0);
  return {
    file: `${languages[language].base}errcodes.md`,
    title,
    text: [
      `# ${title}`,
      intro,
      ...section('every-endpoint', everywhere, general, language),
      ...endpoints.flatMap((endpoint) =>
        section(
          endpoint,
          endpoint,
          rows.filter(([, endpoints]) => endpoints.includes(endpoint)),
          language,
        ),
      ),
    ].join('\n\n'),
  };
}

/** Each row has an address of its own, such as `errcodes#code2Session-40029`. */
function section(id, heading, rows, language) {
  const { head, retryable } = texts[language];
  const at = language === 'zh' ? 0 : 1;
  const lines = rows.map(([errcode, , , canRepeat, meaning, advice]) => {
    const anchor = `${id}-${errcode}`;
    return row([
      `<a id="${anchor}" href="#${anchor}">${errcode}</a>`,
      `**${inCell(meaning[at])}**<br>${inCell(advice[at])}<br>_${retryable[canRepeat]}_`,
    ]);
  });
  return [`## ${heading} {#${id}}`, [row(head), row(head.map(() => '---')), ...lines].join('\n')];
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

/** A text, which marks code as Markdown does, and nothing else. */
function inCell(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => {
      if (part.startsWith('`')) return part.replaceAll('|', '\\|');
      return part.replace(/[\\*_[\]<>{}|~&]/g, (sign) => `&#${sign.codePointAt(0)};`);
    })
    .join('');
}
