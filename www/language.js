// Which of the two languages is shown.

import { texts } from './texts.js';

let language = navigator.language?.startsWith('zh') ? 'zh' : 'en';

export function currentLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh';
}

/** One of the page's texts; `values` take the places of `{names}`. */
export function say(name, values = {}) {
  return inLanguage(texts[name]).replace(/\{(\w+)\}/g, (_, value) => values[value]);
}

/** What the package says, `{ zh, en }`. */
export function inLanguage(text) {
  return text[language];
}

/** For dates and numbers. */
export function locale() {
  return language === 'zh' ? 'zh-CN' : 'en';
}
