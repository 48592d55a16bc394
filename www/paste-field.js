// A field for anything that is pasted: what is in it goes where it belongs.

import { MOST_TO_READ } from '../pkg/paste/paste.mjs';
import { sayThatItIsRefused } from './app-secret.js';
import { announce, announceTooMuch, field } from './elements.js';
import { say } from './language.js';

/**
 * `hint`, `nothingFound` and `example` are texts. `read` gives the `values` of a text, by the names
 * of fields, and whether it has an `appSecret`; `fill` takes them, if there are some.
 */
export function pasteField({ hint, nothingFound, example, read, fill }) {
  const paste = field({
    name: 'paste',
    label: say('paste'),
    hint,
    placeholder: example,
    multiline: true,
    rows: 2,
    oninput({ target }) {
      const text = target.value;
      if (text.length > MOST_TO_READ) {
        announceTooMuch(text);
        target.value = '';
        return;
      }
      const { values, appSecret } = read(text);
      const names = Object.keys(values);
      const isUnknown = names.length === 0 && !appSecret && text.trim() !== '';
      paste.note.textContent = isUnknown ? nothingFound : hint;
      if (isUnknown) return;
      target.value = '';
      if (names.length > 0) {
        fill(values);
        announce(say('found', { names: names.join(', ') }));
      }
      if (appSecret) sayThatItIsRefused();
    },
  });
  return paste;
}
