// Who the user is, in words: what is missing, how to get it, and what contradicts.

import { h, linked, mark } from '../../elements.js';
import { inLanguage, say } from '../../language.js';

/** Whether all is well, and by which text. */
export function verdictOn({ unionid, conflicts }) {
  if (conflicts.length > 0) return { isGood: false, title: 'identityConflict' };
  return unionid === null
    ? { isGood: false, title: 'identityMissing' }
    : { isGood: true, title: 'identityGood' };
}

export function showIdentity(identity) {
  const { appid, openid, unionid, missing, next, conflicts } = identity;
  const { isGood, title } = verdictOn(identity);
  return h(
    'section',
    { className: `card verdict ${isGood ? 'good' : 'bad'}` },
    h('h2', {}, mark(isGood), say(title)),
    openid === null
      ? h('p', {}, say('unknownUser'))
      : h(
          'dl',
          { className: 'ids' },
          row('appid', appid),
          row('openid', openid),
          unionid !== null && row('unionid', unionid),
        ),
    conflicts.length > 0 && h('ol', { className: 'causes' }, conflicts.map(showConflict)),
    missing && [
      missing.reason !== 'conflict' && h('p', { className: 'tags' }, h('code', {}, missing.reason)),
      h('p', {}, linked(inLanguage(missing.message))),
    ],
    next.length > 0 && [
      h('h3', {}, say('howToGetIt')),
      h('ol', { className: 'causes' }, next.map(showStep)),
    ],
  );
}

function row(name, value) {
  return [h('dt', {}, name), h('dd', {}, h('code', {}, value))];
}

function showStep({ source, needs, message }) {
  return h(
    'li',
    {},
    h('h4', {}, h('code', {}, source)),
    h('p', {}, linked(inLanguage(message))),
    h(
      'p',
      { className: 'tags' },
      needs.map((need) => h('span', {}, say(`need_${need}`))),
    ),
  );
}

function showConflict({ conflict, values, message }) {
  return h(
    'li',
    {},
    h('p', { className: 'tags' }, h('code', {}, conflict)),
    h('p', {}, linked(inLanguage(message))),
    h(
      'p',
      { className: 'excerpt' },
      say('valuesOf'),
      values.map((value) => [' ', h('code', {}, value)]),
    ),
  );
}

export function showFlags(flags) {
  return h(
    'section',
    { className: 'card' },
    h('h2', {}, say('flags')),
    flags.map((flag) => h('p', {}, h('code', {}, flag), ' ', say(`flag_${flag}`))),
  );
}
