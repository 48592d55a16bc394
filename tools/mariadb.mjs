import { notInstalled } from './debian.mjs';
import { which } from './run.mjs';

const name = 'MariaDB';
const debian = ['mariadb-server'];

/** The tests start servers of their own. What `locate()` finds is `{ path }`. */
export const mariadb = {
  name,
  debian,
  locate() {
    const path = which('mariadbd');
    return path ? { path } : notInstalled(name, debian);
  },
};
