import * as wx from './node_modules/wx-unionid/dist/slim.js';
import { show } from './show.js';

const core = await fetch('./node_modules/wx-unionid/dist/core.wasm');
wx.init(await core.arrayBuffer());
show(wx);
