const entry = 'index.workerd.js';

const ways = [
  { args: ['app.mjs', entry, ''], way: { en: 'by default', zh: '默认设置' } },
  { args: ['app.mjs', entry, 'nodejs_compat'], way: { en: 'nodejs_compat', zh: 'nodejs_compat' } },
  { args: ['slim.mjs', 'core.wasm', ''], way: { en: 'slim entry', zh: 'slim 入口' } },
];

export const targets = ways.map(({ args, way }) => ({
  product: 'Cloudflare Workers (workerd)',
  package: 'workerd',
  way,
  // Miniflare needs Node.js 22 or later.
  run: ({ project, wechat }) => project.node(['serve.mjs', ...args, wechat], { release: 24 }),
}));
