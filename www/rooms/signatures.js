// The two signatures that a session key makes.

import { showCauses } from '../causes.js';
import { copyButton, field, h, mark } from '../elements.js';
import { inLanguage, say } from '../language.js';
import { orRefusal } from '../refusal.js';
import { diagnoseRawData, signSession } from '../wx-unionid.js';

export const emptyState = () => ({ rawData: '', signature: '', sessionKey: '', body: '' });

/** From WeChat's page on signatures. */
const sample = {
  rawData:
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}',
  signature: '75e81ceda165f4ffa64f4068af58c64b8f54b88c',
  sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==',
};

export function signaturesRoom(state) {
  const verified = h('div', { 'aria-live': 'polite' });
  const signed = h('div', { 'aria-live': 'polite' });
  const fields = Object.fromEntries(
    Object.keys(emptyState()).map((name) => [name, textField(name)]),
  );
  const { rawData, signature, sessionKey, body } = fields;
  render();
  return h(
    'div',
    { className: 'cards' },
    h('section', { className: 'panel' }, sessionKey),
    h(
      'section',
      { className: 'panel' },
      h('h2', {}, say('verifyTitle')),
      h('p', {}, say('verifyText')),
      rawData,
      signature,
      h('button', { type: 'button', onclick: fillSample }, say('fillSample')),
      verified,
    ),
    h(
      'section',
      { className: 'panel' },
      h('h2', {}, say('signTitle')),
      h('p', {}, say('signText')),
      body,
      signed,
    ),
  );

  function textField(name) {
    return field({
      name,
      label: name,
      value: state[name],
      multiline: name === 'rawData' || name === 'body',
      rows: 4,
      oninput({ target }) {
        state[name] = target.value;
        render();
      },
    });
  }

  function fillSample() {
    for (const [name, value] of Object.entries(sample))
      state[name] = fields[name].input.value = value;
    render();
  }

  function render() {
    const { rawData: raw, signature: given, sessionKey: key, body: content } = state;
    verified.replaceChildren(
      key && raw && given
        ? verdictOf(raw, given, key)
        : h('p', { className: 'nothing' }, say('verifyNothing')),
    );
    signed.replaceChildren(
      key ? signatureOf(content, key) : h('p', { className: 'nothing' }, say('signNothing')),
    );
  }
}

function verdictOf(rawData, signature, sessionKey) {
  return orRefusal(() => {
    const input = { rawData, signature, sessionKey };
    const { causes, message } = diagnoseRawData(input);
    const isGood = causes.length === 0;
    return h(
      'div',
      { className: `card verdict ${isGood ? 'good' : 'bad'}` },
      h('h3', {}, mark(isGood), say(isGood ? 'verifyGood' : 'verifyBad')),
      isGood ? h('p', {}, inLanguage(message)) : showCauses(causes, input),
    );
  });
}

function signatureOf(body, sessionKey) {
  return orRefusal(() => {
    const signature = signSession({ sessionKey, body });
    return h(
      'div',
      { className: 'card' },
      h('h3', {}, 'signature'),
      h('p', { className: 'long' }, h('code', {}, signature)),
      copyButton(say('copy'), say('copied'), () => signature),
    );
  });
}
