// What the package refuses, in the page's language as far as that is known, and in the package's
// words.

import { h, mark } from './elements.js';
import { say } from './language.js';
import { WxError } from './wx-unionid.js';

/** What `make` makes, or why it was refused. */
export function orRefusal(make, heading = 'h3') {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    return showRefusal(error, heading);
  }
}

/** `title` says what was refused, where that is not one thing. */
export function showRefusal({ code, argument, message }, heading, title = code) {
  return h(
    'div',
    { className: 'card verdict bad' },
    h(heading, {}, mark(false), title),
    h('p', {}, say(`refused_${code}`, { argument })),
    // Its sentences are English.
    h('p', { lang: 'en' }, h('code', {}, message)),
  );
}
