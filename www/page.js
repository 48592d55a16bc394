import { decrypt, ready, WxError } from './wx-unionid/index.js';

const texts = {
  question: {
    zh: '这个微信用户是谁？说明其身份的数据可信吗？',
    en: 'Who is this WeChat user, and can the data that says so be trusted?',
  },
  decrypt: { zh: '解密', en: 'Decrypt' },
  privacy: {
    zh: '数据不会离开本页，也不会保存。',
    en: 'Nothing leaves this page, and nothing is stored.',
  },
  waiting: { zh: '加载中……', en: 'Loading …' },
  decrypted: { zh: '✓ 解密成功，水印已校验', en: '✓ Decrypted, watermark checked' },
  failed: { zh: '✗ 解密失败', en: '✗ Not decrypted' },
  app: { zh: '小程序', en: 'Made for' },
  time: { zh: '生成时间', en: 'Made at' },
  kind: { zh: '数据类型', en: 'Kind' },
  code: { zh: '错误码', en: 'Code' },
  message: { zh: '说明', en: 'Message' },
  reason: { zh: '原因', en: 'Reason' },
  hint: { zh: '解决办法', en: 'What to do' },
};

const language = navigator.language.startsWith('zh') ? 'zh' : 'en';
const form = document.getElementById('form');
const result = document.getElementById('result');

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
for (const element of document.querySelectorAll('[data-text]')) {
  element.textContent = textOf(element.dataset.text);
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  show();
});
// Compiles off the main thread. If this host refuses, the first call says so.
await ready().catch(() => {});
show();

function show() {
  try {
    showDecrypted(decrypt(Object.fromEntries(new FormData(form))));
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    showFailed(error);
  }
}

function showDecrypted({ kind, data, watermark }) {
  const made = new Date(watermark.timestamp * 1000);
  render('decrypted', {
    app: watermark.appid,
    time: `${made.toLocaleString(language)} (${age(made)})`,
    kind,
  });
  const json = document.getElementById('data');
  json.textContent = JSON.stringify(data, null, 2);
  json.hidden = false;
}

function showFailed({ code, message, reason, hint }) {
  render('failed', { code, message, reason, hint: hint?.[language] });
  document.getElementById('data').hidden = true;
}

function render(status, facts) {
  result.dataset.status = status;
  document.getElementById('status').textContent = textOf(status);
  const rows = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => [element('dt', textOf(name)), element('dd', value)]);
  document.getElementById('facts').replaceChildren(...rows);
}

function age(date) {
  const seconds = (date - Date.now()) / 1000;
  const units = [
    ['year', 31557600],
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(language).format(Math.trunc(seconds / size), unit);
}

function textOf(name) {
  return texts[name][language];
}

function element(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
