// Runs the package in every place that it is said to run in.

import assert from 'node:assert/strict';

import { holdPart } from '../package/readme.mjs';

/** Does at one target what `exercise` does, and judges what came of it there and at WeChat. */
export async function prove(target, { projects, programs }) {
  // They are there when the package is built.
  const { APPID: appid, fake, phoneCode, SECRET: secret } = await import('../package/wechat.mjs');
  const { Wire } = await import('../package/wire.mjs');
  const { wechat } = fake();
  const wire = await Wire.to(wechat, { allowOrigin: '*' });
  try {
    const code = await phoneCode(wechat);
    const { baseUrl } = wire;
    const project = await projects.get(target.project);
    const told = JSON.stringify({ baseUrl, appid, secret, code });
    assert.deepEqual(await target.run({ project, programs, wechat: told }), {
      openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      refusal: 'ERR_INVALID_IV',
      phoneNumber: '13800138000',
    });
    assert.deepEqual(
      wechat.requests.map(({ method, path }) => `${method} ${path}`),
      ['POST /cgi-bin/stable_token', 'POST /wxa/business/getuserphonenumber'],
    );
  } finally {
    wire.close();
  }
}

const languages = {
  'README.md': { lang: 'en', head: ['', 'tested with', 'how'] },
  'README.zh-CN.md': { lang: 'zh', head: ['', '测试版本', '方式'] },
};

/** Holds the READMEs' tables against the targets; with `UPDATE_README=1`, writes them. */
export function compareReadmes(targets) {
  for (const [file, { lang, head }] of Object.entries(languages)) {
    holdPart(file, 'where it runs', table(targets, lang, head));
  }
}

/** One row for a product: its versions, and the ways in which it was used. */
function table(targets, lang, head) {
  const products = [...new Set(targets.map(({ product }) => product))];
  const rows = products.map((product) => {
    const these = targets.filter((target) => target.product === product);
    const list = (values) => [...new Set(values)].join(lang === 'zh' ? '、' : ', ');
    const versions = list(these.map(({ version }) => version ?? ''));
    return [product, versions, list(these.map(({ way }) => way[lang]))];
  });
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
