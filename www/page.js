// The debug page: rooms, two languages, and nothing that leaves it or stays.

import { refuseAppSecrets } from './app-secret.js';
import { announce, announceTooMuch, h } from './elements.js';
import { currentLanguage, locale, say, switchLanguage } from './language.js';
import * as decrypt from './rooms/decrypt.js';
import * as identity from './rooms/identity.js';
import * as pushes from './rooms/pushes.js';
import * as replies from './rooms/replies.js';
import * as requests from './rooms/requests.js';
import * as signatures from './rooms/signatures.js';
import { ready } from './wx-unionid.js';

const rooms = {
  decrypt: { make: decrypt.decryptRoom, emptyState: decrypt.emptyState },
  identity: { make: identity.identityRoom, emptyState: identity.emptyState },
  pushes: { make: pushes.pushesRoom, emptyState: pushes.emptyState },
  signatures: { make: signatures.signaturesRoom, emptyState: signatures.emptyState },
  requests: { make: requests.requestsRoom, emptyState: requests.emptyState },
  replies: { make: replies.repliesRoom, emptyState: replies.emptyState },
};
const names = Object.keys(rooms);
/**
 * What is taken at once, in characters: `decrypt` takes no more, and nothing of WeChat's is larger.
 */
const MOST_CHARS = 1_100_000;
const themes = ['auto', 'light', 'dark'];

const byId = (id) => document.getElementById(id);
let states = emptyStates();
let room = names.includes(location.hash.slice(1)) ? location.hash.slice(1) : names[0];
let theme = themes[0];

byId('language').onclick = () => {
  switchLanguage();
  announce('');
  show();
};
byId('theme').onclick = () => {
  theme = themes[(themes.indexOf(theme) + 1) % themes.length];
  show();
};
byId('clear').onclick = () => {
  states = emptyStates();
  show();
  announce(say('cleared'));
};
addEventListener('hashchange', () => {
  if (names.includes(location.hash.slice(1))) enter(location.hash.slice(1));
});
refuseAppSecrets();
// A field with megabytes in one line keeps a browser busy for seconds, and none of them could be
// right.
document.addEventListener('paste', refuseTooMuch, true);
document.addEventListener('drop', refuseTooMuch, true);

await ready().then(show, ({ reason, hint }) => {
  document
    .querySelector('main')
    .replaceChildren(
      h('p', { role: 'alert', className: 'card' }, `${reason} ${hint[currentLanguage()]}`),
    );
});

function emptyStates() {
  return Object.fromEntries(names.map((name) => [name, rooms[name].emptyState()]));
}

function enter(name) {
  room = name;
  show();
}

/** All of it, in the language and theme of now, and with what was typed. */
function show() {
  document.documentElement.lang = locale();
  document.documentElement.dataset.theme = theme;
  document.title = `wx-unionid · ${say(`room_${room}`)}`;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = say(element.dataset.text);
  }
  byId('language').textContent = currentLanguage() === 'zh' ? 'English' : '中文';
  byId('language').lang = currentLanguage() === 'zh' ? 'en' : 'zh-CN';
  byId('theme').textContent = say(`theme_${theme}`);
  byId('rooms').setAttribute('aria-label', say('rooms'));
  byId('rooms').replaceChildren(...names.map(tab));
  const panel = h(
    'div',
    { role: 'tabpanel', id: 'panel', 'aria-labelledby': `tab-${room}` },
    rooms[room].make(states[room]),
  );
  document.querySelector('main').replaceChildren(panel);
}

function tab(name) {
  const isSelected = name === room;
  return h(
    'button',
    {
      type: 'button',
      role: 'tab',
      id: `tab-${name}`,
      'aria-selected': String(isSelected),
      'aria-controls': 'panel',
      tabIndex: isSelected ? 0 : -1,
      onclick: () => go(name),
      onkeydown: ({ key }) => {
        const at = names.indexOf(name);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[key];
        if (to !== undefined) go(names.at(to % names.length));
      },
    },
    say(`room_${name}`),
  );
}

/** The address holds the room's name, and nothing else. */
function go(name) {
  history.replaceState(null, '', `#${name}`);
  if (name !== room) enter(name);
  byId(`tab-${name}`).focus();
}

function refuseTooMuch(event) {
  const text = (event.clipboardData ?? event.dataTransfer)?.getData('text') ?? '';
  if (text.length <= MOST_CHARS) return;
  event.preventDefault();
  announceTooMuch(text);
}
