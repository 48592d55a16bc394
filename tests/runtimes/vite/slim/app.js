import wasmUrl from 'wx-unionid/core.wasm?url';
import { decryptUserInfo, init, MiniProgram } from 'wx-unionid/slim';
import { show } from '../show.js';

init(await WebAssembly.compileStreaming(fetch(wasmUrl)));
show({ decryptUserInfo, MiniProgram });
