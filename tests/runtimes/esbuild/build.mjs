// Builds with the options that it is told, and prints the files of the package that went into that.

import { build } from 'esbuild';

const { metafile } = await build({
  ...JSON.parse(process.argv[2]),
  bundle: true,
  minify: true,
  metafile: true,
});
const used = Object.keys(metafile.inputs).filter((name) => name.includes('/wx-unionid/'));
console.log(JSON.stringify(used.sort()));
