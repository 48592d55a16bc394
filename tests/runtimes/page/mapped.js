import * as wx from 'wx-unionid';
import { show } from './show.js';

show(wx);
