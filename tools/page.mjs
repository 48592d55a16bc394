import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

/**
 * The page but for the core, gzipped: `wholePage` of the command makes one file of both, which
 * needs no other.
 */
export const pageFile = 'pkg/dist/page.html.gz';

/** Its sources. */
export const pageSources = [
  'www',
  'pkg/paste',
  'tools/page.mjs',
  'pkg/dist/slim.js',
  'tests/fixtures/decrypt/official-user-info.json',
  'tests/fixtures/diagnosis/seen',
  'tests/fixtures/identity',
  'tests/fixtures/push',
  'tests/fixtures/samples',
  'package-lock.json',
];

/** Makes it of www/, with the package inside. Its content policy lets it send nothing. */
export async function buildPage() {
  const [program, style] = await Promise.all(['page.js', 'page.css'].map(minified));
  const policy = [
    "default-src 'none'",
    `script-src '${digest(program)}' 'wasm-unsafe-eval'`,
    `style-src '${digest(style)}'`,
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = readFileSync(join(root, 'www/index.html'), 'utf8')
    .replace(
      '<meta charset="utf-8">',
      () =>
        `<meta charset="utf-8">\n  <meta http-equiv="Content-Security-Policy" content="${policy}">`,
    )
    .replace('<link rel="stylesheet" href="page.css">', () => `<style>${style}</style>`)
    .replace(
      '<script type="module" src="page.js"></script>',
      () => `<script type="module">${program}</script>`,
    );
  writeFileSync(join(root, pageFile), gzipSync(html, { level: 9 }));
}

async function minified(file) {
  // Only the page needs it: the package is built without.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(root, 'www', file)],
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
  });
  return outputFiles[0].text;
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
