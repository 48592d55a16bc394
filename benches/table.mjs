// The results, for people.

import { median } from './median.mjs';

/** The results of one host: a heading, the table, and how far to trust it. */
export function sectionOf({ name, rows }) {
  const noises = rows.flatMap(({ peers }) => Object.values(peers).map(({ noise }) => noise));
  const trust =
    noises.length > 0 &&
    `Half of the rounds differ from a ratio by at most ${percent(median(noises))}; in the noisiest cell, by ${percent(Math.max(...noises))}.`;
  return [`## ${name}`, tableOf(rows), trust].filter(Boolean).join('\n\n');
}

function tableOf(rows) {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))];
  const head = ['call', 'of', 'µs', ...peers];
  const lines = rows.map((row) => [
    `\`${row.call}\``,
    row.of,
    rounded(row.microseconds),
    ...peers.map((name) => (row.peers[name] ? `${rounded(row.peers[name].ratio)}×` : '')),
  ]);
  const widths = head.map((_, at) =>
    Math.max(...[head, ...lines].map((cells) => cells[at].length)),
  );
  const isText = (at) => at < 2;
  const line = (cells) => {
    const padded = cells.map((cell, at) =>
      isText(at) ? cell.padEnd(widths[at]) : cell.padStart(widths[at]),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, at) =>
    isText(at) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...lines.map(line)].join('\n');
}

/** More digits would only show noise. */
function rounded(value) {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function percent(part) {
  return `${(100 * part).toFixed(0)} %`;
}
