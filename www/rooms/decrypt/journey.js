// The way from the texts to the data as a path of stages, and the blocks of the ciphertext as
// cells.

import { h } from '../../elements.js';
import { say } from '../../language.js';
import { stageList } from '../../stages.js';

/** More blocks than these share cells. */
const MOST_CELLS = 400;

export function showJourney({ steps }) {
  const stages = stagesOf(steps).map((stage) => ({ ...stage, title: say(`stage_${stage.name}`) }));
  const best = bestKey(steps);
  return h(
    'section',
    { className: 'card' },
    h('h2', {}, say('journey')),
    stageList(stages),
    best && showBlocks(best),
  );
}

function stagesOf(steps) {
  const decoded = steps.filter(({ name }) => name === 'decode');
  const of = (field) => decoded.filter((step) => step.field === field);
  const texts = ['sessionKey', 'iv', 'encryptedData'].map((field) => of(field)[0]);
  const sizes = (what) => texts.map((step) => step?.[what] ?? '–').join(' · ');
  const all = (test) => texts.every((step) => step && test(step));
  const best = bestKey(steps);
  const after = (name) => steps.find((step) => step.name === name);
  const last = after('json');
  const reached = (name) => stateOf(after(name) ?? (last?.ok ? last : undefined));
  return [
    {
      name: 'text',
      state: truth(all(({ chars }) => chars > 0)),
      detail: say('unitChars', { sizes: sizes('chars') }),
    },
    {
      name: 'bytes',
      state: truth(all(({ ok }) => ok)),
      detail: say('unitBytes', { sizes: sizes('bytes') }),
    },
    {
      name: 'key',
      state: truth(texts.slice(0, 2).every((step) => step?.bytes === 16)),
      detail: say('keyAndIv', { key: texts[0]?.bytes ?? '–', iv: texts[1]?.bytes ?? '–' }),
    },
    {
      name: 'blocks',
      state: best ? truth(best.ok && best.unreadableBlocks.length === 0) : 'open',
      detail: best ? say('readableOf', { readable: best.readableBlocks, blocks: best.blocks }) : '',
    },
    { name: 'padding', state: reached('padding'), detail: 'PKCS#7' },
    { name: 'utf8', state: reached('utf8'), detail: '' },
    { name: 'json', state: reached('json'), detail: '' },
    { name: 'watermark', state: stateOf(after('watermark')), detail: '' },
  ];
}

function stateOf(step) {
  return step ? truth(step.ok) : 'open';
}

function truth(isGood) {
  return isGood ? 'good' : 'bad';
}

/** What the key made of the blocks under which most can be read. */
function bestKey(steps) {
  return steps
    .filter(({ name, blocks }) => name === 'decrypt' && blocks > 0)
    .sort((a, b) => b.readableBlocks - a.readableBlocks)[0];
}

function showBlocks({ blocks, readableBlocks, unreadableBlocks }) {
  const share = Math.ceil(blocks / MOST_CELLS);
  const count = Math.ceil(blocks / share);
  const isBad = (from, to) => unreadableBlocks.some(([first, last]) => first < to && last >= from);
  const cells = Array.from({ length: count }, (_, cell) => isBad(cell * share, (cell + 1) * share));
  const where = unreadableBlocks
    .slice(0, 5)
    .map(([first, last]) => (first === last ? first : `${first}–${last}`))
    .join(', ');
  const summary =
    unreadableBlocks.length === 0
      ? say('blocksGood', { blocks })
      : say('blocksBad', {
          blocks,
          readable: readableBlocks,
          where: unreadableBlocks.length > 5 ? `${where} …` : where,
        });
  return h(
    'figure',
    { className: 'blocks' },
    h(
      'div',
      { role: 'img', 'aria-label': summary },
      cells.map((bad, cell) =>
        h('span', {
          className: bad ? 'cell bad' : 'cell',
          title: say('block', { from: cell * share, at: cell * share * 16 }),
        }),
      ),
    ),
    h('figcaption', {}, summary, share > 1 && ` ${say('cellShare', { share })}`),
  );
}
