import * as core from '../dist/bindgen/core.js';
import { listOf, pick, type Table, toJson } from './arguments.js';
import { call } from './core.js';
import type { Decrypted } from './decrypt.js';
import { invalidArgument, WxError } from './error.js';
import {
  type AppUser,
  type Endpoints,
  type IdentityConflictFields,
  type IdentityFields,
  type IdentitySource,
  identityFactTable,
  type LocalizedText,
  type MissingFields,
  type NextFields,
  type Payloads,
} from './generated.js';
import { conflictTexts, missingTexts, nextTexts, type Text } from './generated-identity.js';

/**
 * What a source gives, as far as it is looked at. Of what WeChat answered a part will do, as a table may have kept it: with
 * `null` for what was not there.
 */
export type IdentityValue<S extends IdentitySource> = S extends 'decrypt'
  ? Partial<Decrypted> | Payloads[keyof Payloads]
  : S extends 'getWXContext'
    ? { OPENID?: string; APPID?: string; UNIONID?: string }
    : S extends 'messagePush'
      ? { FromUserName?: string }
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

/** Something that WeChat said about the user: what a source gave, untouched, and the app that it is about. */
export type IdentityFact = {
  [S in IdentitySource]: {
    /** Where it is from. */
    source: S;
    /** The app that was asked, or that the data is for. */
    appid: string;
    /** What the source gave. Nothing of it but the ids comes back. */
    value: IdentityValue<S>;
  } & (S extends 'getPaidUnionId'
    ? {
        /** The user that was asked about, which the reply does not say. */
        openid: string;
      }
    : { openid?: undefined });
}[IdentitySource];

/** Why there is no unionid. */
export interface Missing extends MissingFields {
  /** The same in words. */
  message: LocalizedText;
}

/** A way to the unionid. */
export interface Next extends NextFields {
  /** The same in words. */
  message: LocalizedText;
}

/** Facts that contradict each other. */
export interface IdentityConflict extends IdentityConflictFields {
  /** The same in words. */
  message: LocalizedText;
}

/** Who a user is: the same `appid` and `openid` for ever, and the unionid where WeChat gives one. */
export type Identity = Omit<IdentityFields, 'unionid' | 'missing' | 'next' | 'conflicts'> & {
  /** What would get the unionid, the best way first. Empty if it is there. */
  next: Next[];
  /** What contradicts each other. Merge no accounts while there is something in it. */
  conflicts: IdentityConflict[];
} & (
    | {
        /** The user across the apps of one Open Platform account. It is never an openid. */
        unionid: string;
        missing?: undefined;
      }
    | {
        /** WeChat gave none: it may come later. */
        unionid: null;
        /** Why there is no unionid. */
        missing: Missing;
      }
  );

/**
 * Says who the user is that these facts are about, and if there is no unionid, why, and what would get it: by the
 * rules that WeChat has today, not by those of old articles.
 *
 * It takes a list, because one user may be known by several apps, and one app by several replies. Each entry names
 * its source and its appid, so that nothing can be swapped, and holds what that source gave as it is:
 *
 * ```js
 * const { appid, openid, unionid, missing, next } = resolveIdentity([
 *   { source: 'code2Session', appid, value: session },
 *   { source: 'userInfo', appid: accountAppid, value: follower },
 * ]);
 * ```
 *
 * `appid` and `openid` are those of the app of the first fact. A blank text is absent. The unionid is never the openid that
 * somebody put there, and never that of a snapshot page. Contradictions are listed in `conflicts`, and are not thrown: what WeChat says of a login
 * counts before what it says of a user that somebody named, and that before decrypted data, which the client can change;
 * where two of the same weight differ, the value is `null`. That the facts are about one user is for you to know.
 *
 * See {@link https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/union-id.html | UnionID 机制说明}.
 *
 * @param facts At most 100.
 * @returns No secret that is in a reply (`session_key`, tokens) is in it.
 * @throws {WxError} `ERR_INVALID_ARGUMENT` with the `index` of the fact, if it is no such object; `ERR_WASM_UNAVAILABLE`.
 */
export function resolveIdentity(facts: readonly IdentityFact[]): Identity {
  const input = listOf('facts', facts).map(factOf);
  const { missing, next, conflicts, ...fields }: IdentityFields = call(
    core.resolveIdentity,
    `[${input.join(',')}]`,
  );
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
    return toJson('facts', pick('facts', fact as object, identityFactTable as Table<object>));
  } catch (error) {
    throw new WxError({ ...(error as WxError<'ERR_INVALID_ARGUMENT'>), index });
  }
}

function said([zh, en]: Text): LocalizedText {
  return { zh, en };
}

/** A user of an app, as your table has them. Other columns do no harm. */
export interface IdentityRow {
  /** The app. */
  readonly appid: string;
  /** The user in it. */
  readonly openid: string;
  /** The user across apps, where it is known. A blank one is not, nor is one that is the openid. */
  readonly unionid?: string | null | undefined;
}

/** What is known of one person. */
export interface Person {
  /** The user across apps, if one of the rows says it. */
  unionid: string | null;
  /** The user of each app, in the order of their ids. */
  identities: AppUser[];
}

/** Rows that contradict each other. */
export type LinkConflict =
  | {
      /** One user of an app with several unionids, who is in no group and links nothing. */
      conflict: 'two_unionids';
      appid: string;
      openid: string;
      unionids: string[];
    }
  | {
      /** Several users of one app with one unionid, which links nobody: each is in a group of their own, without it. */
      conflict: 'two_openids';
      appid: string;
      unionid: string;
      openids: string[];
    };

/** The people in a table. */
export interface Links {
  /** One person each. */
  groups: Person[];
  /** What contradicts each other. */
  conflicts: LinkConflict[];
}

/**
 * Puts the rows of one person together: those of one user of an app, and those of one unionid.
 *
 * A user of an app who has two unionids is in `conflicts` and in no group, and links nothing: often the app was bound
 * to another Open Platform account, which changes all unionids. The order of the rows changes nothing: groups and
 * conflicts are in the order of their ids. A million rows in one call are fine.
 *
 * ```js
 * const { groups, conflicts } = linkIdentities(rows); // groups: [{ unionid, identities: [{ appid, openid }] }]
 * ```
 *
 * @throws {WxError} `ERR_INVALID_ARGUMENT` with the `index` of the row, if an id is no text, is blank (a unionid may be), or
 * holds characters that no id of WeChat's has: quotes, backslashes, control characters; `ERR_WASM_UNAVAILABLE`.
 */
export function linkIdentities(rows: readonly IdentityRow[]): Links {
  const ids = idsOf(rows);
  const { groups, conflicts }: RowLinks = call(core.linkIdentities, write(ids));
  const appidOf = (row: number) => ids[3 * row] as string;
  const openidOf = (row: number) => ids[3 * row + 1] as string;
  const unionidOf = (row: number) => ids[3 * row + 2] as string;
  const people: Person[] = [];
  for (let at = 0; at < groups.length; ) {
    const [size, unionid] = [groups[at], groups[at + 1]] as [number, number];
    const members = groups.slice(at + 2, at + 2 + size);
    people.push({
      unionid: unionid < 0 ? null : unionidOf(unionid),
      identities: members.map((row) => ({ appid: appidOf(row), openid: openidOf(row) })),
    });
    at += 2 + size;
  }
  return {
    groups: people,
    conflicts: conflicts.map(({ conflict, rows }) => {
      const [first] = rows as [number, ...number[]];
      const appid = appidOf(first);
      return conflict === 'two_unionids'
        ? { conflict, appid, openid: openidOf(first), unionids: rows.map(unionidOf) }
        : { conflict, appid, unionid: unionidOf(first), openids: rows.map(openidOf) };
    }),
  };
}

/** What crosses: places of rows, because the texts are here already. */
interface RowLinks {
  /** For each person one after the other: how many members, the row with the unionid or -1, the members. */
  groups: number[];
  conflicts: { conflict: LinkConflict['conflict']; rows: number[] }[];
}

/** What the core refuses. */
const NO_ID = 0;

/** The three ids of each row, one after the other, each read once. */
function idsOf(rows: readonly IdentityRow[]): unknown[] {
  const ids: unknown[] = [];
  try {
    if (!Array.isArray(rows)) throw new TypeError();
    const { length } = rows;
    for (let index = 0; index < length; index++) addIdsOf(rows, index, ids);
  } catch {
    throw invalidArgument('rows', 'must be a list of objects that can be read');
  }
  return ids;
}

function addIdsOf(rows: readonly IdentityRow[], index: number, ids: unknown[]): void {
  try {
    const { appid, openid, unionid } = rows[index] as IdentityRow;
    ids.push(anId(appid), anId(openid), unionid == null ? null : anId(unionid));
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
    throw invalidArgument('rows', 'are too many for one text');
  }
}
