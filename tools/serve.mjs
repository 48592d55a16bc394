import { createServer } from 'node:http';
import { wholePage } from '../pkg/cli/whole-page.mjs';
import { Failure } from './step.mjs';

/**
 * Serves the page, as it is at each request, to this machine only. The page holds its own content
 * policy. Resolves to `{ url, close }`.
 */
export async function serve({ port = 0, page = wholePage } = {}) {
  const server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', "frame-ancestors 'none'");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    if (!['GET', 'HEAD'].includes(request.method)) return response.writeHead(405).end();
    if (request.url.split('?')[0] !== '/') return response.writeHead(404).end();
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(request.method === 'GET' ? page() : undefined);
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

function sentence(error, port) {
  if (error.code === 'EADDRINUSE') {
    return new Failure(`Port ${port} is taken: PORT=${port + 1} npm start`);
  }
  return new Failure(`Port ${port} cannot be opened (${error.code}): PORT=8081 npm start`);
}
