// `npm run mutants:rust -- [part of a name] [--again]` changes the core in one place after the
// other, and tells which changes no native test sees. The changes are those of cargo-mutants. It
// compiles for each of them, which takes hours, so they are all compiled at once, each behind a
// switch (`tools/mutants`), and each is tried with the tests that come by it, until one fails. What
// came out is in target/mutants/outcomes.json; `--again` tries only what was not caught then, by
// its name. target/mutants/left.json has what no switch can express, and why:
// `cargo mutants --workspace --re '<name>'` tries it.

import { execFile, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root, run } from '../run.mjs';
import { Failure, main, say } from '../step.mjs';

const folder = join(root, 'target/mutants');
const tree = join(folder, 'tree');
/** What the tests are compiled of, and what they read. */
const SOURCES = ['*.rs', '*.toml', 'Cargo.lock', 'fuzz/corpus', 'tests/fixtures'];
const CRATES = ['.', 'cipher', 'json'];
const TESTS = ['--lib', '--test', 'core', '--message-format=json', '--quiet'];
/** Tests that are over sooner than that run in one process. */
const QUICK_SECONDS = 0.1;
/** An endless loop is seen. It is the processor's time: a busy one proves nothing. */
const MAX_SECONDS = 2;
const MAX_KB = 4_000_000;
/** Most of a trial is the start of a process. */
const AT_ONCE = 2 * availableParallelism();
const execute = promisify(execFile);
const OUTPUT = { encoding: 'utf8', maxBuffer: 1 << 30 };
/** The tests that caught the last changes, which are likely to catch the next. */
const sharpest = [];

const env = {
  ...process.env,
  CARGO_TARGET_DIR: join(folder, 'build'),
  // Compiled once, and run thousands of times.
  CARGO_PROFILE_DEV_OPT_LEVEL: '1',
  RUSTFLAGS: '--cap-lints=allow',
};

await main(async () => {
  const words = process.argv.slice(2);
  const [wanted = ''] = words.filter((word) => word !== '--again');
  mkdirSync(folder, { recursive: true });
  const mutants = await list();
  copyTree();
  const { switches, refused } = await expressed(mutants);
  const tests = testsOf(build());
  const reaching = await reached(tests);
  const caught = words.includes('--again') ? read('outcomes.json').filter(isCaught) : [];
  const before = new Map(caught.map((it) => [it.name, it]));
  const chosen = mutants
    .map(({ file, name }, index) => ({ file, name, index }))
    .filter(({ name }) => name.includes(wanted));
  const left = chosen.filter(({ index }) => !switches.has(index));
  write(
    'left.json',
    left.map(({ name, index }) => ({ name, why: refused.get(index) ?? 'no place for a switch' })),
  );
  const outcomes = [];
  const waiting = chosen.filter(({ index }) => switches.has(index)).entries();
  const work = async () => {
    for (const [place, { file, name, index }] of waiting) {
      const found = before.get(name) ?? (await trial(index, reaching.get(index) ?? []));
      if (!isCaught(found)) say(`missed  ${name}`);
      outcomes[place] = { ...found, file, name };
      // Without the places of those that are not over.
      write('outcomes.json', outcomes.flat());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tell(outcomes);
});

async function list() {
  await run('cargo', ['mutants', '--version']).catch(() => {
    throw new Failure('It needs `cargo install cargo-mutants`.');
  });
  const { stdout } = spawned('cargo', ['mutants', '--workspace', '--list', '--json'], root);
  const path = join(folder, 'list.json');
  // What the compiler refused of another list says nothing of this one.
  if (!existsSync(path) || readFileSync(path, 'utf8') !== stdout) write('refused.json', []);
  writeFileSync(path, stdout);
  return JSON.parse(stdout);
}

/** The sources, with the crate of switches added to each other crate. */
function copyTree() {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--'];
  const files = spawned('git', [...words, ...SOURCES], root)
    .stdout.split('\0')
    .filter(Boolean);
  for (const file of files.filter((file) => existsSync(join(root, file)))) {
    const [from, to] = [join(root, file), join(tree, file)];
    if (existsSync(to) && statSync(to).mtimeMs > statSync(from).mtimeMs) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  for (const crate of CRATES) {
    const path = join(root, crate, 'Cargo.toml');
    const dependency = `mutant-switch = { path = "${join(tree, 'tools/mutants/switch')}" }`;
    const text = readFileSync(path, 'utf8').replace('\n[dependencies]\n', `$&${dependency}\n`);
    writeFileSync(join(tree, crate, 'Cargo.toml'), text);
  }
}

/** The changes that are in the tree by their numbers, and why the compiler refuses the others. */
async function expressed(mutants) {
  const manifest = join(root, 'tools/mutants/Cargo.toml');
  const target = join(folder, 'writer');
  const built = [
    'build',
    '--quiet',
    '--locked',
    '--manifest-path',
    manifest,
    '--target-dir',
    target,
  ];
  await run('cargo', built);
  const writer = join(target, 'debug/wx-unionid-mutants');
  const before = new Map(read('refused.json').map(({ name, why }) => [name, why]));
  const refused = new Map();
  for (const [index, { name }] of mutants.entries()) {
    if (before.has(name)) refused.set(index, before.get(name));
  }
  for (;;) {
    const words = [join(folder, 'list.json'), root, tree, ...[...refused.keys()].map(String)];
    const { stdout } = spawned(writer, words, root);
    const written = JSON.parse(stdout);
    const more = refusals(written);
    say(`${written.length} changes behind switches, of which the compiler refuses ${more.size}`);
    if (more.size === 0) return { switches: new Set(written.map(({ mutant }) => mutant)), refused };
    for (const [mutant, why] of more) refused.set(mutant, why);
    write(
      'refused.json',
      [...refused].map(([index, why]) => ({ name: mutants[index].name, why })),
    );
  }
}

/** Whose own text an error is in, or else whose surroundings, and the error. */
function refusals(written) {
  const words = ['check', '--keep-going', ...TESTS];
  const { stdout } = spawnSync('cargo', words, { cwd: tree, env, ...OUTPUT });
  const refused = new Map();
  for (const { message } of messages(stdout)) {
    if (message?.level !== 'error' || message.spans.length === 0) continue;
    const spans = message.spans.filter((span) => span.is_primary).map(outermost);
    for (const { file_name, byte_start, byte_end } of spans) {
      const near = written.filter(({ file }) => file === file_name);
      const has = ([from, to]) => from <= byte_start && byte_end <= to;
      const own = near.filter((it) => has(it.own));
      const around = near.filter((it) => has(it.around));
      const length = ({ around: [from, to] }) => to - from;
      const least = Math.min(...around.map(length));
      const guilty = own.length > 0 ? own : around.filter((it) => length(it) === least);
      if (guilty.length === 0) throw new Failure('The core does not compile.', message.rendered);
      for (const { mutant } of guilty) refused.set(mutant, message.message);
    }
  }
  return refused;
}

/** Where a macro was called, for what is wrong in it. */
function outermost(span) {
  return span.expansion ? outermost(span.expansion.span) : span;
}

function build() {
  const { stdout } = spawned('cargo', ['test', '--no-run', ...TESTS], tree);
  return messages(stdout)
    .filter(({ executable, target }) => executable && !target.kind.includes('bin'))
    .map(({ executable, manifest_path }) => ({ executable, cwd: dirname(manifest_path) }));
}

function testsOf(binaries) {
  return binaries.flatMap(({ executable, cwd }) => {
    const { stdout } = spawned(executable, ['--list', '--format', 'terse'], cwd);
    const names = [...stdout.matchAll(/^(.*): test$/gm)].map(([, name]) => name);
    return names.map((name) => ({ executable, cwd, name }));
  });
}

/** Of each change, the tests that come by it, the quickest first. */
async function reached(tests) {
  const reaching = new Map();
  const path = join(folder, 'reached');
  const timed = [];
  for (const test of tests) {
    rmSync(path, { force: true });
    const { status, stdout } = await trialOf([test], { MUTANTS_REACHED: path });
    if (status !== 0) throw new Failure(`Without a change, ${test.name} fails.`, stdout);
    const seconds = Number(stdout.match(/finished in ([\d.]+)s/)[1]);
    const mutants = existsSync(path)
      ? readFileSync(path, 'utf8').trim().split('\n').map(Number)
      : [];
    timed.push({ ...test, seconds, mutants });
  }
  for (const { mutants, ...test } of timed.toSorted((one, other) => one.seconds - other.seconds)) {
    for (const mutant of mutants) {
      reaching.set(mutant, [...(reaching.get(mutant) ?? []), test]);
    }
  }
  return reaching;
}

async function trial(index, tests) {
  const first = tests.filter((test) => sharpest.includes(test.name));
  const others = tests.filter((test) => !first.includes(test));
  for (const group of [...groups(first), ...groups(others)]) {
    const { status, signal, stdout } = await trialOf(group, { MUTANT: String(index) });
    if (signal === 'SIGXCPU') return { outcome: 'endless' };
    if (status === 0) continue;
    const by = [...stdout.matchAll(/^test (.*?)(?: - should panic)? \.\.\. FAILED$/gm)];
    if (by.length > 0) sharpest.unshift(by[0][1]);
    sharpest.splice(2);
    return { outcome: 'caught', by: by.map(([, name]) => name) };
  }
  return { outcome: 'missed', by: [] };
}

/** The quick tests of a binary together, each other alone. */
function groups(tests) {
  const quick = grouped(tests, ({ executable, seconds }) => seconds < QUICK_SECONDS && executable);
  const slow = quick.get(false) ?? [];
  quick.delete(false);
  return [...quick.values(), ...slow.map((test) => [test])];
}

function trialOf(tests, more) {
  const [{ executable, cwd }] = tests;
  const usual = tests.reduce((sum, { seconds = MAX_SECONDS }) => sum + seconds, 0);
  const most = MAX_SECONDS + Math.ceil(10 * usual);
  const command = `ulimit -v ${MAX_KB} -t ${most}; exec "$0" --exact "$@"`;
  const words = ['-c', command, executable, ...tests.map(({ name }) => name)];
  return execute('bash', words, { cwd, env: { ...env, ...more }, ...OUTPUT }).then(
    ({ stdout }) => ({ status: 0, stdout }),
    ({ code, signal, stdout }) => ({ status: code, signal, stdout }),
  );
}

function isCaught({ outcome }) {
  return outcome !== 'missed';
}

function tell(outcomes) {
  const rows = grouped(outcomes, ({ file }) => file);
  const row = (name, of) => {
    const count = (word) => of.filter(({ outcome }) => outcome === word).length;
    const caught = of.filter(isCaught).length;
    const share = ((100 * caught) / of.length).toFixed(1);
    say(`| ${name} | ${of.length} | ${caught} | ${count('missed')} | ${share} % |`);
  };
  say('| file | changes | caught | missed | |');
  for (const [file, of] of rows) row(`\`${file}\``, of);
  row('all', outcomes);
}

function grouped(all, keyOf) {
  const groups = new Map();
  for (const it of all) groups.set(keyOf(it), [...(groups.get(keyOf(it)) ?? []), it]);
  return groups;
}

function spawned(command, words, cwd) {
  const result = spawnSync(command, words, { cwd, env, ...OUTPUT });
  if (result.status === 0) return result;
  throw new Failure(`${command} ${words[0]} failed.`, result.stdout + result.stderr);
}

function messages(lines) {
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function read(name) {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

function write(name, value) {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 1)}\n`);
}
