// Opens the debug page, which is one file of this package.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { exitCodes } from './failure.mjs';

const openers = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Says where the page is and, for a person at a terminal, opens it. */
export async function page({ output }) {
  const { href } = new URL('../dist/page.html', import.meta.url);
  output.answer({ url: href }, () => href);
  if (process.stdout.isTTY && !(await isOpened(href))) {
    output.note({ zh: '请在浏览器里打开这个地址。', en: 'Open it in a browser.' });
  }
  return exitCodes.good;
}

async function isOpened(href) {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, href], { stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
  } catch {
    // There is no desktop here.
    return false;
  }
  child.unref();
  return true;
}
