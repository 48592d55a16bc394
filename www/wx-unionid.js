// The package as it is published. Where the page is built, this is what goes into it.

export * from '../pkg/dist/index.js';
