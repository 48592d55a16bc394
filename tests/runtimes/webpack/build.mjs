// Builds what it is told to, and prints the files of the package that went into that.

import { promisify } from 'node:util';
import webpack from 'webpack';

const page = { target: 'web', entry: './page.js', output: { filename: 'page.js' } };
const configurations = {
  page,
  pageWithoutConditions: {
    ...page,
    // For each kind of import webpack has conditions of its own besides the general ones.
    resolve: { conditionNames: [], byDependency: { esm: { conditionNames: [] } } },
  },
  node: { target: 'node', entry: './node.js', output: { filename: 'node.cjs' } },
};

const stats = await promisify(webpack)({
  // In which `sideEffects` counts.
  mode: 'production',
  // It warns of anything as large as the core.
  performance: false,
  ...configurations[process.argv[2]],
});
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
const { modules } = stats.toJson({ modules: true, nestedModules: true });
const names = modules.flatMap((it) => [it, ...(it.modules ?? [])]).map(({ name }) => name);
const used = names.filter((name) => /wx-unionid\S+$/.test(name));
console.log(JSON.stringify([...new Set(used)].sort()));
