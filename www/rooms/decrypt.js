// Decrypt and diagnose: four texts in, and what is wrong with them.

import { placeBlocks, readPaste } from '../../pkg/paste/paste.mjs';
import { field, gistOf, h, invitation, room, sampleChoice } from '../elements.js';
import { inLanguage, say } from '../language.js';
import { pasteField } from '../paste-field.js';
import { broken, good } from '../samples.js';
import { diagnose } from '../wx-unionid.js';
import { showData } from './decrypt/data.js';
import { showJourney } from './decrypt/journey.js';
import { openAnyway } from './decrypt/open.js';
import { showVerdict } from './decrypt/verdict.js';

const names = ['appid', 'sessionKey', 'iv', 'encryptedData'];

export const emptyState = () => ({
  appid: '',
  sessionKey: '',
  iv: '',
  encryptedData: '',
  sample: '',
});

export function decryptRoom(state) {
  const verdict = h('div', { 'aria-live': 'polite', 'aria-atomic': 'true' });
  const details = h('div', { className: 'result' });
  const result = h('div', { className: 'result', id: 'result' }, verdict, details);
  const gist = gistOf(result);
  const fields = Object.fromEntries(names.map((name) => [name, textField(name, state, edited)]));
  const paste = pasteField({
    hint: say('pasteHint'),
    nothingFound: say('nothingFound'),
    example: say('pasteExample'),
    read: (text) => valuesIn(text, state),
    fill,
  });
  const sample = sampleChoice({ chosen: state.sample, groups: sampleGroups(), take });
  render();
  return room([sample, paste, ...Object.values(fields), gist], result);

  function edited() {
    state.sample = sample.input.value = '';
    later(render);
  }

  function take(name) {
    fill({ ...emptyState(), ...good[name], ...broken[name] });
    state.sample = sample.input.value = name;
  }

  function fill(values) {
    for (const name of names.filter((one) => one in values)) {
      state[name] = values[name];
      fields[name].input.value = values[name];
    }
    render();
  }

  function render() {
    for (const name of names) {
      fields[name].note.textContent = state[name]
        ? say('chars', { count: state[name].length.toLocaleString() })
        : say(`about_${name}`);
    }
    const isEmpty = names.every((name) => !state[name].trim());
    const input = inputOf(state);
    const diagnosis = isEmpty ? undefined : diagnose(input);
    for (const name of names) {
      const isBad = diagnosis?.causes.some(({ field: its }) => its === name);
      fields[name].dataset.state = isBad ? 'bad' : '';
    }
    if (diagnosis) gist.show(diagnosis.causes.length === 0, inLanguage(diagnosis.message));
    else gist.hide();
    verdict.replaceChildren(diagnosis ? showVerdict(diagnosis, input) : noResult(take));
    const opened = diagnosis && openAnyway(input);
    details.replaceChildren(
      ...[diagnosis && showJourney(diagnosis), opened && showData(opened)].filter(Boolean),
    );
  }
}

function textField(name, state, edited) {
  return field({
    name,
    label: name,
    value: state[name],
    multiline: name !== 'appid',
    rows: { sessionKey: 2, iv: 1, encryptedData: 7 }[name],
    oninput: ({ target }) => {
      state[name] = target.value;
      edited();
    },
  });
}

function noResult(take) {
  const shown = ['plus_became_space', 'wrong_session_key', 'wrong_iv'];
  const samples = shown.map((name) => [say(`cause_${name}`), () => take(name)]);
  return invitation(say('nothingYet'), samples);
}

/** What belongs into each field. A session key that waits there for its iv keeps its place. */
function valuesIn(text, state) {
  const { fields: found, blocks, appSecret } = readPaste(text);
  const waiting = state.sessionKey && !state.iv ? { sessionKey: [state.sessionKey] } : {};
  const placed = placeBlocks({ fields: { ...waiting, ...found }, blocks }, diagnose);
  const { appid, sessionKey, iv, encryptedData } = placed;
  const isNew = sessionKey && sessionKey !== waiting.sessionKey;
  const values = {
    appid: [appid].flat()[0],
    sessionKey: isNew ? sessionKey.join('\n') : undefined,
    iv,
    encryptedData,
  };
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return { values: Object.fromEntries(known), appSecret };
}

function sampleGroups() {
  return [
    [say('goodSamples'), Object.keys(good).map((name) => [name, say(`kind_${name}`)])],
    [say('brokenSamples'), Object.keys(broken).map((name) => [name, say(`cause_${name}`)])],
  ];
}

/** Candidates stand on lines of their own. */
function inputOf({ appid, sessionKey, iv, encryptedData }) {
  const keys = sessionKey.split('\n').filter((line) => line !== '');
  return {
    appid,
    sessionKey: keys.length > 1 ? keys.slice(0, 4) : (keys[0] ?? ''),
    iv,
    encryptedData,
  };
}

let timer;

/** Once nothing has been typed for a moment. */
function later(run) {
  clearTimeout(timer);
  timer = setTimeout(run, 80);
}
