const releases = [18, 20, 22, 24, 26];

/** What V8 makes of a virtual CPU that WebAssembly's SIMD cannot run on. */
const plainCpu = ['--no-enable-sse4-1', '--no-enable-avx'];

const ways = [
  { args: ['esm.mjs'], way: { en: 'ES modules', zh: 'ES 模块' } },
  { args: ['cjs.cjs'], way: { en: 'CommonJS', zh: 'CommonJS' } },
  { args: ['worker.mjs'], way: { en: 'worker thread', zh: '工作线程' } },
  {
    args: [...plainCpu, 'plain-cpu.mjs'],
    way: { en: 'CPU without SSE4.1 and AVX', zh: '没有 SSE4.1 和 AVX 的 CPU' },
  },
];

export const targets = releases.flatMap((release) =>
  ways.map(({ args, way }) => ({
    product: 'Node.js',
    package: `node-${release}-linux-x64`,
    way,
    run: ({ project, wechat }) => project.node([...args, wechat], { release }),
  })),
);
