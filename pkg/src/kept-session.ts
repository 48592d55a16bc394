// What a store holds of a session.

import { isText, isTime, type Shape } from './stored.js';

/**
 * A session as it was made. Nothing ever writes it again, so nothing brings it back once it is
 * deleted.
 */
export interface Made {
  appid: string;
  openid: string;
  unionid?: string | undefined;
  /** Session keys, with the newest first. */
  keys: string[];
  data?: unknown;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** That of the user when it was made. */
  epoch?: string | undefined;
}

/** What a later login of the same user has brought. */
export interface Renewed {
  unionid?: string | undefined;
  keys: string[];
}

/** What the caller has put in place of the first data. */
export interface Changed {
  data: unknown;
}

/** When it was used, in milliseconds since 1970. */
export interface Used {
  usedAt: number;
}

/**
 * Sessions of a user that were made in another epoch are over. It is a random text: no clock
 * decides.
 */
export interface Epoch {
  epoch: string;
}

export const made: Shape<Made> = {
  appid: isText,
  openid: isText,
  unionid: isTextOrAbsent,
  keys: isKeys,
  data: () => true,
  createdAt: isTime,
  epoch: isTextOrAbsent,
};

export const renewed: Shape<Renewed> = { unionid: isTextOrAbsent, keys: isKeys };
export const changed: Shape<Changed> = { data: (value) => value !== undefined };
export const used: Shape<Used> = { usedAt: isTime };
export const epoch: Shape<Epoch> = { epoch: isText };

/** The session key of now and the one before. */
export const KEPT_KEYS = 2;

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isKeys(value: unknown): boolean {
  return Array.isArray(value) && value.length <= KEPT_KEYS && value.every(isText);
}
