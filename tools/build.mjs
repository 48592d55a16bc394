import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage, pageFile, pageSources } from './page.mjs';
import { cargoHome, root, run, runNode } from './run.mjs';
import { setUpBuild } from './setup.mjs';
import { unlessUnchanged } from './stamp.mjs';
import { main, say, step } from './step.mjs';

const target = 'wasm32-unknown-unknown';
const rustSources = ['Cargo.toml', 'Cargo.lock', '.cargo/config.toml', 'src'];
const packageSources = ['package.json', 'rollup.config.mjs', 'tsconfig.json', 'src'];

// What every host has that runs the package, and what rustc uses by default. No SIMD: servers whose
// virtual CPU has no SSE4.1 refuse it.
const wasmFeatures = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
].map((feature) => `--enable-${feature}`);

/** What a published package brings along, and has its place elsewhere. */
const papers = [
  'LICENSE',
  'README.md',
  'README.zh-CN.md',
  'docs/testing.md',
  'docs/testing.zh-CN.md',
  'docs/troubleshooting.md',
  'docs/troubleshooting.zh-CN.md',
  'docs/unionid.md',
  'docs/unionid.zh-CN.md',
];

/** Builds the package in `pkg`. */
export async function build() {
  await buildIn('pkg', { variant: 'release', cargoArguments: ['--features=package'] });
  await step('Build the page', () =>
    unlessUnchanged({ stamp: 'page', inputs: pageSources, outputs: [pageFile] }, buildPage),
  );
  for (const paper of papers) publishPaper(paper);
}

/** In the package, and only there, a README can know the hashes of its files: `sha384-<index.js>`. */
function publishPaper(paper) {
  const text = readFileSync(join(root, paper), 'utf8');
  const published = text.replaceAll(/sha384-<(.+?)>/g, (_, file) => {
    const content = readFileSync(join(root, 'pkg/dist', file));
    return `sha384-${createHash('sha384').update(content).digest('base64')}`;
  });
  mkdirSync(dirname(join(root, 'pkg', paper)), { recursive: true });
  writeFileSync(join(root, 'pkg', paper), published);
}

/** Where {@link buildTrap} builds. */
export const trapFolder = join(root, 'target/trap-package');

/** Builds a package with a trap in it, for one test. */
export async function buildTrap() {
  rmSync(join(trapFolder, 'src'), { recursive: true, force: true });
  for (const source of packageSources) {
    cpSync(join(root, 'pkg', source), join(trapFolder, source), { recursive: true });
  }
  await buildIn('target/trap-package', { variant: 'trap', cargoArguments: ['--features=trap'] });
}

async function buildIn(folder, { variant, cargoArguments }) {
  const dist = `${folder}/dist`;
  const compiled = `target/wasm/${variant}.wasm`;
  const bindgen = `${dist}/bindgen`;
  const wasm = `${dist}/core.wasm`;
  const title = variant === 'release' ? '' : ` (${variant})`;
  const versions = [process.version, await run('rustc', ['--version', '--verbose'])];

  const stage = (name, { settings, ...files }, make) =>
    step(name + title, () =>
      unlessUnchanged(
        { stamp: `${variant}/${name}`, settings: [settings, versions], ...files },
        make,
      ),
    );

  await stage(
    'Compile Rust to WebAssembly',
    { inputs: rustSources, settings: cargoArguments, outputs: [compiled] },
    () => compile(cargoArguments, compiled),
  );
  await stage(
    'Make its JavaScript bindings',
    { inputs: [compiled, 'Cargo.lock', 'tools/bindgen'], outputs: [bindgen] },
    // Unoptimised, because building it takes far longer than running it.
    () =>
      run('cargo', [
        'run',
        '--locked',
        '--config=profile.dev.debug=false',
        '--package=bindgen',
        '--',
        compiled,
        bindgen,
      ]),
  );
  await stage(
    'Optimise the WebAssembly',
    {
      inputs: [`${bindgen}/core_bg.wasm`, 'package-lock.json'],
      settings: wasmFeatures,
      outputs: [wasm],
    },
    () =>
      runNode('node_modules/binaryen/bin/wasm-opt', [
        '-O3',
        ...wasmFeatures,
        `${bindgen}/core_bg.wasm`,
        '--output',
        wasm,
      ]),
  );
  await stage(
    'Compile TypeScript',
    {
      inputs: [
        `${folder}/src`,
        `${folder}/tsconfig.json`,
        `${bindgen}/core.d.ts`,
        'package-lock.json',
      ],
      outputs: [`${dist}/tsc`],
    },
    async () => {
      rmSync(join(root, dist, 'tsc'), { recursive: true, force: true });
      // A mini program runs in older engines than servers do.
      for (const project of [folder, `${folder}/src/miniprogram`]) {
        await runNode('node_modules/typescript/bin/tsc', ['--project', project]);
      }
    },
  );
  await stage(
    'Bundle the package',
    {
      inputs: [
        `${dist}/tsc`,
        `${bindgen}/core.js`,
        wasm,
        `${folder}/rollup.config.mjs`,
        'package-lock.json',
      ],
      outputs: publishedFiles(folder),
    },
    () =>
      runNode('node_modules/rollup/dist/bin/rollup', [
        '--config',
        `${folder}/rollup.config.mjs`,
        '--failAfterWarnings',
      ]),
  );
}

/** What of `folder` is built and published. */
export function publishedFiles(folder) {
  const { files } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const made = files.filter((file) => file.startsWith('dist/') && join(folder, file) !== pageFile);
  return made.map((file) => join(folder, file));
}

async function compile(cargoArguments, output) {
  const sysroot = (await run('rustc', ['--print', 'sysroot'])).trim();
  // Panics name source files: a build must not tell, nor depend on, whose machine it was made on.
  const renamed = [`${cargoHome}=cargo`, `${sysroot}=rust`];
  const flags = renamed.map((pair) => `--remap-path-prefix=${pair}`);
  await run('cargo', [
    'rustc',
    '--locked',
    '--lib',
    '--release',
    '--crate-type=cdylib',
    `--target=${target}`,
    `--config=target.${target}.rustflags=${JSON.stringify(flags)}`,
    ...cargoArguments,
  ]);
  mkdirSync(dirname(join(root, output)), { recursive: true });
  // Cargo writes all variants to the same place.
  copyFileSync(join(root, 'target', target, 'release/wx_unionid.wasm'), join(root, output));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    say();
    await setUpBuild();
    await build();
  });
}
