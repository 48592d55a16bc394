import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressOf } from '../pkg/cli/repository.mjs';
import { licencesFile, writeLicences } from './licences.mjs';
import { withAddresses } from './links.mjs';
import { buildPage, pageFile, pageSources } from './page.mjs';
import { cargoHome, root, run, runNode } from './run.mjs';
import { setUpBuild } from './setup.mjs';
import { unlessUnchanged } from './stamp.mjs';
import { main, say, step } from './step.mjs';

const target = 'wasm32-unknown-unknown';
const rustSources = ['Cargo.toml', 'Cargo.lock', '.cargo/config.toml', 'cipher', 'json', 'src'];

// rustc's defaults, which every host of the package supports. No SIMD: a server whose virtual CPU
// has no SSE4.1 refuses it.
const wasmFeatures = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
].map((feature) => `--enable-${feature}`);

// A function that is inlined into its only caller is no smaller there once all is gzipped.
const optimisations = ['-Oz', '--one-caller-inline-max-function-size=0'];

/** Builds the package in `pkg`. */
export async function build() {
  await buildPackage();
  await step('Build the page', () =>
    unlessUnchanged({ stamp: 'page', inputs: pageSources, outputs: [pageFile] }, buildPage),
  );
  await step('Collect the licences', () =>
    unlessUnchanged(
      { stamp: 'licences', inputs: ['Cargo.lock', 'tools/licences.mjs'], outputs: [licencesFile] },
      () => writeLicences(target),
    ),
  );
  publishPapers();
}

/** Files that are published with the package and kept elsewhere. */
function publishPapers() {
  rmSync(join(root, 'pkg/examples'), { recursive: true, force: true });
  for (const file of ['LICENSE', ...exampleFiles()]) {
    mkdirSync(dirname(join(root, 'pkg', file)), { recursive: true });
    cpSync(join(root, file), join(root, 'pkg', file));
  }
  // The documents that they link to stay in the repository.
  for (const readme of ['README.md', 'README.zh-CN.md']) {
    const text = readFileSync(join(root, readme), 'utf8');
    writeFileSync(join(root, 'pkg', readme), withAddresses(text, readme, addressOf));
  }
}

/**
 * The complete login that the READMEs show. The other examples stand in the documents, or are
 * large.
 */
function exampleFiles() {
  const isMade = (file) => /(^|[\\/])(node_modules|miniprogram_npm|package-lock\.json)/.test(file);
  return ['examples/miniprogram', 'examples/server']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !isMade(file));
}

async function buildPackage() {
  const compiled = `target/${target}/release/wx_unionid.wasm`;
  const bindgen = 'pkg/dist/bindgen';
  const wasm = 'pkg/dist/core.wasm';
  const versions = [process.version, await run('rustc', ['--version', '--verbose'])];

  const stage = (name, { settings, ...files }, make) =>
    step(name, () =>
      unlessUnchanged({ stamp: name, settings: [settings, versions], ...files }, make),
    );

  await stage('Compile Rust to WebAssembly', { inputs: rustSources, outputs: [compiled] }, compile);
  await stage(
    'Make its JavaScript bindings',
    { inputs: [compiled, 'Cargo.lock', 'tools/bindgen'], outputs: [bindgen] },
    // Not optimised: that would take longer than the tool runs.
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
      settings: [wasmFeatures, optimisations],
      outputs: [wasm],
    },
    () =>
      runNode('node_modules/binaryen/bin/wasm-opt', [
        ...optimisations,
        ...wasmFeatures,
        `${bindgen}/core_bg.wasm`,
        '--output',
        wasm,
      ]),
  );
  await stage(
    'Compile TypeScript',
    {
      inputs: ['pkg/src', 'pkg/tsconfig.json', `${bindgen}/core.d.ts`, 'package-lock.json'],
      outputs: ['pkg/dist/tsc'],
    },
    async () => {
      rmSync(join(root, 'pkg/dist/tsc'), { recursive: true, force: true });
      // The engines of mini programs are older than those of servers.
      for (const project of ['pkg', 'pkg/src/miniprogram']) {
        await runNode('node_modules/typescript/bin/tsc', ['--project', project]);
      }
    },
  );
  await stage(
    'Bundle the package',
    {
      inputs: [
        'pkg/dist/tsc',
        `${bindgen}/core.js`,
        wasm,
        'pkg/rollup.config.mjs',
        'package-lock.json',
      ],
      outputs: publishedFiles(),
    },
    () =>
      runNode('node_modules/rollup/dist/bin/rollup', [
        '--config',
        'pkg/rollup.config.mjs',
        '--failAfterWarnings',
      ]),
  );
}

/** The folder that is built and published. */
export function publishedFiles() {
  const { files } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  const made = files.filter((file) => file.startsWith('dist/')).map((file) => join('pkg', file));
  return made.filter((file) => file !== pageFile);
}

async function compile() {
  const sysroot = (await run('rustc', ['--print', 'sysroot'])).trim();
  // Panics name source files. The build must not depend on the machine, nor tell which one it was.
  const renamed = [`${cargoHome}=cargo`, `${sysroot}=rust`];
  const flags = renamed.map((pair) => `--remap-path-prefix=${pair}`);
  await run('cargo', [
    'rustc',
    '--locked',
    '--package=wx-unionid',
    '--lib',
    '--release',
    '--crate-type=cdylib',
    `--target=${target}`,
    `--config=target.${target}.rustflags=${JSON.stringify(flags)}`,
    '--features=package',
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    say();
    await setUpBuild();
    await build();
  });
}
