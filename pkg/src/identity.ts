import * as core from '../dist/bindgen/core.js';
import { hasMethods, listOf, ownOf, pick, propertyOf, type Table, toJson } from './arguments.js';
import { call } from './core.js';
import type { Decrypted } from './decrypt.js';
import { invalidArgument, WxError } from './error.js';
import {
  conflictTexts,
  linkConflictTexts,
  missingTexts,
  nextTexts,
  type Text,
} from './generated/identity.js';
import { identityFactTable } from './generated/tables.js';
import type {
  AppUser,
  Endpoints,
  IdentityConflictFields,
  IdentityFields,
  IdentitySource,
  LocalizedText,
  MissingFields,
  NextFields,
  Payloads,
} from './generated/types.js';
import type { OpenedPush } from './message-push.js';
import type { PushMessage } from './push-event.js';

/**
 * The value of a source, as far as it is read. Part of a reply of WeChat will do, as a table may
 * store it: with `null` for missing fields.
 */
export type IdentityValue<S extends IdentitySource> = S extends 'decrypt'
  ? Partial<Decrypted> | Payloads[keyof Payloads]
  : S extends 'getWXContext'
    ? { OPENID?: string; APPID?: string; UNIONID?: string }
    : S extends 'messagePush'
      ? Partial<OpenedPush> | PushMessage
      : S extends 'cloudHostingHeaders'
        ?
            | Readonly<Record<string, string | readonly string[] | undefined>>
            | Iterable<readonly [string, string]>
        : S extends 'batchUserInfo'
          ? IdentityValue<'userInfo'>
          : S extends keyof Endpoints
            ? {
                [Field in keyof Endpoints[S]['response']]?:
                  | Endpoints[S]['response'][Field]
                  | null
                  | undefined;
              }
            : never;

/** A fact about the user: the unchanged value of a source, and the app that it belongs to. */
export type IdentityFact = {
  [S in IdentitySource]: {
    /** Where it comes from. */
    source: S;
    /** The app that the reply or the data belongs to. */
    appid: string;
    /** The value of the source. Only its ids are returned. */
    value: IdentityValue<S>;
  } & (S extends 'getPaidUnionId'
    ? {
        /** The openid of the call, which the reply does not contain. */
        openid: string;
      }
    : { openid?: undefined });
}[IdentitySource];

/** Why there is no unionid. */
export interface Missing extends MissingFields {
  /** The same in words. */
  message: LocalizedText;
}

/** A way to get the unionid. */
export interface Next extends NextFields {
  /** The same in words. */
  message: LocalizedText;
}

/** Facts that contradict each other. */
export interface IdentityConflict extends IdentityConflictFields {
  /** The same in words. */
  message: LocalizedText;
}

/** Who a user is: `appid` and `openid`, which never change, and the unionid if there is one. */
export type Identity = Omit<IdentityFields, 'unionid' | 'missing' | 'next' | 'conflicts'> & {
  /** Ways to get the unionid, the best first. Empty if it is there. */
  next: Next[];
  /** Contradictions. Do not merge accounts while there are any. */
  conflicts: IdentityConflict[];
} & (
    | {
        /** The user across the apps of one Open Platform account. It is never an openid. */
        unionid: string;
        missing?: undefined;
      }
    | {
        /** WeChat returned none: it may come later. */
        unionid: null;
        /** Why there is no unionid. */
        missing: Missing;
      }
  );

/**
 * Says who the user of these facts is. If there is no unionid, it says why and how to get it, by
 * WeChat's current rules, not by those of old articles.
 *
 * It takes a list, because several apps may know the user, and several replies may come from one
 * app. Each entry names its source and its appid, and holds the unchanged value of that source:
 *
 * ```js
 * const { appid, openid, unionid, missing, next } = resolveIdentity([
 *   { source: 'code2Session', appid, value: session },
 *   { source: 'userInfo', appid: accountAppid, value: follower },
 * ]);
 * ```
 *
 * `appid` and `openid` are those of the app of the first fact. An empty string counts as absent.
 * The unionid is never an openid in its place, and never the unionid of a snapshot page.
 * Contradictions are in `conflicts` and are not thrown. Replies to a login take precedence over
 * other replies, and those over decrypted data, which the client can change. If two of equal weight
 * differ, the value is `null`. You must make sure that the facts are about the same user.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html | UnionID 机制说明}.
 *
 * @param facts At most 100.
 * @returns Only ids and texts: no `session_key` and no token.
 * @throws {WxError} `ERR_INVALID_ARGUMENT` with the `index` of a malformed fact;
 * `ERR_WASM_UNAVAILABLE`.
 */
export function resolveIdentity(facts: readonly IdentityFact[]): Identity {
  const input = listOf('facts', facts).map(factOf);
  const resolved: IdentityFields = call(core.resolveIdentity, `[${input.join(',')}]`);
  const { missing, next, conflicts, ...fields } = ownOf(resolved);
  // The core gives a reason if, and only if, it gives no unionid.
  return {
    ...fields,
    ...(missing && { missing: { ...missing, message: said(missingTexts[missing.reason]) } }),
    // Each way that is named has a text, which a test sees to.
    next: next.map((way) => ({ ...way, message: said(nextTexts[way.source] as Text) })),
    conflicts: conflicts.map((it) => ({ ...it, message: said(conflictTexts[it.conflict]) })),
  } as Identity;
}

/** A fact as JSON. */
function factOf(fact: unknown, index: number): string {
  try {
    const picked = pick<SomeFact>('facts', fact as SomeFact, identityFactTable as Table<SomeFact>);
    return toJson('facts', { ...picked, value: plain(picked) });
  } catch (error) {
    const refusal = error as WxError<'ERR_INVALID_ARGUMENT'>;
    throw new WxError({ ...refusal, message: refusal.message, index });
  }
}

interface SomeFact {
  source: IdentitySource;
  value: object;
}

/** The value, as JSON can show it. */
function plain({ source, value }: SomeFact): object {
  if (source !== 'cloudHostingHeaders' || !hasMethods(value, [Symbol.iterator])) return value;
  try {
    return Object.fromEntries(value as Iterable<readonly [string, string]>);
  } catch {
    throw invalidArgument('value', 'must be readable headers');
  }
}

function said([zh, en]: Text): LocalizedText {
  return { zh, en };
}

/** A row of your table: one user of one app. Other columns are ignored. */
export interface IdentityRow {
  /** The app. */
  readonly appid: string;
  /** The user in it. */
  readonly openid: string;
  /** The user across apps, if known. Ignored if it is empty or equals the openid. */
  readonly unionid?: string | null | undefined;
}

/** One person. */
export interface Person<Row extends IdentityRow = IdentityRow> {
  /** The user across apps, if one of the rows has it. */
  unionid: string | null;
  /** Your rows of this person, all of them, in the order of their ids. */
  rows: Row[];
}

/** Rows that contradict each other. */
export type LinkConflict<Row extends IdentityRow = IdentityRow> = (
  | {
      /** One user of an app with several unionids. The user is in no group and links nobody. */
      conflict: 'two_unionids';
      /** The app. */
      appid: string;
      /** The user in it. */
      openid: string;
      /** All unionids that the rows of this user have. */
      unionids: string[];
    }
  | {
      /**
       * Several users of one app with the same unionid. It links nobody: each is in a separate
       * group, without it.
       */
      conflict: 'two_openids';
      /** The app. */
      appid: string;
      /** The unionid that several of its users have. */
      unionid: string;
      /** These users. */
      openids: string[];
    }
  | {
      /**
       * The openid of a row is the unionid of another user, as in a table that was kept by
       * `unionid || openid`. The row is in no group and links nobody.
       */
      conflict: 'openid_is_unionid';
      /** The app of the row. */
      appid: string;
      /** What is in the place of its openid. */
      openid: string;
      /** A user who has it as unionid. */
      user: AppUser;
    }
) & {
  /** Your rows: one for each of the ids that contradict each other, in that order. */
  rows: Row[];
  /** What it is, and what to do. */
  message: LocalizedText;
};

/** The people in a table. */
export interface Links<Row extends IdentityRow = IdentityRow> {
  /** One person each. */
  groups: Person<Row>[];
  /** What contradicts each other. */
  conflicts: LinkConflict<Row>[];
}

/**
 * Groups rows by person: rows of the same user of an app, and rows with the same unionid.
 *
 * A user of an app with two unionids is in `conflicts`, is in no group, and links nobody. Often the
 * app was bound to another Open Platform account, which changes all unionids. The order of the rows
 * does not matter: groups and conflicts are in the order of their ids. The groups hold your own
 * rows, with whatever else is in them. One call can take a million rows.
 *
 * ```js
 * const { groups, conflicts } = linkIdentities(rows); // groups: [{ unionid, rows }]
 * ```
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` with the `index` of the row, if an id is not a string,
 * is empty (a unionid may be empty), or has quotes, backslashes or control characters;
 * `ERR_WASM_UNAVAILABLE`.
 */
export function linkIdentities<Row extends IdentityRow>(rows: readonly Row[]): Links<Row> {
  const { own, ids } = read(rows);
  const { groups, conflicts }: RowLinks = call(core.linkIdentities, write(ids));
  const rowsAt = (places: number[]) => places.map((at) => own[at] as Row);
  const appidOf = (row: number) => ids[3 * row] as string;
  const openidOf = (row: number) => ids[3 * row + 1] as string;
  const unionidOf = (row: number) => ids[3 * row + 2] as string;
  const people: Person<Row>[] = [];
  for (let at = 0; at < groups.length; ) {
    const [size, unionid] = [groups[at], groups[at + 1]] as [number, number];
    people.push({
      unionid: unionid < 0 ? null : unionidOf(unionid),
      rows: rowsAt(groups.slice(at + 2, at + 2 + size)),
    });
    at += 2 + size;
  }
  return {
    groups: people,
    conflicts: conflicts.map(({ conflict, rows }) => {
      const [first, second] = rows as [number, number, ...number[]];
      const appid = appidOf(first);
      const openid = openidOf(first);
      const whole = { appid, rows: rowsAt(rows), message: said(linkConflictTexts[conflict]) };
      switch (conflict) {
        case 'two_unionids':
          return { conflict, openid, unionids: rows.map(unionidOf), ...whole };
        case 'two_openids':
          return { conflict, unionid: unionidOf(first), openids: rows.map(openidOf), ...whole };
        default: {
          const user = { appid: appidOf(second), openid: openidOf(second) };
          return { conflict, openid, user, ...whole };
        }
      }
    }),
  };
}

/** What crosses: places of rows, because the texts are here already. */
interface RowLinks {
  /**
   * For each person one after the other: how many rows, the row with the unionid or -1, the rows.
   */
  groups: number[];
  conflicts: { conflict: LinkConflict['conflict']; rows: number[] }[];
}

/** What the core refuses. */
const NO_ID = 0;

/** The rows, and the three ids of each, one after the other, each read once. */
function read<Row extends IdentityRow>(rows: readonly Row[]): { own: Row[]; ids: unknown[] } {
  const own: Row[] = [];
  const ids: unknown[] = [];
  try {
    if (!Array.isArray(rows)) throw new TypeError();
    const { length } = rows;
    for (let index = 0; index < length; index++) {
      const row: Row = rows[index];
      own.push(row);
      addIdsOf(row, ids);
    }
  } catch {
    throw invalidArgument('rows', 'must be a list of readable objects');
  }
  return { own, ids };
}

function addIdsOf(row: IdentityRow, ids: unknown[]): void {
  try {
    const unionid = propertyOf(row, 'unionid');
    ids.push(anId(propertyOf(row, 'appid')), anId(propertyOf(row, 'openid')));
    ids.push(unionid == null ? null : anId(unionid));
  } catch {
    ids.push(NO_ID, NO_ID, NO_ID);
  }
}

function anId(value: unknown): unknown {
  return typeof value === 'string' ? value : NO_ID;
}

function write(ids: unknown[]): string {
  try {
    return JSON.stringify(ids);
  } catch {
    throw invalidArgument('rows', 'are too many for one call');
  }
}
