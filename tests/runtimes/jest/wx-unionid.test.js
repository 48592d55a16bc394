const { writeFileSync } = require('node:fs');
const wx = require('wx-unionid');
const { exercise } = require('./exercise.cjs');

test('it works', async () => {
  const result = await exercise(wx, JSON.parse(process.env.WECHAT));
  writeFileSync('result.json', JSON.stringify(result));
});
