// Said because else a lock file in a folder above makes that folder the root.
const root = process.cwd();

export default { output: 'standalone', outputFileTracingRoot: root, turbopack: { root } };
