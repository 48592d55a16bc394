import assert from 'node:assert/strict';

import { visit } from '../browser.mjs';
import { withFiles } from '../site.mjs';

const webpack = { product: 'webpack', package: 'webpack' };

async function build(project, configuration) {
  const files = ['index', 'slim'].map((name) => `./node_modules/wx-unionid/dist/${name}.js`);
  assert.deepEqual(await project.node(['build.mjs', configuration]), files);
}

function visited(configuration) {
  return async ({ project, ...told }) => {
    await build(project, configuration);
    return withFiles(project.moved('index.html', 'dist/page.js'), (address) =>
      visit(`${address}index.html`, 'chromium', told),
    );
  };
}

export const targets = [
  {
    ...webpack,
    way: { en: 'production build in Chromium', zh: '生产构建（Chromium）' },
    needs: 'chromium',
    run: visited('page'),
  },
  {
    ...webpack,
    way: { en: 'without export conditions in Chromium', zh: '不带 exports 条件的构建（Chromium）' },
    needs: 'chromium',
    run: visited('pageWithoutConditions'),
  },
  {
    ...webpack,
    way: { en: 'production build for Node.js', zh: '生产构建（Node.js）' },
    async run({ project, wechat }) {
      await build(project, 'node');
      return project.moved('dist/node.cjs').node(['node.cjs', wechat]);
    },
  },
];
