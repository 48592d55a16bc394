// Where the repository is, which has the documents.

import { readFileSync } from 'node:fs';

const { homepage, version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/** The address of a file of the repository, as it is in this version. */
export function addressOf(file) {
  return `${homepage.split('#')[0]}/blob/v${version}/${file}`;
}
