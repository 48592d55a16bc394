export const targets = [
  {
    product: 'Vitest',
    package: 'vitest',
    way: { en: 'ES modules', zh: 'ES 模块' },
    async run({ project, wechat }) {
      await project.run('vitest', ['run'], { release: 24, env: { WECHAT: wechat } });
      return project.read('result.json');
    },
  },
];
