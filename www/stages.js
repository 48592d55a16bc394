// The steps of a check, as a path of stages.

import { h } from './elements.js';
import { say } from './language.js';

const marks = { good: '✓', bad: '✗', open: '·' };

/** Each stage has a `title`, a `state` (`good`, `bad` or `open`: not reached), and a `detail`. */
export function stageList(stages, className = 'stages') {
  const broken = stages.findIndex(({ state }) => state === 'bad');
  return h(
    'ol',
    { className },
    stages.map(({ title, state, detail }, at) =>
      h(
        'li',
        { className: `stage ${state}`, 'aria-current': at === broken ? 'step' : undefined },
        h('span', { className: 'mark', 'aria-hidden': 'true' }, marks[state]),
        h('strong', {}, title),
        h('span', { className: 'visually-hidden' }, say(`state_${state}`)),
        h('small', {}, detail),
      ),
    ),
  );
}
