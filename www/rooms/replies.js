// What WeChat answered: typed, or its errcode explained.

import { readReply } from '../../pkg/paste/reply.mjs';
import { choice, field, h, mark, room } from '../elements.js';
import { inLanguage, say } from '../language.js';
import { showRefusal } from '../refusal.js';
import { endpointNames, explainErrcode, parseResponse, WxError } from '../wx-unionid.js';

export const emptyState = () => ({ endpoint: 'code2Session', status: '200', body: '' });

const samples = [
  {
    endpoint: 'code2Session',
    body: '{"errcode":40029,"errmsg":"invalid code, rid: 6564a1b2-1c2d3e4f-5a6b7c8d"}',
  },
  {
    endpoint: 'getPhoneNumber',
    body: '{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"13580006666","purePhoneNumber":"13580006666","countryCode":86,"watermark":{"timestamp":1637744274,"appid":"wx4f4bc4dec97d474b"}}}',
  },
  {
    endpoint: 'getStableAccessToken',
    body: '{"errcode":40164,"errmsg":"invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 6564a1b2-1c2d3e4f-5a6b7c8d"}',
  },
  {
    endpoint: 'userInfo',
    body: '{"subscribe":0,"openid":"o6_bmjrPTlm6_2sgVt7hMZOPfL2M","tagid_list":[]}',
  },
];

export function repliesRoom(state) {
  const output = h('div', { className: 'result', 'aria-live': 'polite' });
  const endpoint = choice({
    name: 'endpoint',
    label: say('endpoint'),
    options: endpointNames().map((name) => [name, name]),
    onchange: set,
  });
  const status = field({
    name: 'status',
    label: say('status'),
    value: state.status,
    inputMode: 'numeric',
    oninput: set,
  });
  const body = field({
    name: 'body',
    label: say('replyBody'),
    hint: say('replyHint'),
    value: state.body,
    multiline: true,
    rows: 8,
    oninput: set,
  });
  endpoint.input.value = state.endpoint;
  render();
  return room(
    [
      endpoint,
      body,
      status,
      h(
        'p',
        { className: 'samples' },
        say('samples'),
        ' ',
        samples.map((sample) =>
          h('button', { type: 'button', onclick: () => fill(sample) }, sample.endpoint),
        ),
      ),
    ],
    output,
  );

  function set({ target }) {
    state[target.name] = target.value;
    render();
  }

  function fill(sample) {
    Object.assign(state, { status: '200' }, sample);
    endpoint.input.value = state.endpoint;
    body.input.value = state.body;
    status.input.value = state.status;
    render();
  }

  function render() {
    output.replaceChildren(shown(state));
  }
}

function shown({ endpoint, status, body }) {
  if (body.trim() === '') return h('p', { className: 'nothing' }, say('replyNothing'));
  const reply = readReply(body);
  if (reply) return parsed({ endpoint, status, body: reply.body });
  // A body that is not WeChat's is refused in the package's words.
  const isBody = status !== '200' || /^\s*[[{<]/.test(body);
  return isBody
    ? parsed({ endpoint, status, body })
    : h('p', { className: 'nothing' }, say('replyUnknown'));
}

function parsed({ endpoint, status, body }) {
  try {
    const reply = parseResponse(endpoint, { status: Number(status), body });
    return h(
      'section',
      { className: 'card verdict good' },
      h('h2', {}, mark(true), say('replyGood')),
      h('table', {}, h('tbody', {}, rows(reply))),
    );
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    return error.errcode === undefined ? showRefusal(error, 'h2') : refused(error, endpoint);
  }
}

/** WeChat's own refusal. */
function refused({ errcode, errmsg, rid }, endpoint) {
  return h(
    'section',
    { className: 'card verdict bad' },
    h('h2', {}, mark(false), `errcode ${errcode}`),
    errmsg && h('p', { lang: 'en' }, h('code', {}, errmsg)),
    meaning(explainErrcode(errcode, endpoint)),
    rid && h('p', {}, 'rid ', h('code', {}, rid)),
  );
}

function meaning({ category, meaning: what, advice, retryable }) {
  return [
    h('p', {}, h('strong', {}, inLanguage(what))),
    h(
      'p',
      { className: 'tags' },
      h('code', {}, category),
      h('span', {}, say(retryable ? 'retryable' : 'notRetryable')),
    ),
    h('p', {}, inLanguage(advice)),
  ];
}

/** Each value that holds no others, with its path. */
function rows(value, path = '') {
  if (typeof value !== 'object' || value === null) {
    return [
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, path),
        h('td', {}, h('code', {}, JSON.stringify(value))),
        h('td', {}, typeof value),
      ),
    ];
  }
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, its]) =>
    rows(its, isList ? `${path}[${name}]` : path ? `${path}.${name}` : name),
  );
}
