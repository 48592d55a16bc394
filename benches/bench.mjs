// `npm run bench` and `npm run bench:browser`: prints a table for each host. `--write` puts it into
// docs.

import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { root } from '../tools/run.mjs';
import { Failure, main, say, step } from '../tools/step.mjs';
import { sectionOf } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    // In browsers instead of Node.js.
    browser: { type: 'boolean', default: false },
    // --node=20,24: only these releases.
    node: { type: 'string' },
    // --only=decrypt: only calls with that in their names.
    only: { type: 'string', default: '' },
    // For each row.
    seconds: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
});
const command = options.browser ? 'npm run bench:browser' : 'npm run bench';
const file = options.browser ? 'docs/benchmarks-browser.md' : 'docs/benchmarks.md';

await main(async () => {
  const seconds = Number(options.seconds);
  if (!(seconds > 0)) throw new Failure('--seconds must be a number above 0.');
  if (options.browser && options.node) throw new Failure('--node is not for browsers.');
  if (options.write && (options.only || options.node)) {
    throw new Failure('--write writes all of the tables: neither --only nor --node goes with it.');
  }
  const sections = [];
  for (const host of await chosenHosts()) {
    await step(host.name, async () => {
      const measured = await host.measure({ only: options.only, seconds });
      if (measured.rows.length === 0) throw new Failure(`No call has "${options.only}" in it.`);
      sections.push(sectionOf(measured));
    });
  }
  for (const section of sections) say(`\n${section}`);
  if (!options.write) return;
  writeFileSync(join(root, file), `${[preface(seconds), ...sections].join('\n\n')}\n`);
  say(`\nWritten to ${file}.`);
});

async function chosenHosts() {
  if (options.browser) return (await import('./browsers.mjs')).browsers();
  const all = await (await import('./nodes.mjs')).nodes();
  if (!options.node) return all;
  const names = options.node.split(',').map((release) => `Node.js ${release}`);
  const unknown = names.filter((name) => !all.some((host) => host.name === name));
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(', ');
    throw new Failure(`${unknown.join(', ')} cannot be had. There are: ${known}.`);
  }
  return all.filter(({ name }) => names.includes(name));
}

function preface(seconds) {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { version } = read('pkg/package.json');
  const { devDependencies } = read('package.json');
  const peers = ['@noble/ciphers', 'node-forge', 'crypto-js'];
  const versions = peers.map((name) => `${name} ${devDependencies[name]}`);
  const day = new Date().toISOString().slice(0, 10);
  return `# Benchmarks${options.browser ? ' in browsers' : ''}

\`${command} -- --write\` wrote this on ${day}: wx-unionid ${version}, ${versions.join(', ')}; ${cpus()[0].model}, ${platform()} ${arch()}.

- **µs** is the time of one call of wx-unionid; of \`decryptMany\`, that of one of its 1,000 entries. **of** is what it is called with: where that is a number, so many bytes of ciphertext.
- **The other columns** say how many times as long the other one takes: 2.00× means that wx-unionid is twice as fast, 0.50× that it takes twice as long.
- Each of the others does what WeChat's sample does: Base64, AES-128-CBC, padding, \`JSON.parse\`, and a look at \`watermark.appid\`. \`node:crypto\` is that sample. All give the same data, which is checked first. \`JSON.parse\` is that of the bytes of a reply, and checks nothing.
- The inputs are those of 16 users in turn, each with a session key and an iv of its own; \`decryptMany\` has 1,000 users. What is asynchronous is awaited call by call.
- All who are compared in a row take turns of 10 ms, for ${seconds} s. Each figure is the median of the rounds; a ratio is that of two turns of the same round, because the speed of a machine drifts.`;
}
