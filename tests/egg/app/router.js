module.exports = ({ router }) => {
  router.get('/me', (ctx) => {
    ctx.assert(ctx.state.login, 401);
    ctx.body = { unionid: ctx.state.login.unionid ?? null };
  });
};
