// How WeChat refuses.

/** What WeChat says with each errcode. */
const messages = {
  [-1]: 'system error',
  1: 'data not exit',
  1005: 'plugin appid does not match data',
  1007: 'openpid data does not exist',
  1022: 'json parse error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40030: 'invalid refresh_token',
  40032: 'invalid openid list size',
  40066: 'invalid url',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41003: 'refresh_token missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41009: 'missing openid',
  42001: 'access_token expired',
  42002: 'refresh_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43003: 'require https',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit mustslower retry next minute',
  47001: 'data format error',
  48001: 'api unauthorized',
  61003: 'component is not authorized by this account',
  61005: 'component ticket is expired',
  61006: 'component ticket is invalid',
  61024: 'must use api(api_component_token) to get token for component acct',
  63178: 'appid wrong',
  87007: 'session_key is not existd or expired',
  87008: 'invalid sig_method',
  87009: 'invalid signature',
  89002: 'open not exists',
  89300: 'invalid trade',
};

/** An errcode that the fake gives of itself. */
export type Errcode = keyof typeof messages;

/** What is answered in place of what was asked for. */
export class Refusal extends Error {
  readonly errcode: number;
  /** Without its tail. */
  readonly errmsg: string;

  constructor(errcode: number, errmsg?: string | undefined) {
    super(`errcode ${errcode}`);
    this.errcode = errcode;
    this.errmsg = errmsg ?? (messages as Record<number, string>)[errcode] ?? 'error';
  }
}

/** @throws {Refusal} Unless it is so. */
export function demand(condition: boolean, errcode: Errcode): asserts condition {
  if (!condition) throw new Refusal(errcode);
}
