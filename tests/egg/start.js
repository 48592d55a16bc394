// Egg keeps timers when it is closed: it is a process of its own.

const { createServer } = require('node:http');

const egg = require('egg');

egg.start({ baseDir: __dirname, mode: 'single' }).then((app) => {
  const server = createServer(app.callback()).listen(0, '127.0.0.1', () => {
    process.send(`http://127.0.0.1:${server.address().port}`);
  });
});
