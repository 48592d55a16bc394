/**
 * All of `wx-unionid` without its core: {@link init} says where that comes from.
 *
 * @module wx-unionid/slim
 */
export { type CompiledCore, type Core, init } from './core.js';
export * from './index.js';
