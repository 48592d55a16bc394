import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, extname, join } from 'node:path';
import { root } from './run.mjs';
import { Failure } from './step.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Serves www/ and, under /wx-unionid/, the published files of the package in `packageFolder`, to this
 * machine only. Resolves to `{ url, close }`.
 */
export async function serve({
  port = 0,
  packageFolder = join(root, 'pkg'),
  policy = contentSecurityPolicy,
} = {}) {
  const files = new Map([...page(), ...published(packageFolder)]);

  const server = createServer((request, response) => {
    const file = files.get(request.url.split('?')[0]);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    if (!['GET', 'HEAD'].includes(request.method)) return response.writeHead(405).end();
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    response.end(request.method === 'GET' ? readFileSync(file) : undefined);
  });

  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(sentence(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${server.address().port}/`,
    close: () => server.close(),
  };
}

/** The files of www/ by address. Whoever asks chooses from a list, and no path is ever put together. */
function page() {
  const folder = join(root, 'www');
  const files = readdirSync(folder).map((name) => [`/${name}`, join(folder, name)]);
  return [['/', join(folder, 'index.html')], ...files];
}

function published(folder) {
  const { files } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return files.map((file) => [`/wx-unionid/${basename(file)}`, join(folder, file)]);
}

function sentence(error, port) {
  if (error.code === 'EADDRINUSE') {
    return new Failure(`Port ${port} is taken: PORT=${port + 1} npm start`);
  }
  return new Failure(`Port ${port} cannot be opened (${error.code}): PORT=8081 npm start`);
}
