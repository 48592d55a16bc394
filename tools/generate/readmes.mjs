// The table of kinds in both READMEs.

import { filled } from './guide.mjs';

const heads = {
  'README.zh-CN.md': '| 函数 | 数据来源 | `kind` |',
  'README.md': '| function | data of | `kind` |',
};

/** The path and the text of each README. */
export function readmes({ kinds }, read) {
  return Object.entries(heads).map(([path, head], at) => {
    const rows = kinds.map(
      ({ kind, function: name, from }) => `| \`${name}\` | ${from[at]} | \`${kind}\` |`,
    );
    const table = [head, '| --- | --- | --- |', ...rows].map((row) => `${row}\n`).join('');
    return [path, filled(read(path), 'kinds', table)];
  });
}
