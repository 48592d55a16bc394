import Keyv from 'keyv';

/**
 * In the memory of this process. For several processes, createKeyv() of @keyv/redis, or any store
 * of Keyv.
 */
export const store = new Keyv();
