import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareReadmes, prove } from '../tests/runtimes/matrix.mjs';
import { Projects, Unavailable } from '../tests/runtimes/project.mjs';
import { targets } from '../tests/runtimes/targets.mjs';
import { build } from './build.mjs';
import { checkGenerated } from './generate.mjs';
import { keepProjects, keptProjects } from './projects.mjs';
import { buildElsewhere, requireAnonymous } from './reproduce.mjs';
import { installTarball, npm, root, run, runNode } from './run.mjs';
import { absent } from './setup.mjs';
import { buildSite } from './site.mjs';
import { measureSizes } from './size.mjs';

const wasm = '--target=wasm32-unknown-unknown';
/** Those of the library itself, and all in `tests`. */
const allTests = ['--lib', '--test=*'];
/** What `cargo clippy -- -D warnings` tells cargo. */
const linting = {
  RUSTC_WORKSPACE_WRAPPER: 'clippy-driver',
  CLIPPY_ARGS: '-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__',
};
const { name, version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
const tarball = join(root, 'target', `${name}-${version}.tgz`);
/** A project of which the tests take copies. */
const installed = join(root, 'target/installed');

/**
 * All checks, in order. `run` gets what the check needs, and resolves to its output.
 *
 * - `level`: `quick` checks always run, `deep` ones only with `--deep`.
 * - `lane`: checks of one lane run one after the other. `cargo` is for whatever locks cargo's
 *   folder, `browsers` for them and the other places where the package runs, and for what makes all
 *   lanes take about as long.
 * - `after`: the check, or checks, that must pass first.
 * - `needs`: programs and tools. They are set up while other checks run.
 * - `counts`: it runs tests, and fails if there are none.
 * - `shows`: `steps` if it prints lines of its own, `output` if its output is for everybody.
 */
export function checks() {
  return [
    ...rustChecks,
    ...rustTests,
    ...earlyChecks,
    ...packageChecks,
    ...tests,
    ...places(),
    ...storeTests,
  ];
}

const rustChecks = [
  {
    name: 'Rust format',
    lane: 'cargo',
    level: 'quick',
    run: () => cargo('fmt', '--all', '--check'),
  },
  {
    name: 'Build',
    lane: 'cargo',
    level: 'quick',
    shows: 'steps',
    run: build,
  },
  {
    name: 'Rust lints',
    lane: 'cargo',
    level: 'quick',
    run: lintRust,
  },
  {
    name: 'Rust lints, WebAssembly',
    lane: 'cargo',
    run: () => lint('test', '--no-run', ...allTests, wasm),
  },
  {
    name: 'Rust documentation',
    lane: 'cargo',
    run: () =>
      run('cargo', ['doc', '--quiet', '--no-deps', '--locked'], {
        env: { RUSTDOCFLAGS: '-D warnings' },
      }),
  },
  {
    name: 'Licences, sources, bans',
    lane: 'cargo',
    level: 'deep',
    needs: ['cargo-deny'],
    run: () => cargo('deny', '--workspace', '--locked', 'check', 'licenses', 'sources', 'bans'),
  },
  {
    name: 'Rust tests',
    lane: 'cargo',
    level: 'quick',
    counts: true,
    run: () => lint('test'),
  },
  {
    name: 'Generated files',
    lane: 'cargo',
    level: 'quick',
    run: () => checkGenerated({ env: linting }),
  },
  {
    name: 'The same build in another folder',
    lane: 'cargo',
    level: 'deep',
    after: 'Build',
    run: buildElsewhere,
  },
];

const rustTests = [
  {
    name: 'Rust tests in Node.js',
    lane: 'cargo',
    counts: true,
    needs: ['wasm-pack', 'wasm-bindgen-cli'],
    run: () => wasmPack(['--node'], allTests),
  },
  {
    name: 'Rust tests in Chromium',
    lane: 'cargo',
    counts: true,
    needs: ['wasm-pack', 'wasm-bindgen-cli', 'chromium'],
    run: ({ chromium }) => testRustIn(chromium, '--chrome', '--chromedriver', chromium.driver),
  },
  {
    name: 'Rust tests in Firefox',
    lane: 'cargo',
    counts: true,
    needs: ['wasm-pack', 'wasm-bindgen-cli', 'firefox', 'geckodriver'],
    run: ({ firefox, geckodriver }) =>
      testRustIn(firefox, '--firefox', '--geckodriver', geckodriver.path),
  },
];

/** They keep the other processor busy while the package is built. */
const earlyChecks = [
  {
    name: 'JavaScript lints and format',
    level: 'quick',
    run: () =>
      runNode('node_modules/@biomejs/biome/bin/biome', [
        'ci',
        '--colors=off',
        '--error-on-warnings',
      ]),
  },
  {
    name: 'Tests of what the page reads',
    level: 'quick',
    counts: true,
    run: () => nodeTest('tests/page'),
  },
];

const packageChecks = [
  {
    name: 'The build does not tell where it was made',
    level: 'quick',
    after: 'Build',
    run: requireAnonymous,
  },
  {
    name: 'Packed package',
    level: 'quick',
    after: 'Build',
    run: () => npm(['pack', './pkg', '--pack-destination', 'target']),
  },
  {
    name: 'Installed package',
    level: 'quick',
    after: 'Packed package',
    run: () => installTarball(tarball, installed),
  },
  {
    name: 'Package size',
    level: 'quick',
    after: 'Packed package',
    shows: 'output',
    run: () => measureSizes(tarball),
  },
  {
    name: 'Entries of the packed package',
    level: 'quick',
    after: 'Packed package',
    run: () => runNode('node_modules/publint/src/cli.js', [tarball, '--strict']),
  },
  {
    name: 'Types of the packed package',
    level: 'quick',
    after: 'Packed package',
    run: resolveTypes,
  },
  {
    name: 'A release, without publishing',
    after: 'Packed package',
    run: () => runNode('tools/release.mjs', ['--dry-run']),
  },
];

const tests = [
  {
    name: 'Tests of the tools',
    level: 'quick',
    after: 'Build',
    counts: true,
    run: () => nodeTest('tests/tools'),
  },
  {
    name: 'Package tests in Node.js',
    level: 'quick',
    after: 'Installed package',
    counts: true,
    run: () => nodeTest('tests/package'),
  },
  {
    name: 'Five minutes of calls at full speed',
    level: 'deep',
    after: 'Installed package',
    shows: 'output',
    run: () => run(process.execPath, ['--expose-gc', 'tests/soak/run.mjs', '--minutes=5']),
  },
  {
    name: 'Mini program and examples',
    after: 'Installed package',
    counts: true,
    run: () => nodeTestWith(['examples/server', 'examples/miniprogram'], 'tests/miniprogram'),
  },
  {
    name: 'Tests of the command',
    after: 'Installed package',
    counts: true,
    run: () => nodeTest('tests/cli'),
  },
  {
    name: "Other people's clients and the fake",
    level: 'deep',
    after: 'Installed package',
    counts: true,
    run: () => nodeTestWith(['tests/witnesses'], 'tests/witnesses'),
  },
  {
    name: 'Package tests with frameworks',
    after: 'Installed package',
    counts: true,
    run: () => nodeTestWith(['tests/frameworks', 'examples/push'], 'tests/frameworks'),
  },
  {
    name: 'Package tests with auth libraries',
    after: 'Installed package',
    counts: true,
    run: () => nodeTestWith(['tests/auth-libraries'], 'tests/auth-libraries'),
  },
  {
    name: 'Workers and cloud functions',
    after: 'Installed package',
    counts: true,
    run: () => nodeTestWith(['tests/serverless'], 'tests/serverless'),
  },
  {
    name: 'Package tests with Egg.js',
    level: 'deep',
    after: 'Installed package',
    counts: true,
    run: () => nodeTestWith(['tests/egg'], 'tests/egg'),
  },
];

const storeTests = [
  {
    name: 'Package tests with Redis',
    after: 'Installed package',
    counts: true,
    needs: ['redis'],
    run: ({ redis }) => nodeTest('tests/redis', { WX_UNIONID_REDIS: redis.path }),
  },
  {
    name: 'Accounts with PostgreSQL and Redis',
    after: 'Installed package',
    counts: true,
    needs: ['postgresql', 'redis', 'chromium'],
    run: ({ postgresql, redis, chromium }) =>
      nodeTestWith(['examples/accounts'], 'tests/accounts', {
        WX_UNIONID_POSTGRESQL: postgresql.path,
        WX_UNIONID_REDIS: redis.path,
        WX_UNIONID_BROWSER_PATH: chromium.path,
      }),
  },
  {
    name: 'Backfill with PostgreSQL and Redis',
    lane: 'browsers',
    after: 'Installed package',
    counts: true,
    needs: ['postgresql', 'redis'],
    run: ({ postgresql, redis }) =>
      nodeTestWith(['examples/backfill'], 'tests/backfill', {
        WX_UNIONID_POSTGRESQL: postgresql.path,
        WX_UNIONID_REDIS: redis.path,
      }),
  },
  {
    name: 'Accounts with MariaDB',
    level: 'deep',
    after: 'Installed package',
    counts: true,
    needs: ['mariadb'],
    run: ({ mariadb }) =>
      nodeTestWith(['examples/accounts'], 'tests/mariadb', { WX_UNIONID_MARIADB: mariadb.path }),
  },
];

const pageTests = [
  {
    name: 'The page in Chromium',
    lane: 'browsers',
    after: 'Installed package',
    counts: true,
    needs: ['chromium'],
    run: ({ chromium }) => testPageIn(chromium, 'chrome'),
  },
  {
    name: 'The page in Firefox',
    lane: 'browsers',
    after: 'Installed package',
    counts: true,
    needs: ['firefox'],
    run: ({ firefox }) => testPageIn(firefox, 'firefox'),
  },
  {
    name: 'The site',
    lane: 'browsers',
    level: 'deep',
    after: 'Build',
    counts: true,
    needs: ['chromium'],
    run: async ({ chromium }) => {
      await buildSite();
      return nodeTest('tests/site', { WX_UNIONID_BROWSER_PATH: chromium.path });
    },
  },
];

/** Of each place where the package runs. While it is built, what they depend on is installed. */
function places() {
  const projects = new Projects(installed);
  return [
    {
      name: 'What the places depend on',
      lane: 'browsers',
      run: () => prepareAll(projects),
    },
    ...pageTests,
    ...targets.map((target) => ({
      name: target.name,
      lane: 'browsers',
      after: 'Installed package',
      needs: target.needs ? [target.needs] : [],
      run: (programs) => proveIfPossible(target, { projects, programs }),
    })),
    {
      name: 'Where it runs, in the READMEs',
      lane: 'browsers',
      after: targets.map(({ name }) => name),
      run: () => compareReadmes(targets),
    },
  ];
}

function cargo(...args) {
  return run('cargo', args);
}

/**
 * Clippy compiles what it reads, and the tests run that: with `cargo clippy` all would be read
 * twice.
 */
function lint(command, ...args) {
  return run('cargo', [command, '--locked', ...args], { env: linting });
}

async function lintRust() {
  await lint('test', '--no-run');
  await lint('build', '--package=bindgen');
}

/** Resolves the types of each entry in every kind of TypeScript project. */
function resolveTypes() {
  // Each host decides what an import of wasm gives.
  const options = ['--exclude-entrypoints', 'core.wasm'];
  return runNode('node_modules/@arethetypeswrong/cli/dist/index.js', [tarball, ...options]);
}

async function prepareAll(projects) {
  for (const name of new Set(targets.map(({ project }) => project))) await projects.prepare(name);
}

async function proveIfPossible(target, means) {
  try {
    return await prove(target, means);
  } catch (error) {
    if (error instanceof Unavailable) return absent({ missing: error.message });
    throw error;
  }
}

/**
 * The tests of the binding, of which browsers are a part; with `--deep`, those of the core, too,
 * which Node.js runs as the same WebAssembly.
 */
function testRustIn(browser, flag, driverFlag, driver) {
  const tests = process.env.WX_UNIONID_DEEP ? allTests : ['--test=binding'];
  return wasmPack(['--headless', flag, driverFlag, driver], tests, browserEnvironment());

  function browserEnvironment() {
    const capabilities = JSON.parse(readFileSync(join(root, 'tests/webdriver.json'), 'utf8'));
    for (const options of Object.values(capabilities)) options.binary = browser.path;
    const file = join(root, 'target/webdriver.json');
    writeFileSync(file, JSON.stringify(capabilities));
    return {
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
      WASM_BINDGEN_USE_BROWSER: '1',
      // Seconds for the driver to start, and for all tests. The defaults of 5 and 20 are for fast
      // machines.
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '120',
      WASM_BINDGEN_TEST_TIMEOUT: '300',
    };
  }
}

/** Rust tests as WebAssembly. The tools are in our PATH, so nothing is downloaded. */
function wasmPack(args, tests, env) {
  return run('wasm-pack', ['test', '--mode', 'no-install', ...args, '.', '--locked', ...tests], {
    env: { ...linting, ...env },
  });
}

function testPageIn(browser, kind) {
  return nodeTestFiles(['tests/browser/all.mjs'], {
    WX_UNIONID_BROWSER: kind,
    WX_UNIONID_BROWSER_PATH: browser.path,
  });
}

/** Tests that take copies of these projects. */
async function nodeTestWith(projects, folder, env) {
  await keepProjects(projects, tarball);
  return nodeTest(folder, { WX_UNIONID_PROJECTS: keptProjects, ...env });
}

function nodeTest(folder, env) {
  const files = readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => join(folder, file));
  return nodeTestFiles(files, env);
}

function nodeTestFiles(files, env) {
  return run(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files],
    {
      env: { WX_UNIONID_TARBALL: tarball, WX_UNIONID_INSTALLED: installed, ...env },
    },
  );
}
