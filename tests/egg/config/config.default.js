module.exports = {
  keys: 'of the test',
  middleware: ['wechat'],
  security: { csrf: { enable: false } },
};
