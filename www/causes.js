// The causes of a diagnosis, in the order in which they have to be mended, with the place in the
// text.

import { coded, h, linked } from './elements.js';
import { inLanguage, say } from './language.js';

/** How much of a text is shown on either side of the damage. */
const AROUND = 22;

export function showCauses(causes, input) {
  return h(
    'ol',
    { className: 'causes' },
    causes.map((cause) => showCause(cause, input)),
  );
}

function showCause(finding, input) {
  const { cause, field, index, at, chars, confidence, message, hint } = finding;
  return h(
    'li',
    { 'data-cause': cause },
    h('h3', {}, coded(inLanguage(message))),
    h(
      'p',
      { className: 'tags' },
      field && h('code', {}, index ? `${field}[${index}]` : field),
      chars !== undefined && h('span', {}, say('chars', { count: chars })),
      at !== undefined && h('span', {}, say('atCharacter', { at })),
      confidence && h('span', {}, say(`confidence_${confidence}`)),
    ),
    at !== undefined && excerpt(textOf(input, field), at),
    h('p', {}, linked(inLanguage(hint))),
  );
}

function textOf(input, field) {
  const text = input[field];
  return Array.isArray(text) ? text[0] : text;
}

/** The text around the damage, with the damage marked. */
function excerpt(text, at) {
  if (typeof text !== 'string' || text === '') return null;
  const start = Math.max(0, at - AROUND);
  const end = Math.min(text.length, at + AROUND + 1);
  const marked = text.slice(at, at + 1);
  return h(
    'p',
    { className: 'excerpt' },
    h(
      'code',
      {},
      start > 0 && '…',
      text.slice(start, at),
      h('mark', {}, marked in nameless ? say(nameless[marked]) : marked),
      text.slice(at + 1, end),
      end < text.length && '…',
    ),
  );
}

/** What cannot be seen is named. */
const nameless = {
  '': 'endOfText',
  ' ': 'space',
  '\t': 'tab',
  '\r': 'lineBreak',
  '\n': 'lineBreak',
};
