// Express 5. Express 4 needs express-async-errors, or a catch in each handler.

import express from 'express';
import { LoginSessions, MiniProgram, WxError } from 'wx-unionid';

const { WX_APPID: appid = '', WX_SECRET: secret = '', WX_BASE_URL: baseUrl } = process.env;
const program = new MiniProgram({ appid, secret, baseUrl });
const sessions = new LoginSessions({ appid }); // several processes: pass a store

export const app = express();
app.use(express.json());

app.post('/login', async (request, response) => {
  const { code } = Object(request.body);
  const { session } = await program.login({ code });
  response.json({ token: await sessions.create(session) });
});

// Everything below requires a login.
app.use(async (request, response, next) => {
  const token = request.get('authorization')?.replace(/^Bearer /, '') ?? '';
  response.locals.login = await sessions.get(token);
  if (response.locals.login) next();
  else response.status(401).json({ zh: '请先登录。', en: 'Please log in.' });
});

app.get('/me', (_request, response) => {
  response.json({ unionid: response.locals.login.unionid ?? null });
});

app.use(
  /** @type {express.ErrorRequestHandler} */
  (error, _request, response, next) => {
    if (!(error instanceof WxError)) return next(error);
    console.error(error);
    response.status(error.status).json(error.publicMessage);
  },
);
