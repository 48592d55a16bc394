// Who is this user: what WeChat said in, and who it is about, drawn.

import { gistOf, h, invitation, room, sampleChoice } from '../elements.js';
import { say } from '../language.js';
import { showRefusal } from '../refusal.js';
import { identities as samples } from '../samples.js';
import { resolveIdentity, WxError } from '../wx-unionid.js';
import { drawIdentity } from './identity/drawing.js';
import { factForm } from './identity/fact-form.js';
import { showFlags, showIdentity, verdictOn } from './identity/verdict.js';

const noFact = () => ({ source: 'code2Session', appid: '', openid: '', value: '' });

export const emptyState = () => ({ facts: [noFact()], sample: '' });

export function identityRoom(state) {
  const answer = answerTo({ take });
  const facts = h('div', { className: 'fields' });
  const sample = sampleChoice({ chosen: state.sample, groups: sampleGroups(), take });
  let forms;
  ask();
  return room(
    [
      sample,
      facts,
      h('button', { type: 'button', name: 'add', onclick: add }, say('addFact')),
      answer.gist,
    ],
    answer.result,
  );

  function ask() {
    const isRemovable = state.facts.length > 1;
    forms = state.facts.map((fact, at) =>
      factForm(fact, at, { edited, remove: isRemovable && (() => remove(at)) }),
    );
    facts.replaceChildren(...forms.map(({ element }) => element));
    render();
  }

  function edited() {
    state.sample = sample.input.value = '';
    render();
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

  function take(name) {
    state.facts = factsOf(name);
    state.sample = sample.input.value = name;
    ask();
  }

  function render() {
    for (const form of forms) mark(form, '');
    const given = state.facts.flatMap(({ value }, at) => (value.trim() ? [at] : []));
    if (given.length === 0) {
      answer.invite();
      return;
    }
    try {
      answer.show(given.map((at) => asFact(state.facts[at])));
    } catch (error) {
      if (!(error instanceof WxError)) throw error;
      const at = given[error.index ?? 0];
      mark(forms[at], 'bad', [error.argument]);
      answer.refuse(error, say('factNumber', { number: at + 1 }));
    }
  }
}

/** Marks the fields of a fact, or those with these names. */
function mark(form, state, names = ['appid', 'openid', 'value']) {
  for (const name of names.filter((one) => one in form)) form[name].dataset.state = state;
}

/** What comes of the facts, with the gist of it; `take` shows a sample. */
function answerTo({ take }) {
  const verdict = h('div', { 'aria-live': 'polite', 'aria-atomic': 'true' });
  const details = h('div', { className: 'result' });
  const result = h('div', { className: 'result', id: 'result' }, verdict, details);
  const gist = gistOf(result);
  return { result, gist, invite, show, refuse };

  function invite() {
    gist.hide();
    verdict.replaceChildren(noResult(take));
    details.replaceChildren();
  }

  function show(facts) {
    const identity = resolveIdentity(facts);
    const alone = facts.map((fact) => resolveIdentity([fact]));
    const { isGood, title } = verdictOn(identity);
    gist.show(isGood, say(title));
    verdict.replaceChildren(showIdentity(identity));
    const flags = identity.flags.length > 0 ? [showFlags(identity.flags)] : [];
    details.replaceChildren(drawIdentity(identity, facts, alone), ...flags);
  }

  function refuse(error, title) {
    gist.show(false, title);
    verdict.replaceChildren(showRefusal(error, 'h2', title));
    details.replaceChildren();
  }
}

function factsOf(sample) {
  const { known, missing, conflicts } = samples;
  const taken = { ...known, ...missing, ...conflicts }[sample];
  return taken.map(({ value, ...fact }) => ({
    ...noFact(),
    ...fact,
    value: JSON.stringify(value, null, 2),
  }));
}

function noResult(take) {
  const shown = ['three-apps', 'code2session-not-bound', 'two-unionids'];
  const invited = shown.map((name) => [say(`identity_${name}`), () => take(name)]);
  return invitation(say('identityNothing'), invited);
}

function sampleGroups() {
  const named = (group) => Object.keys(group).map((name) => [name, say(`identity_${name}`)]);
  return [
    [say('withUnionid'), named(samples.known)],
    [say('withoutUnionid'), named(samples.missing)],
    [say('withConflicts'), named(samples.conflicts)],
  ];
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
