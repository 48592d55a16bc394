import type { EndpointName } from './api.js';
import { type ErrcodeRow, errcodes } from './generated/errcodes.js';
import type { ErrcodeExplanation } from './generated/types.js';

/**
 * Explains an errcode of WeChat's: what it means, whether the same request is retryable, and what
 * to do, in Chinese and English. Name the endpoint, because the same number means different things:
 * 40029 is about a login code at one and about a phone code at another. Codes that are not in the
 * table have the category `unknown`.
 *
 * ```js
 * const { meaning, advice } = explainErrcode(error.errcode, error.endpoint);
 * ```
 */
export function explainErrcode(
  errcode: number | undefined,
  endpoint?: EndpointName | (string & {}),
): ErrcodeExplanation {
  const { rows: all, unknown } = errcodes();
  const rows = all.filter(([code]) => code === errcode);
  const isOf = ([, endpoints]: ErrcodeRow) => endpoints.includes(endpoint as string);
  const row = rows.find(isOf) ?? rows.find(([, endpoints]) => endpoints.length === 0);
  const [, , category, retryable, [meaning, meant], [advice, advised]] = row ?? unknown;
  return {
    category,
    retryable,
    meaning: { zh: meaning, en: meant },
    advice: { zh: advice, en: advised },
  };
}
