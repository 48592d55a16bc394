export const targets = [
  {
    product: 'Vercel edge-runtime',
    package: 'edge-runtime',
    way: { en: 'bundled by esbuild', zh: '由 esbuild 打包' },
    run: ({ project, wechat }) => project.node(['serve.mjs', wechat]),
  },
];
