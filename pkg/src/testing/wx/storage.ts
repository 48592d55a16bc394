import { WxFailure, type WxFunction, wxFunction } from './call.js';

/** The storage of one mini program on one phone. */
export interface WxStorage {
  setStorageSync(key: string, data: unknown): void;
  /** What is not there is a blank. */
  // biome-ignore lint/suspicious/noExplicitAny: as in WeChat's own types.
  getStorageSync(key: string): any;
  removeStorageSync(key: string): void;
  clearStorageSync(): void;
  setStorage: WxFunction<{ key: string; data: unknown }, object>;
  /** Fails if it is not there. */
  // biome-ignore lint/suspicious/noExplicitAny: as in WeChat's own types.
  getStorage: WxFunction<{ key: string }, { data: any }>;
  removeStorage: WxFunction<{ key: string }, object>;
  clearStorage: WxFunction<object, object>;
}

export function storage(): WxStorage {
  const texts = new Map<string, string>();
  // What is taken out is not what was put in: a change to it changes nothing.
  const set = (key = '', data: unknown) => {
    texts.set(key, JSON.stringify({ data }));
  };
  const get = (key = '') => {
    const text = texts.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as { data: unknown });
  };
  const remove = (key = '') => {
    texts.delete(key);
  };
  const clear = () => texts.clear();
  return {
    setStorageSync: set,
    getStorageSync: (key) => get(key)?.data ?? '',
    removeStorageSync: remove,
    clearStorageSync: clear,
    setStorage: wxFunction('setStorage', ({ key, data }) => {
      set(key, data);
      return {};
    }),
    getStorage: wxFunction('getStorage', ({ key }) => {
      const found = get(key);
      if (!found) throw new WxFailure('data not found');
      return { data: found.data };
    }),
    removeStorage: wxFunction('removeStorage', ({ key }) => {
      remove(key);
      return {};
    }),
    clearStorage: wxFunction('clearStorage', () => {
      clear();
      return {};
    }),
  };
}
