import resolve from '@rollup/plugin-node-resolve';

export default {
  input: 'app.js',
  output: { file: 'bundle.mjs' },
  plugins: [resolve()],
};
