import { init } from 'wx-unionid/slim';

const response = fetch('core.wasm');
init(await WebAssembly.compileStreaming(response));
init(await (await response).arrayBuffer());
// @ts-expect-error It is to be compiled or read first.
init(response);
// @ts-expect-error An address is no core.
init('core.wasm');
// @ts-expect-error
init(new URL('core.wasm'));
