// Any endpoint's request, as a URL, for curl, fetch and Node.js.

import { choice, copyButton, field, h, room } from '../elements.js';
import { say } from '../language.js';
import { orRefusal } from '../refusal.js';
import { buildRequest, endpointFields, endpointNames } from '../wx-unionid.js';

export const emptyState = () => ({
  endpoint: 'code2Session',
  values: {},
  show: false,
  form: 'curl',
});

/** What a secret is called in the request: the page asks for none. */
const SECRET = 'YOUR_APP_SECRET';

const examples = {
  appid: 'wx4f4bc4dec97d474b',
  component_appid: 'wx0123456789abcdef',
  js_code: '0a1BcD000example0code',
  code: '0a1BcD000example0code',
  openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
  access_token: 'ACCESS_TOKEN',
  component_access_token: 'COMPONENT_ACCESS_TOKEN',
  refresh_token: 'REFRESH_TOKEN',
  session_key: 'tiihtNczf5v6AKRyjwEUhQ==',
  user_list: '[{"openid":"oGZUI0egBJY1zhBYw2KhdUfwVJJE"}]',
  cloudid_list: '["27_exampleCloudID"]',
  openid_list: '["oGZUI0egBJY1zhBYw2KhdUfwVJJE"]',
  from_appid: 'wxba5fad812f8e6fb9',
  encryptedData: 'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrA=',
  transaction_id: '1217752501201407033233368018',
};

/** They are left out unless the user fills them in. */
const optional = new Set([
  'cloudbase_access_token',
  'cloudHosting',
  'lang',
  'next_openid',
  'begin_openid',
  'force_refresh',
  'mch_id',
  'out_trade_no',
  'encrypted_msg_hash',
]);

export function requestsRoom(state) {
  const output = h('div', { className: 'result', 'aria-live': 'polite' });
  const fields = h('div', { className: 'fields' });
  const endpoint = choice({
    name: 'endpoint',
    label: say('endpoint'),
    options: endpointNames().map((name) => [name, name]),
    onchange({ target }) {
      state.endpoint = target.value;
      state.values = {};
      ask();
    },
  });
  endpoint.input.value = state.endpoint;
  ask();
  return room(
    [
      endpoint,
      fields,
      h('p', { className: 'nothing' }, say('secretPlaceholder', { secret: SECRET })),
    ],
    output,
  );

  function ask() {
    const { credentials, params } = endpointFields(state.endpoint);
    const asked = [...credentials, ...params].filter((name) => name !== 'secret');
    fields.replaceChildren(...asked.map(textField));
    render();
  }

  function textField(name) {
    state.values[name] ??= optional.has(name) ? '' : (examples[name] ?? '');
    return field({
      name,
      label: name,
      value: state.values[name],
      hint: optional.has(name) ? say('optional') : '',
      oninput({ target }) {
        state.values[name] = target.value;
        render();
      },
    });
  }

  function render() {
    output.replaceChildren(orRefusal(() => showRequest(request()), 'h2'));
  }

  function request() {
    const { credentials, params } = endpointFields(state.endpoint);
    const of = (names) =>
      Object.fromEntries(
        names
          .map((name) => [name, name === 'secret' ? SECRET : readValue(state.values[name])])
          .filter(([, value]) => value !== undefined),
      );
    return buildRequest(state.endpoint, of(credentials), of(params));
  }

  function showRequest({ method, url, headers, body, redactedUrl, redactedBody }) {
    const shown = state.show
      ? { endpoint: state.endpoint, method, url, headers, body }
      : { endpoint: state.endpoint, method, url: redactedUrl, headers, body: redactedBody };
    const code = forms[state.form](shown);
    return h(
      'section',
      { className: 'card' },
      h(
        'header',
        {},
        h('h2', {}, state.endpoint),
        h('span', { className: 'kind' }, method),
        copyButton(say('copy'), say('copied'), () => code),
      ),
      h(
        'div',
        { className: 'forms', role: 'group', 'aria-label': say('form') },
        Object.keys(forms).map((name) =>
          h(
            'button',
            {
              type: 'button',
              'aria-pressed': String(name === state.form),
              onclick: () => {
                state.form = name;
                render();
                focusOn(name);
              },
              'data-form': name,
            },
            name,
          ),
        ),
        h(
          'label',
          { className: 'check' },
          h('input', {
            type: 'checkbox',
            checked: state.show,
            name: 'show',
            onchange: ({ target }) => {
              state.show = target.checked;
              render();
              output.querySelector('[name=show]').focus();
            },
          }),
          say('showSecrets'),
        ),
      ),
      h('pre', { tabIndex: 0, role: 'region', 'aria-label': state.form }, code),
    );
  }

  function focusOn(name) {
    output.querySelector(`[data-form="${name}"]`).focus();
  }
}

/** Lists and truth values are written as JSON. */
function readValue(text) {
  if (text === undefined || text === '') return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

const forms = {
  URL: ({ method, url, body }) => [`${method} ${url}`, body].filter(Boolean).join('\n\n'),
  curl: ({ method, url, headers, body }) =>
    [
      `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`,
      ...Object.entries(headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
      body && `  -d ${quoted(body)}`,
    ]
      .filter(Boolean)
      .join(' \\\n'),
  fetch: (request) => `${fetching(request)}\nconst reply = await response.json();`,
  'Node.js': ({ endpoint, ...request }) =>
    `import { parseResponse } from 'wx-unionid';\n\n${fetching(request)}\nconst body = new Uint8Array(await response.arrayBuffer());\nconst reply = parseResponse('${endpoint}', { status: response.status, body });`,
};

function fetching({ method, url, headers, body }) {
  const init = [
    method !== 'GET' && `  method: '${method}',`,
    Object.keys(headers).length > 0 && `  headers: ${JSON.stringify(headers)},`,
    body && `  body: ${quotedScript(body)},`,
  ].filter(Boolean);
  const options = init.length > 0 ? `, {\n${init.join('\n')}\n}` : '';
  return `const response = await fetch(${quotedScript(url)}${options});`;
}

function quotedScript(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
