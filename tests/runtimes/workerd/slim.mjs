import core from 'wx-unionid/core.wasm';
import * as wx from 'wx-unionid/slim';
import { answer } from './exercise.mjs';

wx.init(core);

export default { fetch: (request) => answer(wx, request) };
