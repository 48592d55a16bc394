#!/usr/bin/env node
// The command `wx-unionid`.

import { readArguments } from './arguments.mjs';
import { run } from './commands.mjs';
import { Output } from './output.mjs';

const given = readArguments(process.argv.slice(2));
const output = new Output(given.values);

process.stdout.on('error', (error) => {
  // The reader of the answers has closed the pipe (`| head`): the rest would be useless work.
  if (error.code === 'EPIPE') process.exit();
  output.note({
    zh: `无法写入标准输出（${error.code}）`,
    en: `Cannot write to stdout (${error.code})`,
  });
  // Nothing that is still to come could be written either.
  process.exit(2);
});
// No one reads the output any more: only the exit code is left.
process.stderr.on('error', () => {});

try {
  // Not process.exit(): what was written must arrive first.
  process.exitCode = await run(given, output);
} catch (error) {
  process.exitCode = output.failure(error);
}
