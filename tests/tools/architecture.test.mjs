// The tables and the picture of ARCHITECTURE.md, and the sources. What both pages name is there.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../../tools/run.mjs';
import { placeOf, readImports } from './imports.mjs';

const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const rooms = readRooms();
const { files, imports } = readImports();

/** The rooms of both tables: their places, and what they may import. */
function readRooms() {
  const tables = page.matchAll(/^\| room \| in `(.+)` \|.*\n\|.*\n((?:\|.*\n)+)/gm);
  return [...tables].flatMap(([, folder, rows]) =>
    rows.match(/.+/g).map((row) => {
      const [, room, places, arrows, outside] = row.split('|').map((cell) => cell.trim());
      return {
        name: /^\*\*(.+)\*\*/.exec(room)[1],
        places: quoted(places).map(({ name }) =>
          name.startsWith('/') ? name.slice(1) : folder + name,
        ),
        arrows: quoted(arrows),
        outside: quoted(outside),
      };
    }),
  );
}

/** `one`, types of `another` */
function quoted(cell) {
  return [...cell.matchAll(/(types of )?`(.+?)`/g)].map(([, types, name]) => ({
    name,
    types: types !== undefined,
  }));
}

function roomsOf(place) {
  return rooms.filter(({ places }) => places.some((at) => isIn(place, at)));
}

function isIn(place, at) {
  return place === at || place.startsWith(`${at}/`);
}

/** What each room imports of others, each once: of files, or from outside. */
function importsBetween({ isOutside }) {
  const found = new Map();
  for (const { from, to, types } of imports.filter((it) => it.isOutside === isOutside)) {
    const names = isOutside ? [to] : roomsOf(to).map(({ name }) => name);
    assert.equal(names.length, 1, `${from} imports ${to}, which is in no room`);
    const [room] = roomsOf(placeOf(from));
    if (room.name === names[0]) continue;
    const key = `${room.name} → ${names[0]}`;
    const all = found.get(key) ?? { room, name: names[0], types: true, files: new Set() };
    found.set(key, { ...all, types: all.types && types, files: all.files.add(from) });
  }
  return [...found.values()];
}

/** What is said of an arrow. */
function said({ room, name, types }) {
  return `${room.name} → ${types ? 'types of ' : ''}${name}`;
}

test('every file is in one room, and every place has a file', () => {
  for (const file of files) {
    const names = roomsOf(placeOf(file)).map(({ name }) => name);
    assert.equal(names.length, 1, `${file} is in ${names.join(' and in ') || 'no room'}`);
  }
  const known = [...files.map(placeOf), ...imports.map(({ to }) => to)];
  for (const { name, places } of rooms) {
    for (const at of places)
      assert.ok(
        known.some((place) => isIn(place, at)),
        `${name}: ${at}`,
      );
  }
});

for (const [what, column, isOutside] of [
  ['what a room imports is what it may import', 'arrows', false],
  ['what a room takes from outside is what it may take', 'outside', true],
]) {
  test(what, () => {
    const found = importsBetween({ isOutside });
    const allowed = rooms.flatMap((room) => room[column].map((arrow) => ({ room, ...arrow })));
    const isAllowed = ({ room, name, types }) =>
      room[column].some((it) => it.name === name && (types || !it.types));
    const forbidden = found.filter((it) => !isAllowed(it));
    assert.deepEqual(
      forbidden.map((it) => `${said(it)} (${[...it.files].join(', ')})`),
      [],
      'forbidden',
    );
    const used = new Set(found.map(said));
    assert.deepEqual(
      allowed.map(said).filter((arrow) => !used.has(arrow)),
      [],
      'allowed, and used by nobody',
    );
  });
}

/** Whether arrows lead from one room to another. */
function leads(from, to, arrows, seen = new Set()) {
  return arrows.some(([start, end]) => {
    if (start !== from || seen.has(end)) return false;
    seen.add(end);
    return end === to || leads(end, to, arrows, seen);
  });
}

test('no room leads back to itself', () => {
  const arrows = rooms.flatMap(({ name, arrows }) => arrows.map((arrow) => [name, arrow.name]));
  assert.deepEqual(
    rooms.map(({ name }) => name).filter((name) => leads(name, name, arrows)),
    [],
  );
});

test('the picture shows the tables, without what follows', () => {
  const [, picture] = /```mermaid\n([\s\S]*?)```/.exec(page);
  const labels = new Map(
    Array.from(picture.matchAll(/(\w+)\["(.+?)"\]/g), ([, id, label]) => [id, label]),
  );
  const drawn = Array.from(
    picture.matchAll(/^ *(\w+)(?:\[.+?\])? (-->|-\.->) (\w+)/gm),
    ([, ...arrow]) => {
      const [from, line, to] = arrow.map((id) => labels.get(id) ?? id);
      return `${from} ${line} ${to}`;
    },
  );
  const arrows = rooms.flatMap(({ name, arrows }) =>
    arrows.map((arrow) => [name, arrow.name, arrow.types]),
  );
  const follows = (arrow) => {
    const others = arrows.filter((it) => it !== arrow && (arrow[2] || !it[2]));
    return leads(arrow[0], arrow[1], others);
  };
  const wanted = arrows
    .filter((arrow) => !follows(arrow))
    .map(([from, to, types]) => `${from} ${types ? '-.->' : '-->'} ${to}`);
  assert.deepEqual(drawn.sort(), wanted.sort());
  for (const { name } of rooms) assert.match(picture, new RegExp(`\\b${name}\\b`));
});

for (const name of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
  test(`${name}: every file that it names is there`, () => {
    const text = readFileSync(join(root, name), 'utf8');
    const named = [...text.matchAll(/`((?:pkg|src|tests|www)\/[\w./-]+\.\w+)`/g)];
    assert.ok(named.length > 10);
    for (const [, file] of named) assert.ok(existsSync(join(root, file)), file);
  });
}

test('the package depends on nothing', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  assert.deepEqual(
    Object.keys(manifest).filter((name) => /dependencies/i.test(name)),
    [],
  );
});
