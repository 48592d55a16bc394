// An AppSecret has no business in a page. None is kept, shown or used.

import { announce } from './elements.js';
import { say } from './language.js';

/** 32 hexadecimal digits on a line: nothing else that goes into most fields looks like that. */
const APP_SECRET = /^\s*["']?[0-9a-f]{32}["']?\s*$/im;

/** Empties any field that gets one, before other code reads it. */
export function refuseAppSecrets() {
  document.addEventListener(
    'input',
    ({ target }) => {
      // A Token may look like that, too.
      if (target.name === 'token' || !APP_SECRET.test(target.value)) return;
      target.value = '';
      sayThatItIsRefused();
    },
    true,
  );
}

export function sayThatItIsRefused() {
  announce(say('appSecret'));
}
