// Which names of the input are an endpoint's credentials, and which its parameters.

const app = ['appid', 'secret'];
const component = ['appid', 'component_appid', 'component_access_token'];

/** All others take an access token. */
const credentials = {
  code2Session: app,
  getAccessToken: app,
  getStableAccessToken: app,
  snsAccessToken: app,
  snsRefreshToken: ['appid'],
  thirdpartyCode2Session: component,
  thirdpartySnsAccessToken: component,
  thirdpartySnsRefreshToken: component,
};

const signed = ['checkSessionKey', 'resetUserSessionKey', 'getUserEncryptKey'];

/** Of all endpoints. The package knows which of them takes which, and refuses the others by name. */
const parameters = [
  'js_code',
  'code',
  'openid',
  'transaction_id',
  'mch_id',
  'out_trade_no',
  'encrypted_msg_hash',
  'refresh_token',
  'force_refresh',
  'lang',
  'user_list',
  'next_openid',
  'begin_openid',
  'from_appid',
  'openid_list',
];

export function credentialsOf(endpoint) {
  return credentials[endpoint] ?? ['access_token'];
}

/** What is none of an endpoint's (`session_key` from the environment) is not given to it. */
export function namesOf(endpoint) {
  return [
    ...credentialsOf(endpoint),
    ...parameters,
    ...(signed.includes(endpoint) ? ['session_key'] : []),
    ...(endpoint === 'checkEncryptedData' ? ['encryptedData'] : []),
  ];
}
