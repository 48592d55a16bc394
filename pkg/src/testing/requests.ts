/** What was asked, without its secrets. */
export interface AskedRequest {
  method: string;
  path: string;
  /** Secrets are `***`. */
  query: Record<string, unknown>;
  /** The fields of a JSON body. Secrets are `***`. */
  body?: Record<string, unknown>;
  /** What WeChat answered: 0 is good. Absent if there was no answer of WeChat's. */
  errcode?: number;
}

/** What may be shown. Everything else is taken for a secret. */
const shown = [
  ...['appid', 'component_appid', 'from_appid', 'openid', 'openid_list', 'user_list'],
  ...[
    'next_openid',
    'begin_openid',
    'cloudid_list',
    'grant_type',
    'sig_method',
    'lang',
    'force_refresh',
  ],
  ...['transaction_id', 'mch_id', 'out_trade_no', 'encrypted_msg_hash'],
];

export function masked(method: string, url: URL, body: string): AskedRequest {
  const query = maskedFields([...url.searchParams]);
  const request = { method: method.toUpperCase(), path: url.pathname, query };
  const fields = fieldsOf(body);
  return fields ? { ...request, body: maskedFields(fields) } : request;
}

function maskedFields(fields: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(([name, value]) => [name, shown.includes(name) ? value : '***']),
  );
}

function fieldsOf(body: string): [string, unknown][] | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
  } catch {
    // Not JSON: nothing of it can be shown.
    return undefined;
  }
}
