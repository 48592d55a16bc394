import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('npm start shows a whole login: six steps, and what was checked in each', () => {
  const tool = new URL('../../tools/whole-login.mjs', import.meta.url);
  const script = `import { showWholeLogin } from ${JSON.stringify(tool)}; await showWholeLogin();`;
  const args = ['--input-type=module', '--eval', script];
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const shown = execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });
  const steps = [...shown.matchAll(/^ {2}\d {2}(\w+(?: \w+)?) {2}/gm)].map(([, name]) => name);
  const expected = ['code', 'session', 'decrypted data', 'watermark', 'phone number', 'unionid'];
  assert.deepEqual(steps, expected);
  const sections = shown.split(/^ {2}\d {2}/m).slice(2);
  for (const section of sections) assert.match(section, /✓ /);
  assert.doesNotMatch(shown, /==|13800138000/, 'a session key, or a phone number');
});
