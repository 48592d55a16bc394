export const targets = [
  {
    product: 'Rollup',
    package: 'rollup',
    way: { en: 'ES module for Node.js', zh: '给 Node.js 的 ES 模块' },
    async run({ project, wechat }) {
      await project.run('rollup', ['--config']);
      return project.moved('bundle.mjs').node(['bundle.mjs', wechat]);
    },
  },
];
