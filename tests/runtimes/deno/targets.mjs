import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const targets = [
  {
    product: 'Deno',
    package: 'deno-linux-x64',
    way: {
      en: 'without permissions (--allow-net to ask WeChat)',
      zh: '无需权限（请求微信时 --allow-net）',
    },
    async run({ project, wechat }) {
      const decrypted = await deno(project, ['decrypt.mjs'], []);
      const answered = await deno(project, ['--allow-net', 'ask.mjs', wechat], ['net']);
      return { ...decrypted, ...answered };
    },
  },
];

/** Runs a program that asks for these permissions and, even in vain, for no others. */
async function deno(project, args, permissions) {
  const audit = join(project.folder, `${permissions.join() || 'no'}-permissions.jsonl`);
  const env = {
    DENO_AUDIT_PERMISSIONS: audit,
    DENO_DIR: join(project.folder, '.deno'),
    DENO_NO_UPDATE_CHECK: '1',
    NO_COLOR: '1',
  };
  const result = await project.json(
    project.binary('deno', 'deno'),
    ['run', '--no-prompt', ...args],
    { env },
  );
  const asked = readFileSync(audit, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  assert.deepEqual([...new Set(asked.map(({ permission }) => permission))], permissions);
  return result;
}
