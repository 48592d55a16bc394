// Why a push is refused: its query and body, and the configuration that is to open it.

import { openPush, readPush, readTime, untimed } from '../../pkg/paste/push.mjs';
import { choice, field, gistOf, h, invitation, room, sampleChoice } from '../elements.js';
import { inLanguage, locale, say } from '../language.js';
import { pasteField } from '../paste-field.js';
import { pushes as samples } from '../samples.js';
import { diagnosePush, MessagePush } from '../wx-unionid.js';
import { showMessage, showPushVerdict, showSteps } from './pushes/result.js';

const modes = ['safe', 'compatible', 'plain'];
/** The texts, each with how many lines it mostly has; what has one line only has none. */
const rows = {
  query: 4,
  body: 7,
  receiver: undefined,
  token: 1,
  encodingAESKey: 2,
  now: undefined,
};
const names = Object.keys(rows);
/** In 企业微信, some pushes are for nobody: a field that is empty says nothing yet. */
const NOBODY = "''";

export const emptyState = () => ({
  mode: 'safe',
  ...Object.fromEntries(names.map((name) => [name, ''])),
  sample: '',
});

export function pushesRoom(state) {
  const verdict = h('div', { 'aria-live': 'polite', 'aria-atomic': 'true' });
  const details = h('div', { className: 'result' });
  const result = h('div', { className: 'result', id: 'result' }, verdict, details);
  const gist = gistOf(result);
  const fields = Object.fromEntries(names.map((name) => [name, textField(name, state, edited)]));
  const mode = modeChoice(state, edited);
  const paste = pasteField({
    hint: say('pushPasteHint'),
    nothingFound: say('pushNothingFound'),
    example: 'curl https://example.com/wx?signature=…&timestamp=…',
    read: valuesIn,
    fill,
  });
  const sample = sampleChoice({ chosen: state.sample, groups: sampleGroups(), take });
  const { query, body, ...config } = fields;
  render();
  return room([sample, paste, query, body, mode, ...Object.values(config), gist], result);

  function edited() {
    state.sample = sample.input.value = '';
    render();
  }

  function take(name) {
    fill({ ...emptyState(), ...samples.good[name], ...samples.broken[name] });
    state.sample = sample.input.value = name;
  }

  function fill(values) {
    state.sample = sample.input.value = '';
    for (const [name, value] of Object.entries(values).filter(([one]) => one !== 'sample')) {
      state[name] = (name === 'mode' ? mode : fields[name]).input.value = value;
    }
    render();
  }

  function render() {
    const isEmpty = !state.query.trim() && !state.body.trim();
    const input = untimed(inputOf(state));
    const diagnosis = isEmpty ? undefined : diagnosePush(input);
    for (const name of names) {
      fields[name].note.textContent = noteOf(name, state[name]);
      const isBad = diagnosis?.causes.some(({ field: its }) => ownerOf(its) === name);
      fields[name].dataset.state = isBad ? 'bad' : '';
    }
    if (!diagnosis) {
      gist.hide();
      verdict.replaceChildren(noResult(take));
      details.replaceChildren();
      return;
    }
    const isGood = diagnosis.causes.length === 0;
    gist.show(isGood, inLanguage(diagnosis.message));
    verdict.replaceChildren(showPushVerdict(diagnosis, input));
    const message = isGood ? [showMessage(openPush(input, MessagePush))] : [];
    details.replaceChildren(showSteps(diagnosis, input), ...message);
  }
}

function textField(name, state, edited) {
  return field({
    name,
    label: say(`label_${name}`),
    value: state[name],
    multiline: rows[name] !== undefined,
    rows: rows[name],
    oninput({ target }) {
      state[name] = target.value;
      edited();
    },
  });
}

function modeChoice(state, edited) {
  const made = choice({
    name: 'mode',
    label: say('label_mode'),
    options: modes.map((mode) => [mode, say(`mode_${mode}`)]),
    onchange({ target }) {
      state.mode = target.value;
      edited();
    },
  });
  made.input.value = state.mode;
  return made;
}

function sampleGroups() {
  const named = (group) => Object.keys(group).map((name) => [name, say(`push_${name}`)]);
  return [
    [say('goodPushes'), named(samples.good)],
    [say('brokenPushes'), named(samples.broken)],
  ];
}

function noResult(take) {
  const shown = ['wrong_token', 'body_not_raw', 'wrong_receiver'];
  return invitation(
    say('pushNothing'),
    shown.map((name) => [say(`push_${name}`), () => take(name)]),
  );
}

/** As the fields hold them: lists on lines of their own, and an object as it is printed. */
function valuesIn(text) {
  const { fields: found, appSecret } = readPush(text);
  const { now, body, ...fields } = found;
  const texts = Object.entries(fields).map(([name, value]) => [name, [value].flat().join('\n')]);
  const isObject = typeof body === 'object';
  const values = {
    ...Object.fromEntries(texts),
    ...(body !== undefined && { body: isObject ? printed(body) : body }),
    ...(now !== undefined && { now: new Date(now).toISOString() }),
  };
  return { values, appSecret };
}

function printed(object) {
  const entries = Object.entries(object).map(([name, value]) => `${name}: '${value}'`);
  return `{ ${entries.join(', ')} }`;
}

function inputOf({ mode, receiver, token, encodingAESKey, query, body, now }) {
  const receivers = receiver === NOBODY ? '' : receiver || undefined;
  return {
    mode,
    receiver: receivers,
    token: linesOf(token),
    encodingAESKey: linesOf(encodingAESKey),
    query,
    body: body === '' ? undefined : bodyOf(body),
    now: readTime(now.trim()),
  };
}

function linesOf(text) {
  return text.split('\n').filter((line) => line !== '');
}

/** What was printed of an object is that object; anything else is the body itself. */
function bodyOf(text) {
  const { body } = readPush(text).fields;
  return typeof body === 'object' ? body : text;
}

/** The field that holds what a cause is about. */
function ownerOf(name) {
  return name === undefined || names.includes(name) ? name : 'query';
}

function noteOf(name, value) {
  if (value === '') return say(`about_push_${name}`);
  if (name !== 'now') return say('chars', { count: value.length.toLocaleString() });
  const time = readTime(value.trim());
  return time === undefined ? say('timeUnknown') : new Date(time).toLocaleString(locale());
}
