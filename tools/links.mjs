import { posix } from 'node:path';

/**
 * The text of a page of the repository, with other addresses in its links: `addressOf` gives one
 * for the path of a file. What leads out of the repository, or to a part of the page, stays.
 */
export function withAddresses(text, page, addressOf) {
  const fences = /(^ *```[\s\S]*?^ *```)/m;
  const linked = (part) =>
    part.replace(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g, (_, link, anchor = '') => {
      const target = posix.join(posix.dirname(page), link);
      return `](${addressOf(target)}${anchor})`;
    });
  return text
    .split(fences)
    .map((part) => (fences.test(part) ? part : linked(part)))
    .join('');
}
