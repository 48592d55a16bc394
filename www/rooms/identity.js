// Who is this user: what WeChat said in, and who it is about, drawn.

import { MOST_TO_READ, readPaste } from '../../pkg/paste/paste.mjs';
import { sayThatItIsRefused } from '../app-secret.js';
import { announceTooMuch, choice, field, gistOf, h, invitation, room } from '../elements.js';
import { say } from '../language.js';
import { showRefusal } from '../refusal.js';
import { identities as samples } from '../samples.js';
import { resolveIdentity, WxError } from '../wx-unionid.js';
import { drawIdentity } from './identity/drawing.js';
import { showFlags, showIdentity, verdictOn } from './identity/verdict.js';

const sources = {
  ofMiniPrograms: [
    'code2Session',
    'getPaidUnionId',
    'getPhoneNumber',
    'getWXContext',
    'cloudHostingHeaders',
    'decrypt',
  ],
  ofPages: ['snsAccessToken', 'snsUserInfo', 'snsRefreshToken'],
  ofAccounts: ['userInfo', 'batchUserInfo', 'messagePush'],
  ofPlatforms: ['thirdpartyCode2Session', 'thirdpartySnsAccessToken', 'thirdpartySnsRefreshToken'],
};

const noFact = () => ({ source: 'code2Session', appid: '', openid: '', value: '' });

export const emptyState = () => ({ facts: [noFact()], sample: '' });

export function identityRoom(state) {
  const verdict = h('div', { 'aria-live': 'polite', 'aria-atomic': 'true' });
  const details = h('div', { className: 'result' });
  const result = h('div', { className: 'result', id: 'result' }, verdict, details);
  const gist = gistOf(result);
  const facts = h('div', { className: 'fields' });
  const sample = sampleChoice();
  let forms;
  ask();
  return room(
    [
      sample,
      facts,
      h('button', { type: 'button', name: 'add', onclick: add }, say('addFact')),
      gist,
    ],
    result,
  );

  function ask() {
    forms = state.facts.map(factForm);
    facts.replaceChildren(...forms.map(({ element }) => element));
    render();
  }

  function factForm(fact, at) {
    const number = at + 1;
    const set = (name) => (event) => {
      fact[name] = event.target.value;
      state.sample = sample.input.value = '';
      render();
    };
    // Said once.
    const hint = (name) => (at === 0 ? say(name) : '');
    const source = choice({
      name: `source-${number}`,
      label: say('source'),
      options: Object.entries(sources).map(([group, names]) => [
        say(group),
        names.map((name) => [name, name]),
      ]),
      onchange(event) {
        set('source')(event);
        openid.hidden = fact.source !== 'getPaidUnionId';
      },
    });
    source.input.value = fact.source;
    const appid = field({
      name: `appid-${number}`,
      label: 'appid',
      value: fact.appid,
      hint: hint('about_factAppid'),
      oninput: set('appid'),
    });
    const openid = field({
      name: `openid-${number}`,
      label: 'openid',
      value: fact.openid,
      hint: say('about_factOpenid'),
      oninput: set('openid'),
    });
    openid.hidden = fact.source !== 'getPaidUnionId';
    const value = field({
      name: `value-${number}`,
      label: say('factValue'),
      value: fact.value,
      hint: hint('about_factValue'),
      multiline: true,
      rows: Math.max(4, fact.value.split('\n').length + 1),
      oninput(event) {
        const { target } = event;
        if (target.value.length > MOST_TO_READ) {
          announceTooMuch(target.value);
          target.value = '';
        } else if (readPaste(target.value).appSecret) {
          // Among other things, as when a request is pasted in place of its reply.
          target.value = '';
          sayThatItIsRefused();
        }
        set('value')(event);
      },
    });
    const element = h(
      'fieldset',
      {},
      h('legend', {}, say('factNumber', { number })),
      source,
      appid,
      openid,
      value,
      state.facts.length > 1 &&
        h(
          'button',
          {
            type: 'button',
            name: `remove-${number}`,
            'aria-label': say('removeFactNumber', { number }),
            onclick: () => remove(at),
          },
          say('removeFact'),
        ),
    );
    return { element, source, appid, openid, value };
  }

  function add() {
    state.facts.push(noFact());
    ask();
    forms.at(-1).source.input.focus();
  }

  function remove(at) {
    state.facts.splice(at, 1);
    state.sample = sample.input.value = '';
    ask();
    forms[Math.min(at, forms.length - 1)].source.input.focus();
  }

  function sampleChoice() {
    const options = (names) => names.map((name) => [name, say(`identity_${name}`)]);
    const made = choice({
      name: 'sample',
      label: say('samples'),
      options: [
        ['', say('chooseSample')],
        [say('withUnionid'), options(Object.keys(samples.known))],
        [say('withoutUnionid'), options(Object.keys(samples.missing))],
        [say('withConflicts'), options(Object.keys(samples.conflicts))],
      ],
      onchange: ({ target }) => target.value && take(target.value),
    });
    made.input.value = state.sample;
    return made;
  }

  function take(name) {
    const { known, missing, conflicts } = samples;
    const taken = { ...known, ...missing, ...conflicts }[name];
    state.facts = taken.map(({ value, ...fact }) => ({
      ...noFact(),
      ...fact,
      value: JSON.stringify(value, null, 2),
    }));
    state.sample = sample.input.value = name;
    ask();
  }

  function noResult() {
    const shown = ['three-apps', 'code2session-not-bound', 'two-unionids'];
    const samples = shown.map((name) => [say(`identity_${name}`), () => take(name)]);
    return invitation(say('identityNothing'), samples);
  }

  function render() {
    for (const { appid, openid, value } of forms) {
      for (const one of [appid, openid, value]) one.dataset.state = '';
    }
    details.replaceChildren();
    const given = state.facts.flatMap(({ value }, at) => (value.trim() ? [at] : []));
    if (given.length === 0) {
      gist.hide();
      verdict.replaceChildren(noResult());
      return;
    }
    const asked = given.map((at) => asFact(state.facts[at]));
    try {
      const identity = resolveIdentity(asked);
      const alone = asked.map((fact) => resolveIdentity([fact]));
      const { isGood, title } = verdictOn(identity);
      gist.show(isGood, say(title));
      verdict.replaceChildren(showIdentity(identity));
      details.replaceChildren(
        drawIdentity(identity, asked, alone),
        ...(identity.flags.length > 0 ? [showFlags(identity.flags)] : []),
      );
    } catch (error) {
      if (!(error instanceof WxError)) throw error;
      refuse(error, given);
    }
  }

  function refuse(error, given) {
    const at = given[error.index ?? 0];
    const title = say('factNumber', { number: at + 1 });
    const wrong = forms[at][error.argument];
    if (wrong) wrong.dataset.state = 'bad';
    gist.show(false, title);
    verdict.replaceChildren(showRefusal(error, 'h2', title));
  }
}

function asFact({ source, appid, openid, value }) {
  return {
    source,
    appid: appid.trim(),
    ...(source === 'getPaidUnionId' && { openid: openid.trim() }),
    value: source === 'messagePush' && value.trim().startsWith('<') ? ofXml(value) : ofJson(value),
  };
}

/** What is no JSON is nothing, which the package refuses. */
function ofJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Official accounts are sent `<xml><FromUserName>…`, unless they asked for JSON. No other id is in
 * it.
 */
function ofXml(text) {
  const [, FromUserName] = text.match(/<FromUserName>(?:<!\[CDATA\[)?([\w-]+)/) ?? [];
  return { FromUserName };
}
