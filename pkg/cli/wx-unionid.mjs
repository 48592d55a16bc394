#!/usr/bin/env node
// The command `wx-unionid`.

import { readArguments } from './arguments.mjs';
import { run } from './commands.mjs';
import { Output } from './output.mjs';

const given = readArguments(process.argv.slice(2));
const output = new Output(given.values);

process.stdout.on('error', (error) => {
  // Who reads the answers has enough of them (`| head`).
  if (error.code === 'EPIPE') process.exit();
  output.note({
    zh: `无法写入标准输出（${error.code}）`,
    en: `stdout cannot be written (${error.code})`,
  });
  process.exit(2);
});
process.stderr.on('error', () => {});

try {
  // Not process.exit(): what was written must arrive first.
  process.exitCode = await run(given, output);
} catch (error) {
  process.exitCode = output.failure(error);
}
