// The debug page. In the package it lies without the core, which is there once already.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The page as one HTML file, which needs no other. */
export function wholePage() {
  const page = gunzipSync(published('page.html.gz')).toString();
  const core = published('core.wasm').toString('base64');
  return page.replace('id="core">', (start) => start + core);
}

function published(file) {
  return readFileSync(new URL(`../dist/${file}`, import.meta.url));
}
