// The command line, which is read first and judged then: how to complain must be known before.

import { parseArgs } from 'node:util';

import { UsageError } from './failure.mjs';
import { suggestion } from './meant.mjs';
import { commonOptions, options } from './options.mjs';

/** What was written. A negative number is an errcode and no option. Never throws. */
export function readArguments(args) {
  const isNumber = (arg, index) => /^-\d+$/.test(arg) && !takesValue(args[index - 1]);
  const { values, tokens } = parseArgs({
    args: args.filter((arg, index) => !isNumber(arg, index)),
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [
        name,
        { type, ...(short && { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.filter(({ kind }) => kind === 'positional').map(({ value }) => value);
  const [command, ...operands] = [...words, ...args.filter(isNumber)];
  // An option without its value has taken the next one for it.
  const isJson = values.json === true || args.includes('--json');
  return { command, operands, values: { ...values, ...(isJson && { json: true }) }, tokens };
}

function takesValue(arg) {
  return arg?.startsWith('--') && options[arg.slice(2)]?.type === 'string';
}

/**
 * @param {string[]} known the options that this command takes
 * @throws {UsageError}
 */
export function checkArguments({ values, tokens }, known) {
  for (const token of tokens) {
    if (token.kind === 'option') checkOption(token, values, known);
  }
  if (values.lang !== undefined && !['zh', 'en'].includes(values.lang)) {
    throw new UsageError({ zh: '--lang 只能是 zh 或 en', en: '--lang must be zh or en' });
  }
}

function checkOption({ name, value, inlineValue }, values, known) {
  const isAllowed = values['dangerously-allow-secret-arguments'] === true;
  if (isSecretName(name) && !(isAllowed && options[name]?.isSecret)) throw secretArgument();
  if (!Object.hasOwn(options, name)) throw unknownOption(name, [...known, ...commonOptions]);
  if (!known.includes(name) && !commonOptions.includes(name)) throw foreignOption(name);
  if (options[name].type === 'boolean') {
    if (value !== undefined) throw noValueFor(name);
  } else if (value === undefined || (!inlineValue && /^-./.test(value))) {
    throw valueMissing(name);
  }
}

/** In any spelling. Codes are secrets too: anyone who has one can log in with it. */
const secretNames = [
  'sessionkey',
  'secret',
  'appsecret',
  'accesstoken',
  'componentaccesstoken',
  'refreshtoken',
  'code',
  'jscode',
  'token',
  'encodingaeskey',
];

function isSecretName(name) {
  return secretNames.includes(name.replace(/[-_]/g, '').toLowerCase());
}

function secretArgument() {
  return new UsageError({
    zh: '密钥不能写在命令行参数里：ps 会显示它，shell 历史会记录它。请用环境变量（WX_SESSION_KEY、WX_APPSECRET、WX_ACCESS_TOKEN、WX_TOKEN、WX_ENCODING_AES_KEY）、--session-key-file 指定的文件，或写在输入里。确实要这样做，请加上 --dangerously-allow-secret-arguments，再用 --session-key、--secret 或 --access-token',
    en: 'Do not pass a secret as an argument: ps shows it, and the shell history keeps it. Use the environment (WX_SESSION_KEY, WX_APPSECRET, WX_ACCESS_TOKEN, WX_TOKEN, WX_ENCODING_AES_KEY), --session-key-file path, or the input. If you must, add --dangerously-allow-secret-arguments and use --session-key, --secret or --access-token',
  });
}

/** A secret that lost its option is not shown: it has digits or capitals. */
function unknownOption(name, known) {
  const shown = /^[a-z]{2,}(-[a-z]+)*$/.test(name) && name.length <= 40 ? ` --${name}` : '';
  const { zh, en } = shown ? suggestion(name, known, '--') : {};
  return new UsageError({
    zh: `未知选项${shown}${zh || '。'}可用选项见 --help`,
    en: `Unknown option${shown}${en || '.'} --help lists them`,
  });
}

function foreignOption(name) {
  return new UsageError({
    zh: `该命令没有选项 --${name}。见 --help`,
    en: `This command has no option --${name}. See --help`,
  });
}

function noValueFor(name) {
  return new UsageError({ zh: `选项 --${name} 不带值`, en: `Option --${name} takes no value` });
}

function valueMissing(name) {
  return new UsageError({
    zh: `选项 --${name} 需要一个值（以 - 开头的值请写成 --${name}=值）`,
    en: `Option --${name} needs a value (write a value that begins with - as --${name}=value)`,
  });
}
