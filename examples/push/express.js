import express from 'express';

import { push, receive, statusOf } from './push.js';

const app = express();

app.get('/wx', (request, response) => {
  response.type('text/plain').send(push.verifyUrl(request.url));
});

// The raw body: this comes before express.json(), or without it.
app.post('/wx', express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
  const { contentType, body } = await receive({ query: request.url, body: request.body ?? '' });
  response.type(contentType).send(body);
});

app.use(onError);

export const server = app.listen(Number(process.env.PORT ?? 3000));

/**
 * @param {unknown} error
 * @param {express.Request} _request
 * @param {express.Response} response
 * @param {express.NextFunction} _next what tells Express that this is for errors
 */
function onError(error, _request, response, _next) {
  response.status(statusOf(error)).end();
}
