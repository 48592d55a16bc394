// Compiled with the types of the DOM: what hosts call fetch, a signal and a store is taken.

import { MiniProgram } from 'wx-unionid';

const program = new MiniProgram({ appid: '', secret: '', fetch, store: new Map() });
export const session = program.login({ code: '' }, { signal: AbortSignal.timeout(1000) });

// @ts-expect-error: no fetch
new MiniProgram({ appid: '', secret: '', fetch: async () => 'text' });
