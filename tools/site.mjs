import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { runNode } from './run.mjs';
import { installPackages, setUpBuild } from './setup.mjs';
import { main, say, step } from './step.mjs';

/** Builds the site of the built package, in target/site. A dead link is a failure. */
export async function buildSite() {
  await installPackages('site');
  await runNode('site/build.mjs', []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    say();
    await setUpBuild();
    await build();
    await step('The site', buildSite);
  });
}
