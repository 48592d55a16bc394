import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import { push, receive, statusOf } from './push.js';

const app = new Hono();

app.get('/wx', (c) => c.text(push.verifyUrl(c.req.url)));

app.post('/wx', bodyLimit({ maxSize: 1024 * 1024 }), async (c) => {
  const { contentType, body } = await receive({ query: c.req.url, body: await c.req.text() });
  return c.body(body, 200, { 'content-type': contentType });
});

app.onError((error) => new Response(null, { status: statusOf(error) }));

export const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
