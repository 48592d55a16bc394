// What comes of a push: the verdict with its causes, the steps, and the message.

import { stepsOf } from '../../../pkg/paste/push.mjs';
import { showCauses } from '../../causes.js';
import { copyButton, h, linked, mark } from '../../elements.js';
import { inLanguage, say } from '../../language.js';
import { stageList } from '../../stages.js';

const encrypted = ['encoding', 'decryption', 'length', 'receiver', 'message'];
const stages = ['configuration', 'query', 'body', 'mode', 'signature', ...encrypted, 'age'];

export function showPushVerdict({ causes, hint }, input) {
  const isGood = causes.length === 0;
  return h(
    'section',
    { className: `card verdict ${isGood ? 'good' : 'bad'}` },
    h('h2', {}, mark(isGood), say(isGood ? 'pushGood' : 'pushBad')),
    isGood ? h('p', {}, linked(inLanguage(hint))) : showCauses(causes, input),
  );
}

/** What a mode has no need of is no step of it. */
export function showSteps(diagnosis, { mode, maxAgeSeconds }) {
  const steps = stepsOf(diagnosis);
  const names = stages.filter((name) => mode !== 'plain' || !encrypted.includes(name));
  const isUntimed = maxAgeSeconds === Number.POSITIVE_INFINITY;
  return h(
    'section',
    { className: 'card' },
    h('h2', {}, say('journey')),
    stageList(
      names.map((name) => ({
        title: say(`step_${name}`),
        state: name === 'age' && isUntimed ? 'open' : stateOf(steps, name),
        detail: name === 'age' && isUntimed ? say('ageUnknown') : '',
      })),
      'stages six',
    ),
  );
}

function stateOf(steps, name) {
  const step = steps.find((one) => one.name === name);
  if (!step) return 'open';
  return step.ok ? 'good' : 'bad';
}

/** The message, or the echostr that is to be answered. */
export function showMessage(message) {
  const isEcho = typeof message === 'string';
  const text = isEcho ? message : JSON.stringify(message, null, 2);
  const title = say(isEcho ? 'pushEcho' : 'pushMessage');
  return h(
    'section',
    { className: 'card data' },
    h(
      'header',
      {},
      h('h2', {}, title),
      copyButton(say('copy'), say('copied'), () => text),
    ),
    h('pre', { tabIndex: 0, role: 'region', 'aria-label': title }, text),
  );
}
