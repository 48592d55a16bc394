import assert from 'node:assert/strict';
import { extname } from 'node:path';

import { visit } from '../browser.mjs';
import { withFiles } from '../site.mjs';

const dist = 'node_modules/wx-unionid/dist';
const esbuild = { product: 'esbuild', package: 'esbuild' };

/**
 * Builds, and holds the files of the package that were used against those of the entry's own
 * format.
 */
async function build(project, entry, options) {
  const files = ['index', 'slim'].map((name) => `${dist}/${name}${extname(entry)}`);
  const told = JSON.stringify({ entryPoints: [entry], ...options });
  assert.deepEqual(await project.node(['build.mjs', told]), files);
}

function visited(format) {
  return async ({ project, ...told }) => {
    const outfile = 'dist/page.js';
    await build(project, 'page.js', { platform: 'browser', format, outfile });
    return withFiles(project.moved(`${format}.html`, outfile), (address) =>
      visit(`${address}${format}.html`, 'chromium', told),
    );
  };
}

function ran(entry, format, file) {
  return async ({ project, wechat }) => {
    const outfile = `dist/${file}`;
    await build(project, entry, { platform: 'node', format, outfile });
    return project.moved(outfile).node([file, wechat]);
  };
}

export const targets = [
  {
    ...esbuild,
    way: { en: 'ES module in Chromium', zh: 'ES 模块（Chromium）' },
    needs: 'chromium',
    run: visited('esm'),
  },
  {
    ...esbuild,
    way: { en: 'classic script in Chromium', zh: '传统脚本（Chromium）' },
    needs: 'chromium',
    run: visited('iife'),
  },
  {
    ...esbuild,
    way: { en: 'ES module for Node.js', zh: 'ES 模块（Node.js）' },
    run: ran('node.js', 'esm', 'esm.mjs'),
  },
  {
    ...esbuild,
    way: { en: 'CommonJS for Node.js', zh: 'CommonJS（Node.js）' },
    run: ran('node.js', 'cjs', 'cjs.cjs'),
  },
  {
    ...esbuild,
    way: { en: 'CommonJS for Node.js by require', zh: '用 require 的 CommonJS（Node.js）' },
    run: ran('node.cjs', 'cjs', 'required.cjs'),
  },
];
