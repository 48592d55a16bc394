// Its resolver is held back: the packages of the newest one for some systems cannot be had, and npm
// ci wants them all.
export const targets = [
  {
    product: 'Jest',
    package: 'jest',
    way: { en: 'CommonJS', zh: 'CommonJS' },
    async run({ project, wechat }) {
      await project.run('jest', [], { env: { WECHAT: wechat } });
      return project.read('result.json');
    },
  },
];
