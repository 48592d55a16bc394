import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { integrity } from './integrity.mjs';
import { notesOf, obstacles } from './publishable.mjs';
import { buildElsewhere } from './reproduce.mjs';
import { npm, root, run } from './run.mjs';
import { setUpBuild } from './setup.mjs';
import { Failure, main, Skipped, say, step } from './step.mjs';

const { values: options } = parseArgs({
  options: {
    // Only tells what a release would refuse, and publishes nothing.
    'dry-run': { type: 'boolean', default: false },
    // `npm publish` calls this with it, so that nobody publishes past it.
    'prepare-only': { type: 'boolean', default: false },
  },
});
const rehearsal = options['dry-run'];
const folder = join(root, 'target/release-files');
const { name, version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

await main(async () => {
  await step('Nothing stands in the way', judge);
  await setUpBuild();
  await build();
  if (options['prepare-only']) return;
  await step('The same build in another folder', () =>
    rehearsal ? new Skipped('a rehearsal') : buildElsewhere(),
  );
  await step('Pack, and sum up', pack);
  await step('Publish', () =>
    rehearsal
      ? new Skipped('a rehearsal')
      : npm(['publish', './pkg', '--access=public', '--provenance']),
  );
  say(`\n${name} ${version} is in target/release-files.`);
});

async function judge() {
  const reasons = obstacles({
    version,
    changelog,
    uncommitted: await run('git', ['status', '--porcelain']),
    tags: await run('git', ['tag', '--points-at', 'HEAD']),
  });
  if (reasons.length === 0) return;
  if (!rehearsal) throw new Failure(reasons.join('\n'));
  return `a release would refuse:\n${reasons.join('\n').replaceAll(/^/gm, '    ')}`;
}

async function pack() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await npm(['pack', './pkg', '--pack-destination', folder]);
  const tarball = `${name}-${version}.tgz`;
  const sum = createHash('sha256')
    .update(readFileSync(join(folder, tarball)))
    .digest('hex');
  writeFileSync(join(folder, 'SHA256SUMS'), `${sum}  ${tarball}\n`);
  const integrities = ['index.js', 'slim.js'].map(
    (file) => `- \`dist/${file}\`: \`${integrity(join(root, 'pkg/dist', file))}\`\n`,
  );
  const notes = [notesOf(changelog, version) ?? '', 'For import maps:', integrities.join('')];
  writeFileSync(join(root, 'target/release-notes.md'), notes.join('\n\n'));
  return sum;
}
