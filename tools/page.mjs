import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** The page: one file that needs no other. */
export const pageFile = 'pkg/dist/page.html';

/** Its sources. */
export const pageSources = [
  'www',
  'pkg/paste',
  'tools/page.mjs',
  'pkg/dist/index.js',
  'pkg/dist/slim.js',
  'tests/fixtures/decrypt/official-user-info.json',
  'tests/fixtures/diagnosis/seen',
  'tests/fixtures/identity',
  'tests/fixtures/push',
  'tests/fixtures/samples',
  'package-lock.json',
];

/** Makes one HTML file of www/ with the package inside. Its content policy lets it send nothing. */
export async function buildPage() {
  // Only the page needs it: the package is built without.
  const { build } = await import('esbuild');
  const www = join(root, 'www');
  const { outputFiles } = await build({
    entryPoints: [join(www, 'page.js'), join(www, 'page.css')],
    outdir: www,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
  });
  const [script, style] = ['.js', '.css'].map(
    (end) => outputFiles.find(({ path }) => path.endsWith(end)).text,
  );
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}' 'wasm-unsafe-eval'`,
    `style-src '${digest(style)}'`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = readFileSync(join(www, 'index.html'), 'utf8')
    .replace(
      '<meta charset="utf-8">',
      () =>
        `<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="${policy}">`,
    )
    .replace('<link rel="stylesheet" href="page.css">', () => `<style>${style}</style>`)
    .replace(
      '<script type="module" src="page.js"></script>',
      () => `<script type="module">${script}</script>`,
    );
  writeFileSync(join(root, pageFile), html);
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
