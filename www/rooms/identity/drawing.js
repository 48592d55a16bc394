// The apps that the facts are about, each with its openids, and the unionid that ties them. What a
// line shows, words say.

import { copyButton, h, mark } from '../../elements.js';
import { say } from '../../language.js';

/** `alone` is what each fact by itself says. */
export function drawIdentity(identity, facts, alone) {
  const { unionid, conflicts } = identity;
  const said = facts.map((fact, at) => ({ fact, ...alone[at] }));
  const appids = [...new Set(facts.map(({ appid }) => appid))];
  const rivals = conflicts.find(({ conflict }) => conflict === 'two_unionids')?.values ?? [];
  return h(
    'section',
    { className: 'card' },
    h(
      'header',
      {},
      h('h2', {}, say('picture')),
      copyButton(say('copyAnswer'), say('copied'), () => JSON.stringify(identity, null, 2)),
    ),
    h(
      'div',
      { className: 'tie' },
      h(
        'div',
        { className: `person ${stateOfPerson(unionid, rivals)}` },
        h('h3', {}, 'unionid', h('small', {}, say('acrossApps'))),
        unionid === null
          ? h('p', {}, say('noUnionid'))
          : h('p', { className: 'long' }, h('code', {}, unionid)),
        rivals
          .filter((value) => value !== unionid)
          .map((value) => h('p', { className: 'long' }, mark(false), ' ', h('code', {}, value))),
      ),
      h(
        'ul',
        { className: 'apps' },
        appids.map((appid) => drawApp(appid, identity, said, rivals)),
      ),
    ),
  );
}

function stateOfPerson(unionid, rivals) {
  if (rivals.length > 0) return 'clashing';
  return unionid === null ? 'loose' : 'tied';
}

function drawApp(appid, { appid: first, unionid, identities, conflicts }, said, rivals) {
  const own = said.filter(({ fact }) => fact.appid === appid);
  const openids = identities.filter((user) => user.appid === appid);
  const state = stateOf();
  return h(
    'li',
    { className: `app ${state}` },
    h('h3', {}, h('code', {}, appid), appid === first && h('small', {}, say('firstApp'))),
    openids.length > 0
      ? openids.map(({ openid }) => h('p', { className: 'long' }, 'openid ', h('code', {}, openid)))
      : h('p', {}, say('noOpenid')),
    h('ul', {}, own.map(showSaying)),
    h('p', { className: 'state' }, state !== 'loose' && mark(state === 'tied'), say(state)),
  );

  function stateOf() {
    if (conflicts.some((it) => it.appid === appid)) return 'clashing';
    if (unionid !== null && own.some((it) => it.unionid === unionid)) return 'tied';
    if (own.some((it) => rivals.includes(it.unionid))) return 'clashing';
    return own.some((it) => it.unionid !== null) ? 'unused' : 'loose';
  }

  function showSaying(saying) {
    return h('li', {}, h('code', {}, saying.fact.source), ' ', whatItSays(saying));
  }

  function whatItSays({ conflicts: [otherApp], unionid: its, missing }) {
    if (otherApp) return [say('says_otherApp'), ' ', h('code', {}, otherApp.values[0])];
    if (its === null) return [say('says_none'), ' ', h('code', {}, missing.reason)];
    if (its === unionid) return say('says_same');
    return [say('says_other'), ' ', h('code', {}, its)];
  }
}
