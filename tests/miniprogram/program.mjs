// WeChat's developer tools and base library, as far as a mini program notices: npm packages are
// copied to where it finds them (构建 npm), TypeScript becomes ES2017, every file is a CommonJS
// module of its own, and pages get events.

import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { transformSync } from 'esbuild';

/**
 * Copies of each package that the mini program depends on the folder that its package.json names,
 * and nothing else. Without that, WeChat would bundle the package's `main`, which no package for
 * servers wants.
 *
 * See https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 */
export function buildNpm(folder) {
  const { dependencies } = manifestOf(folder);
  for (const name of Object.keys(dependencies)) {
    const installed = join(folder, 'node_modules', name);
    const { miniprogram } = manifestOf(installed);
    if (!miniprogram) throw new Error(`${name} is no package for mini programs`);
    cpSync(join(installed, miniprogram), join(folder, 'miniprogram_npm', name), {
      recursive: true,
    });
  }
}

/** A mini program that runs on a phone with this `wx`. */
export class Program {
  #folder;
  #globals;
  #modules = new Map();
  #registered;

  constructor(folder, wx) {
    this.#folder = folder;
    const register = (options) => {
      this.#registered = options;
    };
    // The console of the developer tools, at which nobody looks.
    this.#globals = { wx, App: register, Page: register, console: { error() {} } };
    this.require('app');
  }

  /** What a file exports: by its path in the mini program, without its ending. */
  require(path) {
    const known = this.#modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    this.#modules.set(path, module);
    const given = {
      ...this.#globals,
      module,
      exports: module.exports,
      require: (name) => this.require(this.#resolve(name, dirname(path))),
    };
    new Function(...Object.keys(given), this.#read(path))(...Object.values(given));
    return module.exports;
  }

  /** Opens a page and shows it. */
  async open(path) {
    this.#modules.delete(path);
    this.require(path);
    const page = new OpenPage(
      this.#registered,
      readFileSync(join(this.#folder, `${path}.wxml`), 'utf8'),
    );
    await page.show();
    return page;
  }

  /**
   * Names that do not begin with a dot are looked for in the folders of packages, from the file's
   * own upwards.
   */
  #resolve(name, from) {
    if (name.startsWith('.')) return join(from, name);
    const found = join(from, 'miniprogram_npm', name);
    if (existsSync(join(this.#folder, `${found}.js`))) return found;
    if (from === '.') throw new Error(`module '${name}' is not defined`);
    return this.#resolve(name, dirname(from));
  }

  #read(path) {
    const file = ['.js', '.ts'].map((end) => join(this.#folder, path + end)).find(existsSync);
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.js')) return text;
    return transformSync(text, { loader: 'ts', format: 'cjs', target: 'es2017' }).code;
  }
}

/** A page that is open: its data, and its elements. */
class OpenPage {
  #page;
  #wxml;

  constructor({ data, ...methods }, wxml) {
    this.#wxml = wxml;
    this.#page = {
      ...methods,
      data: structuredClone(data),
      setData(changes) {
        // WeChat refuses undefined, and what is set crosses to another thread.
        const [missing] = Object.entries(changes).find(([, value]) => value === undefined) ?? [];
        if (missing)
          throw new TypeError(`Setting data field "${missing}" to undefined is invalid.`);
        Object.assign(this.data, structuredClone(changes));
      },
    };
  }

  get data() {
    return this.#page.data;
  }

  show() {
    return this.#page.onShow?.();
  }

  /** Something happens at the element that has this method for it. */
  fire(method, detail = {}) {
    const listens = new RegExp(`<[^>]*\\sbind:?(\\w+)="${method}"[^>]*>`);
    const [, type] = this.#wxml.match(listens) ?? [];
    if (!type) throw new Error(`no element of the page has the method ${method}`);
    return this.#page[method]({ type, detail, currentTarget: { dataset: {} } });
  }
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
