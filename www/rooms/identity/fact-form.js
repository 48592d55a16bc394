// What one fact about a user is typed into.

import { MOST_TO_READ, readPaste } from '../../../pkg/paste/paste.mjs';
import { sayThatItIsRefused } from '../../app-secret.js';
import { announceTooMuch, choice, field, h } from '../../elements.js';
import { say } from '../../language.js';

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

/**
 * `edited` is called after each change; `remove` takes the fact away, where there are others.
 */
export function factForm(fact, at, { edited, remove }) {
  const number = at + 1;
  const set = (name) => (event) => {
    fact[name] = event.target.value;
    edited();
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
  const value = valueField(fact, number, hint('about_factValue'), edited);
  const element = h(
    'fieldset',
    {},
    h('legend', {}, say('factNumber', { number })),
    source,
    appid,
    openid,
    value,
    remove &&
      h(
        'button',
        {
          type: 'button',
          name: `remove-${number}`,
          'aria-label': say('removeFactNumber', { number }),
          onclick: remove,
        },
        say('removeFact'),
      ),
  );
  return { element, source, appid, openid, value };
}

function valueField(fact, number, hint, edited) {
  return field({
    name: `value-${number}`,
    label: say('factValue'),
    value: fact.value,
    hint,
    multiline: true,
    rows: Math.max(4, fact.value.split('\n').length + 1),
    oninput({ target }) {
      if (target.value.length > MOST_TO_READ) {
        announceTooMuch(target.value);
        target.value = '';
      } else if (readPaste(target.value).appSecret) {
        // Among other things, as when a request is pasted in place of its reply.
        target.value = '';
        sayThatItIsRefused();
      }
      fact.value = target.value;
      edited();
    },
  });
}
