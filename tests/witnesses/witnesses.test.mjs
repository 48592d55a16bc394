// Other people's clients, unchanged, against the fake that is served: what one of them stumbles
// over is the fake's fault until WeChat's own page or a report says otherwise.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';
import { installProject } from '../package/installed.mjs';

const folder = installProject('tests/witnesses');
const command = join(folder, 'node_modules/wx-unionid/cli/wx-unionid.mjs');
const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Some ask without end, where an answer is not WeChat's. */
const HANGS_MS = 60_000;

const clients = readdirSync(join(folder, 'clients'));

for (const client of clients) {
  test(`${client} logs in, reads users and meets the failures`, {
    timeout: HANGS_MS,
  }, async (t) => {
    const fake = spawn(process.execPath, [command, 'fake', '--port=0', '--json']);
    t.after(() => fake.kill());
    const [line] = await once(createInterface(fake.stdout), 'line');
    const env = { ...process.env, FAKE_URL: JSON.parse(line).value.url };
    const args = ['--import', './redirect.mjs', `clients/${client}`];
    const child = spawn(process.execPath, args, { cwd: folder, env });
    t.after(() => child.kill());
    const written = text(child.stderr);
    const [code] = await once(child, 'exit');
    assert.equal(code, 0, await written);
  });
}

test('each client has its script, and the documents name its version', () => {
  assert.equal(clients.length, Object.keys(dependencies).length);
  for (const name of ['docs/testing.md', 'docs/testing.zh-CN.md']) {
    const page = readFileSync(join(root, name), 'utf8');
    for (const [client, version] of Object.entries(dependencies)) {
      assert.ok(page.includes(`${client} ${version}`), `${name}: ${client} ${version}`);
    }
  }
});
