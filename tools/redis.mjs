import { notInstalled } from './debian.mjs';
import { which } from './run.mjs';

const name = 'Redis';
const debian = ['redis-server'];

/** The tests start their own servers. `locate()` gives `{ path }`. */
export const redis = {
  name,
  debian,
  locate() {
    const path = which('redis-server');
    return path ? { path } : notInstalled(name, debian);
  },
};
