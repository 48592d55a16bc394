// Writes the debug page into a file, and opens it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { exitCodes, UsageError } from './failure.mjs';
import { wholePage } from './whole-page.mjs';

const openers = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Writes the page into the file that is named, or into a new folder. Says where it is and, for a
 * person at a terminal, opens it.
 */
export async function page({ operand, output }) {
  const file = operand ?? join(mkdtempSync(join(tmpdir(), 'wx-unionid-')), 'page.html');
  write(file);
  const { href } = pathToFileURL(file);
  output.answer({ url: href }, () => href);
  if (process.stdout.isTTY && !(await isOpened(href))) {
    output.note({ zh: '请在浏览器里打开这个地址。', en: 'Open it in a browser.' });
  }
  return exitCodes.good;
}

function write(file) {
  const page = wholePage();
  try {
    // Over no file that is there: somebody may have meant it to be read.
    writeFileSync(file, page, { flag: 'wx' });
  } catch ({ code }) {
    const what = code === 'ENOENT' ? folderMissing : newFileNeeded;
    throw new UsageError({
      zh: `无法写入调试页（${code}）：${what.zh}`,
      en: `The page cannot be written (${code}): ${what.en}`,
    });
  }
}

const folderMissing = { zh: '文件夹不存在', en: 'there is no such folder' };

const newFileNeeded = {
  zh: '请指定一个尚不存在的文件',
  en: 'name a file that does not exist yet',
};

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
