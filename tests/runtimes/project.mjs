// A stranger's project: copied out of this repository, with the packed package in it.

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { npm, run } from '../../tools/run.mjs';
import { Failure } from '../../tools/step.mjs';
import { assertThisBuild } from '../package/installed.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
/** What a package brings is not to be had for this system. */
export class Unavailable extends Error {}

const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];

/**
 * Installs projects, each once, outside of this repository, and into them the package as it was
 * installed in another project. They go when the process ends.
 */
export class Projects {
  #other;
  #folder = mkdtempSync(join(tmpdir(), 'wx-unionid-runtimes-'));
  #prepared = new Map();
  #installed = new Map();

  constructor(other) {
    this.#other = other;
    process.on('exit', () => rmSync(this.#folder, { recursive: true }));
  }

  /** The project of this name. */
  get(name) {
    if (!this.#installed.has(name)) this.#installed.set(name, this.#install(name));
    return this.#installed.get(name);
  }

  /** Its folder, with all that it depends on but the package, which may not be built yet. */
  prepare(name) {
    if (!this.#prepared.has(name)) this.#prepared.set(name, this.#prepare(name));
    return this.#prepared.get(name);
  }

  async #prepare(name) {
    const folder = join(this.#folder, name);
    cpSync(join(here, name), folder, { recursive: true });
    cpSync(join(here, '../../.npmrc'), join(folder, '.npmrc'));
    await bundleExercise(folder);
    await npm(['ci', ...quiet], { cwd: folder });
    return folder;
  }

  async #install(name) {
    const folder = await this.prepare(name);
    const its = 'node_modules/wx-unionid';
    cpSync(join(this.#other, its), join(folder, its), { recursive: true });
    assertThisBuild(folder);
    return new Project(folder, this);
  }

  /** A folder without anything. */
  emptyFolder() {
    return mkdtempSync(join(this.#folder, 'empty-'));
  }
}

/** In both formats, with the sample inside: so that every project can import it. */
function bundleExercise(folder) {
  const source = join(here, 'exercise.mjs');
  const formats = { esm: 'mjs', cjs: 'cjs' };
  return Promise.all(
    Object.entries(formats).map(([format, extension]) =>
      build({
        entryPoints: [source],
        outfile: join(folder, `exercise.${extension}`),
        bundle: true,
        format,
      }),
    ),
  );
}

class Project {
  #projects;

  constructor(folder, projects) {
    this.folder = folder;
    this.#projects = projects;
  }

  /**
   * Runs a program that a package of this project brings, with Node.js, and resolves to what it
   * printed.
   */
  async run(program, args, { release, ...options } = {}) {
    const node = await this.#nodeOf(release);
    const script = join(this.folder, 'node_modules/.bin', program);
    return run(node, [script, ...args], { cwd: this.folder, ...options });
  }

  /**
   * Runs Node.js, of a certain release if need be, and resolves to the JSON that it printed last.
   */
  async node(args, { release, ...options } = {}) {
    const node = await this.#nodeOf(release);
    return lastJson(await run(node, args, { cwd: this.folder, ...options }));
  }

  /** The same with another program. */
  async json(program, args, options) {
    return lastJson(await run(program, args, { cwd: this.folder, ...options }));
  }

  /** The JSON that a program wrote into a file of the project. */
  read(file) {
    return JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
  }

  /** Some of its files, moved to where nothing else is. */
  moved(...files) {
    const folder = this.#projects.emptyFolder();
    for (const file of files)
      cpSync(join(this.folder, file), join(folder, basename(file)), { recursive: true });
    return new Project(folder, this.#projects);
  }

  /** A program out of the one of several packages that is for this system. */
  binary(name, path) {
    const { platform, arch } = process;
    const binary = join(this.folder, `node_modules/${name}-${platform}-${arch}`, path);
    if (existsSync(binary)) return binary;
    throw new Unavailable(`no package with ${name} for ${platform} on ${arch}`);
  }

  async #nodeOf(release) {
    if (release === undefined) return process.execPath;
    const project = await this.#projects.get('node');
    return project.binary(`node-${release}`, 'bin/node');
  }
}

/** The JSON in the last line: npm's and Node's warnings may come before it. */
function lastJson(output) {
  const line = output.trimEnd().split('\n').at(-1);
  try {
    return JSON.parse(line);
  } catch {
    throw new Failure('It did not print JSON in its last line.', output);
  }
}
