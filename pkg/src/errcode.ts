import type { EndpointName } from './api.js';
import type { ErrcodeExplanation } from './generated.js';
import { type ErrcodeRow, errcodeRows, unknownErrcode } from './generated-errcodes.js';

/**
 * Says what an errcode of WeChat's means, whether sending the same request again can help, and what to do, in
 * Chinese and English. Endpoints give one number different meanings, so name yours: 40029 is a login code for
 * one and a phone code for another. Codes that are not in the table have the category `unknown`.
 *
 * ```js
 * const { meaning, advice } = explainErrcode(error.errcode, error.endpoint);
 * ```
 */
export function explainErrcode(
  errcode: number | undefined,
  endpoint?: EndpointName | (string & {}),
): ErrcodeExplanation {
  const rows = errcodeRows.filter(([code]) => code === errcode);
  const isOf = ([, endpoints]: ErrcodeRow) => endpoints.includes(endpoint as string);
  const row = rows.find(isOf) ?? rows.find(([, endpoints]) => endpoints.length === 0);
  const [, , category, retryable, [meaning, meant], [advice, advised]] = row ?? unknownErrcode;
  return {
    category,
    retryable,
    meaning: { zh: meaning, en: meant },
    advice: { zh: advice, en: advised },
  };
}
