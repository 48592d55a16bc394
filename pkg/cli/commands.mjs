// The commands.

import { readFileSync } from 'node:fs';

import * as wx from '../dist/index.js';
import { readReply } from '../paste/reply.mjs';
import { checkArguments } from './arguments.mjs';
import { runBulk } from './bulk.mjs';
import { check } from './check.mjs';
import { pictureOf, problemsOf } from './diagnosis.mjs';
import { exitCodes, listed, UsageError } from './failure.mjs';
import { decrypters } from './generated/decrypters.mjs';
import { commandHelp, mainHelp } from './help.mjs';
import { readExactly, readFields, readSurroundings, readText, variableOf } from './input.mjs';
import { suggestion } from './meant.mjs';
import { options } from './options.mjs';
import { printable, toJson } from './output.mjs';
import { page } from './page.mjs';
import { push } from './push.mjs';

const secretOptions = ['dangerously-allow-secret-arguments', 'session-key', 'session-key-file'];
const dataOptions = ['file', 'appid', 'iv', 'encrypted-data', 'max-age', ...secretOptions];
const dataNames = ['appid', 'sessionKey', 'encryptedData', 'iv'];
const signatureNames = ['rawData', 'signature', 'sessionKey'];
/** What tells why a signature does not match. */
const callNames = ['encryptedData', 'iv'];

const MOST_FILES = 8;

/**
 * Each takes options, and gives the exit code. One with the option `--file` takes the name of a
 * file without it too, unless it has other operands.
 */
export const commands = {
  decrypt: { options: [...dataOptions, 'repair', 'kind', 'ndjson'], run: decrypt },
  diagnose: { options: [...dataOptions, 'ndjson'], run: diagnose },
  verify: { options: ['file', ...secretOptions, 'ndjson'], run: verify },
  sign: { options: ['file', 'body-file', ...secretOptions], run: sign },
  errcode: { options: ['file', 'endpoint'], operand: true, run: errcode },
  reply: { options: ['file', 'endpoint'], run: reply },
  push: {
    options: ['file', 'mode', 'receiver', 'now', 'max-age', 'show-secrets'],
    files: true,
    run: async ({ values, operands, output }) =>
      push({ ...values, ...ageOptions(values) }, operands, output),
  },
  check: {
    options: ['file', 'appid', 'base-url', 'dangerously-allow-secret-arguments', 'secret'],
    run: async ({ values, output }) =>
      check(
        await fieldsOrElse(['appid', 'secret'], values, output, refuseOtherThanPair),
        values,
        output,
      ),
  },
  request: {
    options: ['file', 'appid', 'show-secrets', ...secretOptions, 'secret', 'access-token'],
    operand: true,
    run: request,
  },
  page: { options: [], operand: true, run: page },
  fake: {
    options: ['world', 'push-to', 'port', 'host', 'list', 'dangerously-allow-network'],
    // The other commands go without what it needs.
    run: async (given) => (await import('./fake.mjs')).fake(given),
  },
};

export async function run(given, output) {
  const isHelp = given.command === 'help';
  const [name, ...operands] = isHelp
    ? given.operands
    : [given.command, ...given.operands].filter((word) => word !== undefined);
  const isKnown = name !== undefined && Object.hasOwn(commands, name);
  const command = isKnown ? commands[name] : { options: Object.keys(options) };
  if (name !== undefined && !isKnown) throw unknownCommand(name);
  checkArguments(given, command.options);
  if (!isKnown && !isHelp && !given.values.help && !given.values.version) throw commandMissing();

  if (given.values.version) return print(output, version());
  if (isHelp || given.values.help) {
    return print(output, isKnown ? commandHelp(name, command, output) : mainHelp(commands, output));
  }
  const takesFile = command.options.includes('file') && !command.operand && !command.files;
  const isFile = takesFile && given.values.file === undefined;
  const most = command.files ? MOST_FILES : command.operand || isFile ? 1 : 0;
  if (operands.length > most) throw tooManyOperands();
  const [operand] = operands;
  const values =
    isFile && operand !== undefined ? { ...given.values, file: operand } : given.values;
  return command.run({ values, operand, operands, output });
}

async function decrypt({ values, output }) {
  const options = { ...ageOptions(values), ...(values.repair && { repair: true }) };
  const { kind } = values;
  if (kind !== undefined && !Object.hasOwn(decrypters, kind)) throw unknownKind();
  if (values.ndjson) {
    const many = (inputs) => {
      const complete = inputs.map((input) => ({ ...input, ...options }));
      return wx.decryptMany(complete).map((outcome, index) => {
        return outcome.ok ? attempt(() => ofKind(kind, complete[index], outcome.value)) : outcome;
      });
    };
    return bulk({ names: dataNames, values, output, many, isGood: () => true });
  }
  const input = { ...(await fieldsOrElse(dataNames, values, output)), ...options };
  let decrypted;
  try {
    if (kind === 'privateMessage') {
      output.answer(wx.decryptPrivateMessage(input), printable);
      return exitCodes.good;
    }
    decrypted = ofKind(kind, input, wx.decrypt(input));
  } catch (error) {
    const code = output.failure(error);
    if (code === exitCodes.badData) output.note(whyFailed);
    return code;
  }
  output.answer(decrypted, ({ data }) => toJson(data, 2));
  for (const { field, kind, at } of decrypted.repairs) {
    output.note({
      zh: `已修复 ${field}：${kind}，位置 ${at}`,
      en: `repaired ${field}: ${kind} at ${at}`,
    });
  }
  const { appid, timestamp } = decrypted.watermark;
  const about = `${decrypted.kind}, ${printable(appid)}, ${timeOf(timestamp)}`;
  output.good({ zh: about, en: about });
  return exitCodes.good;
}

async function diagnose({ values, output }) {
  const options = ageOptions(values);
  const isGood = ({ causes }) => causes.length === 0;
  if (values.ndjson) {
    const many = each((input) => wx.diagnose({ ...input, ...options }));
    return bulk({ names: dataNames, values, output, many, isGood });
  }
  const isAny = (fields) => Object.keys(fields).length > 0;
  const fields = await readFields(dataNames, values, isAny, output);
  if (!isAny(fields)) throw fieldsMissing(dataNames);
  const diagnosis = wx.diagnose({ ...fields, ...options });
  output.answer(diagnosis, () => pictureOf(diagnosis, output));
  return isGood(diagnosis) ? exitCodes.good : exitCodes.badData;
}

async function verify({ values, output }) {
  if (values.ndjson) {
    const isGood = (isRight) => isRight;
    const many = each(wx.verifyRawData);
    return bulk({ names: signatureNames, values, output, many, isGood });
  }
  const call = await fieldsOrElse(signatureNames, values, output, undefined, callNames);
  const { rawData, signature, sessionKey } = call;
  const isRight = wx.verifyRawData({ rawData, signature, sessionKey });
  output.answer(isRight, () =>
    isRight
      ? `${output.paint('green', '✓')} ${output.say({ zh: '签名正确', en: 'the signature is correct' })}`
      : [
          `${output.paint('red', '✗')} ${output.say({ zh: '签名不匹配', en: 'the signature does not match' })}`,
          ...problemsOf(wx.diagnoseRawData(call), output),
        ].join('\n'),
  );
  return isRight ? exitCodes.good : exitCodes.badData;
}

async function sign({ values, output }) {
  const path = values['body-file'];
  const body = path === undefined ? {} : { body: await readExactly('--body-file', path, output) };
  const names = path === undefined ? ['sessionKey', 'body'] : ['sessionKey'];
  const hasKey = (fields) => fields.sessionKey !== undefined;
  const fields = await readFields(names, values, hasKey, output, refuseOtherThanBody);
  if (!hasKey(fields)) throw fieldsMissing(['sessionKey']);
  output.answer(wx.signSession({ ...fields, ...body }), (signature) => signature);
  return exitCodes.good;
}

async function errcode({ values, operand, output }) {
  const found = readReply(operand ?? (await readText(values, output)));
  if (found?.errcode === undefined) {
    throw new UsageError({
      zh: '请指定 errcode，如 40029，或微信的整个响应 {"errcode":40029,…}',
      en: 'Give an errcode, such as 40029, or a whole reply: {"errcode":40029,…}',
    });
  }
  checkEndpoint(values.endpoint);
  explain(found.errcode, values, output);
  return exitCodes.good;
}

async function reply({ values, output }) {
  const { endpoint } = values;
  checkEndpoint(endpoint);
  const found = readReply(await readText(values, output));
  if (!found) throw replyUnrecognised();
  if (found.errcode) {
    explain(found.errcode, values, output);
    return exitCodes.badData;
  }
  const value = endpoint
    ? wx.parseResponse(endpoint, { status: 200, body: found.body })
    : JSON.parse(found.body);
  const fields = pathsOf(value);
  output.answer({ ...(endpoint && { endpoint }), fields }, () => printable(fields.join('\n')));
  output.good(endpoint ? replyGood : replyUnchecked);
  return exitCodes.good;
}

/** Where the values of a reply are, but not what they are: there are secrets among them. */
function pathsOf(value, path = '') {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, its]) =>
    pathsOf(its, path ? `${path}.${name}` : name),
  );
}

function explain(code, { endpoint }, output) {
  const explanation = wx.explainErrcode(code, endpoint);
  const elsewhere = endpoint === undefined ? otherMeanings(code, explanation) : [];
  const value = { errcode: code, ...(endpoint && { endpoint }), ...explanation, elsewhere };
  output.answer(value, () => explained(value, output));
}

function checkEndpoint(name) {
  if (name !== undefined && !wx.endpointNames().includes(name)) throw unknownEndpoint(name);
}

async function request({ values, operand: endpoint, output }) {
  if (!wx.endpointNames().includes(endpoint)) throw unknownEndpoint(endpoint);
  const known = wx.endpointFields(endpoint);
  const names = [...known.credentials, ...known.params];
  const refuse = () => {
    throw unknownParameter(endpoint, names);
  };
  const fields = await readFields(names, values, () => true, output, refuse);
  const credentials = {};
  const parameters = {};
  for (const [name, value] of Object.entries(fields)) {
    const part = known.credentials.includes(name) ? credentials : parameters;
    part[name] = value;
  }
  const built = wx.buildRequest(endpoint, credentials, parameters);
  const { method, url, headers, body, redactedUrl, redactedBody } = built;
  const shown = values['show-secrets']
    ? { method, url, headers, body }
    : { method, redactedUrl, headers, redactedBody };
  output.answer(shown, () => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const [address, text] = values['show-secrets'] ? [url, body] : [redactedUrl, redactedBody];
    const head = [`${output.paint('bold', method)} ${printable(address)}`, ...lines].join('\n');
    return text === undefined ? head : `${head}\n\n${printable(text)}`;
  });
  return exitCodes.good;
}

async function bulk({ names, values, output, many, isGood }) {
  const surroundings = await readSurroundings(names, values);
  return runBulk({ path: values.file, surroundings, many, isGood, output });
}

function each(ask) {
  return (inputs) => inputs.map((input) => attempt(() => ask(input)));
}

function attempt(ask) {
  try {
    return { ok: true, value: ask() };
  } catch (error) {
    return { ok: false, error };
  }
}

async function fieldsOrElse(names, values, output, refuse, others = []) {
  const isComplete = (fields) => names.every((name) => fields[name] !== undefined);
  const fields = await readFields([...names, ...others], values, isComplete, output, refuse);
  if (isComplete(fields)) return fields;
  throw fieldsMissing(names.filter((name) => fields[name] === undefined));
}

/** Of another kind, the package decides whether it will do, and says why not. */
function ofKind(kind, input, decrypted) {
  if (kind !== undefined && decrypted.kind !== kind) decrypters[kind](input);
  return decrypted;
}

function ageOptions({ 'max-age': seconds }) {
  if (seconds === undefined) return {};
  if (/^\d{1,12}$/.test(seconds)) return { maxAgeSeconds: Number(seconds) };
  throw new UsageError({
    zh: '--max-age 应为整数秒数',
    en: '--max-age must be a whole number of seconds',
  });
}

/** The time of the data, which may be nonsense. */
function timeOf(timestamp) {
  const time = new Date(timestamp * 1000);
  if (Number.isNaN(time.getTime())) return String(timestamp);
  // In Swedish, dates are written as in ISO 8601.
  return `${time.toISOString()} (${time.toLocaleString('sv', { timeZoneName: 'short' })})`;
}

/** What the number means at endpoints where it means something else. */
function otherMeanings(code, { meaning }) {
  const byMeaning = new Map();
  for (const endpoint of wx.endpointNames()) {
    const explanation = wx.explainErrcode(code, endpoint);
    if (explanation.meaning.en === meaning.en) continue;
    const { endpoints = [] } = byMeaning.get(explanation.meaning.en) ?? {};
    byMeaning.set(explanation.meaning.en, { endpoints: [...endpoints, endpoint], ...explanation });
  }
  return [...byMeaning.values()];
}

function explained({ errcode, endpoint, elsewhere, ...explanation }, output) {
  const again = explanation.retryable
    ? output.say({ zh: '可重试', en: 'retryable' })
    : output.say({ zh: '不可重试', en: 'not retryable' });
  const head = [errcode, endpoint, explanation.category, again].filter(
    (part) => part !== undefined,
  );
  const told = ({ meaning, advice }) => [output.say(meaning), `→ ${output.say(advice)}`];
  const others = elsewhere.flatMap((one) => [
    '',
    output.paint('bold', one.endpoints.join(', ')),
    ...told(one),
  ]);
  return [output.paint('bold', head.join(' · ')), ...told(explanation), ...others].join('\n');
}

function print(output, text) {
  output.stdout.write(`${text}\n`);
  return exitCodes.good;
}

function version() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

const whyFailed = {
  zh: '  查看原因：用同样的输入运行 npx wx-unionid diagnose',
  en: '  To find out why, run npx wx-unionid diagnose with the same input',
};

const replyGood = { zh: '符合该接口的文档', en: 'a valid reply of this endpoint' };

const replyUnchecked = {
  zh: '没有错误。用 --endpoint 指定接口，可检查响应是否完整',
  en: 'no refusal. Give its --endpoint to check that it is complete',
};

function replyUnrecognised() {
  return new UsageError({
    zh: '没有认出微信的响应：请传入响应体，或含有 errcode、errCode、错误代码的日志',
    en: 'No reply of WeChat was recognised: pass its body, or a line of a log with an errcode',
  });
}

/** What is no word may be a secret. */
function unknownCommand(name) {
  const shown = /^[a-z]{1,20}$/.test(name) ? ` ${name}` : '';
  const names = Object.keys(commands);
  const list = listed(names);
  const { zh, en } = suggestion(name, names);
  return new UsageError({
    zh: `未知命令${shown}${zh || '。'}可用命令：${list.zh}。见 --help`,
    en: `Unknown command${shown}${en || '.'} Choose from: ${list.en}. See --help`,
  });
}

function commandMissing() {
  const { zh, en } = listed(Object.keys(commands));
  return new UsageError({
    zh: `请指定命令：${zh}。见 --help`,
    en: `Give a command: ${en}. See --help`,
  });
}

function tooManyOperands() {
  return new UsageError({
    zh: '参数太多：请通过标准输入、--file 或选项提供数据。见 --help',
    en: 'Too many arguments: data comes from stdin, --file or options. See --help',
  });
}

function fieldsMissing(names) {
  const variables = names.map(variableOf).filter((name) => name !== undefined);
  const { zh, en } = listed(names);
  const places = {
    zh: variables.length > 0 ? `，或设置环境变量 ${listed(variables).zh}` : '',
    en: variables.length > 0 ? `, or as ${listed(variables).en} in the environment` : '',
  };
  return new UsageError({
    zh: `缺少字段：${zh}。请写在输入里${places.zh}。见 --help`,
    en: `Missing: ${en}. Give what is missing in the input${places.en}. See --help`,
  });
}

/**
 * The body itself where the object with the body should be: it would be left out, and nothing be
 * signed.
 */
function refuseOtherThanBody() {
  throw new UsageError({
    zh: '输入里有 sessionKey 和 body 以外的字段。要对输入的文本本身签名，请用 --body-file -',
    en: 'The input has fields other than sessionKey and body. To sign the text itself, use --body-file -',
  });
}

function refuseOtherThanPair() {
  throw new UsageError({
    zh: '输入里有 appid 和 secret 以外的字段',
    en: 'The input has fields other than appid and secret',
  });
}

/** Which one is not said: it may be a secret without its name. */
function unknownParameter(endpoint, names) {
  const { zh, en } = listed(names);
  return new UsageError({
    zh: `输入里有 ${endpoint} 不支持的字段。可用字段：${zh}`,
    en: `The input has a field that ${endpoint} does not know. It takes ${en}`,
  });
}

function unknownKind() {
  const { zh, en } = listed(Object.keys(decrypters));
  return new UsageError({ zh: `--kind 可选值：${zh}`, en: `--kind must be one of: ${en}` });
}

/** What was given is not shown: it may be a secret in the wrong place. */
function unknownEndpoint(name) {
  const names = wx.endpointNames();
  const list = listed(names);
  if (name === undefined) {
    return new UsageError({ zh: `请指定接口名：${list.zh}`, en: `Give an endpoint: ${list.en}` });
  }
  const { zh, en } = suggestion(name, names);
  return new UsageError({
    zh: `未知接口${zh || '。'}可用接口：${list.zh}`,
    en: `Unknown endpoint${en || '.'} Choose from: ${list.en}`,
  });
}
