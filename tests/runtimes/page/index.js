import * as wx from './node_modules/wx-unionid/dist/index.js';
import { show } from './show.js';

show(wx);
