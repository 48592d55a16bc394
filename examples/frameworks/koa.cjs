// Koa: app.use(wechat()).
// Egg.js: this file is app/middleware/wechat.js, and config.middleware = ['wechat'].

const { LoginSessions, MiniProgram, WxError } = require('wx-unionid');

const { WX_APPID: appid = '', WX_SECRET: secret = '', WX_BASE_URL: baseUrl } = process.env;
const program = new MiniProgram({ appid, secret, baseUrl });
const sessions = new LoginSessions({ appid }); // several processes, as Egg has: pass a store

/** Answers POST /login, and errors of WeChat. Elsewhere ctx.state.login is who has logged in. */
module.exports = () =>
  /** @param {import('koa').Context} ctx @param {import('koa').Next} next */
  async function wechat(ctx, next) {
    try {
      if (ctx.method === 'POST' && ctx.path === '/login') {
        const { code } = Object(ctx.request.body); // by koa-bodyparser, which Egg has
        const { session } = await program.login({ code });
        ctx.body = { token: await sessions.create(session) };
        return;
      }
      const token = ctx.get('authorization').replace(/^Bearer /, '');
      ctx.state.login = await sessions.get(token);
      await next();
    } catch (error) {
      if (!(error instanceof WxError)) throw error;
      ctx.app.emit('error', error, ctx); // logs it
      ctx.status = error.status;
      ctx.body = error.publicMessage;
    }
  };
