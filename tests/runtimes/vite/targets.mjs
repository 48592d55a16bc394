import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../package/installed.mjs';
import { visit } from '../browser.mjs';
import { withFiles, withServer } from '../site.mjs';

const vite = { product: 'Vite', package: 'vite', needs: 'chromium' };

/**
 * Builds the app in `root`, and holds its output against `cores`: how often the core may be in it,
 * and how.
 */
function built(root, cores) {
  return async ({ project, ...told }) => {
    await project.run('vite', ['build', root]);
    const folder = join(project.folder, root, 'dist');
    assert.deepEqual(coresIn(folder, inlinedCore(project)), cores);
    return withFiles({ folder }, (address) => visit(`${address}index.html`, 'chromium', told));
  };
}

/** Without anything that an earlier run had optimized. */
async function served({ project, ...told }) {
  const args = ['inlined', '--force', '--host', '127.0.0.1', '--port', '0'];
  const result = await withServer(project, 'vite', args, (address) =>
    visit(address, 'chromium', told),
  );
  const optimized = join(project.folder, 'node_modules/.vite/deps/wx-unionid.js');
  assert.ok(existsSync(optimized), 'the package was not among the optimized dependencies');
  return result;
}

/** How the core begins in the entry: as Base64. */
function inlinedCore(project) {
  const entry = join(project.folder, 'node_modules/wx-unionid/dist/index.js');
  return readFileSync(entry, 'utf8').match(/"(AGFzbQ[\w+/]{100})/)[1];
}

function coresIn(folder, core) {
  const files = filesOf(folder);
  const texts = files.map((file) => readFileSync(join(folder, file), 'latin1'));
  return {
    files: files.filter((file) => file.endsWith('.wasm')).length,
    inlined: texts.join().split(core).length - 1,
  };
}

export const targets = [
  {
    ...vite,
    way: { en: 'build in Chromium', zh: '构建（Chromium）' },
    run: built('inlined', { files: 0, inlined: 1 }),
  },
  {
    ...vite,
    way: { en: 'dev server in Chromium', zh: '开发服务器（Chromium）' },
    run: served,
  },
  {
    ...vite,
    way: {
      en: 'slim entry with core.wasm?url in Chromium',
      zh: 'slim 入口与 core.wasm?url（Chromium）',
    },
    run: built('slim', { files: 1, inlined: 0 }),
  },
];
