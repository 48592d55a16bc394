// Makes elements. Texts go in as text, never as HTML.

import { say } from './language.js';

/**
 * `props` are properties (`className`, `onclick`) or, with a `-` in them or where there is no such
 * property, attributes. Children that are `null`, `undefined` or `false` are left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (name in element && !name.includes('-')) element[name] = value;
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

const SHOWN_MS = 10_000;
let hiding;

/** Shows a sentence for a while, and announces it to screen readers. */
export function announce(text) {
  const notice = document.getElementById('notice');
  notice.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => notice.replaceChildren(), SHOWN_MS);
}

/** Says that a text was too long to be taken. */
export function announceTooMuch(text) {
  announce(say('tooMuch', { size: (text.length / 1e6).toFixed(1) }));
}

/** A room: what one fills in, and beside it what comes of it. */
export function room(fields, result) {
  const onsubmit = (event) => event.preventDefault();
  return h(
    'div',
    { className: 'columns' },
    h('form', { className: 'panel', onsubmit }, ...fields),
    result,
  );
}

/** Whether something is right, for who sees it; words say it to everybody. */
export function mark(isGood) {
  return h('span', { className: 'mark', 'aria-hidden': 'true' }, isGood ? '✓' : '✗');
}

/** With WeChat's page, which stands in brackets at the end, as a link, and code as code. */
export function linked(text) {
  const [, before, url, after] = text.match(/^(.*?)[（(]?(https:\/\/[^\s）)]+)[）)]?(.*)$/s) ?? [];
  if (!url) return coded(text);
  const link = h(
    'a',
    { href: url, target: '_blank', rel: 'noreferrer noopener' },
    say('wechatPage'),
  );
  return [coded(before.trimEnd()), ' ', link, after];
}

export function coded(text) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? h('code', {}, part) : part));
}

/** Where a result stands below the fields, its gist is always in sight, and leads to it. */
export function gistOf(result) {
  const gist = h('a', {
    className: 'jump',
    href: '#result',
    onclick: (event) => {
      event.preventDefault();
      result.scrollIntoView();
    },
  });
  return Object.assign(gist, {
    show(isGood, text) {
      gist.className = isGood ? 'jump' : 'jump bad';
      gist.textContent = `${isGood ? '✓' : '✗'} ${text} ↓`;
    },
    hide: () => gist.replaceChildren(),
  });
}

/**
 * Where there is no result yet: what there will be, and samples to begin with, each a text and what
 * shows it.
 */
export function invitation(text, samples) {
  return h(
    'section',
    { className: 'nothing invitation' },
    h('p', {}, text),
    h('p', {}, say('privacy')),
    h(
      'p',
      { className: 'samples' },
      say('tryOne'),
      samples.map(([name, onclick]) => h('button', { type: 'button', onclick }, name)),
    ),
  );
}

let ids = 0;

/** A field with its label: `multiline` for what has many lines. `hint` stands below. */
export function field({ name, label, hint, multiline, rows = 1, ...props }) {
  const id = `${name}-${++ids}`;
  const input = h(multiline ? 'textarea' : 'input', {
    id,
    name,
    // Nobody but this tab is to remember what is typed here.
    autocomplete: 'off',
    spellcheck: false,
    autocapitalize: 'off',
    'data-lpignore': 'true',
    ...(multiline && { rows }),
    ...props,
  });
  const note = h('small', { id: `${id}-note` }, hint ?? '');
  input.setAttribute('aria-describedby', note.id);
  const wrapper = h('div', { className: 'field' }, h('label', { htmlFor: id }, label), input, note);
  return Object.assign(wrapper, { input, note });
}

/** A list to choose from: `options` are `[value, text]`, or `[group, options]`. */
export function choice({ name, label, options, ...props }) {
  const id = `${name}-${++ids}`;
  const entries = options.map(([value, text]) =>
    Array.isArray(text)
      ? h(
          'optgroup',
          { label: value },
          ...text.map(([one, its]) => h('option', { value: one }, its)),
        )
      : h('option', { value }, text),
  );
  const input = h('select', { id, name, autocomplete: 'off', ...props }, entries);
  return Object.assign(
    h('div', { className: 'field' }, h('label', { htmlFor: id }, label), input),
    {
      input,
    },
  );
}

/**
 * Samples to choose from: `groups` are `[title, [name, text][]]`, and `take` shows one by its name.
 */
export function sampleChoice({ chosen, groups, take }) {
  const made = choice({
    name: 'sample',
    label: say('samples'),
    options: [['', say('chooseSample')], ...groups],
    onchange: ({ target }) => target.value && take(target.value),
  });
  made.input.value = chosen;
  return made;
}

/** Copies what `text` gives, and says so. */
export function copyButton(label, done, text) {
  return h(
    'button',
    {
      type: 'button',
      className: 'copy',
      async onclick() {
        await copy(text());
        announce(done);
      },
    },
    label,
  );
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A file:// page of some browsers has no clipboard but this one.
    const area = h('textarea', { value: text, readOnly: true });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
