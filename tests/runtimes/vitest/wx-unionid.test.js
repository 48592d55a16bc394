import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import * as wx from 'wx-unionid';
import { exercise } from './exercise.mjs';

test('it works', async () => {
  const result = await exercise(wx, JSON.parse(process.env.WECHAT));
  writeFileSync('result.json', JSON.stringify(result));
});
