// What a diagnosis says, in one sentence and cause by cause.

import { showCauses } from '../../causes.js';
import { h, linked, mark } from '../../elements.js';
import { inLanguage, say } from '../../language.js';

export function showVerdict({ causes, message, hint, opens }, input) {
  const isGood = causes.length === 0;
  const title = isGood ? 'verdictGood' : opens ? 'verdictOpens' : 'verdictBad';
  return h(
    'section',
    {
      className: `card verdict ${isGood ? 'good' : 'bad'}`,
    },
    h('h2', {}, mark(isGood), say(title)),
    isGood
      ? [h('p', {}, h('strong', {}, inLanguage(message))), h('p', {}, linked(inLanguage(hint)))]
      : showCauses(causes, input),
  );
}
