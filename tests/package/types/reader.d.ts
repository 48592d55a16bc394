// What a reader of the READMEs and docs has, and no snippet says again.

import type * as wx from 'wx-unionid';
import type { EncryptedData } from 'wx-unionid/miniprogram';
import type * as fake from 'wx-unionid/testing';

declare global {
  // Apps, and what is asked of them.
  const appid: string;
  const secret: string;
  const accountAppid: string;
  const componentAppid: string;
  const oldAppid: string;
  const websiteAppid: string;
  const platformAppid: string;
  const redirect_uri: string;
  const state: string;
  const scope: wx.AuthorizeScope;
  const store: wx.Store;
  const token: string;
  const oldToken: string;
  const getComponentToken: () => Promise<string>;
  const program: wx.MiniProgram;
  const account: wx.OfficialAccount;
  const client: wx.MiniProgram | wx.OfficialAccount | wx.WebApp;
  const sessions: wx.LoginSessions;

  // What a client sent, and what WeChat answered.
  const code: string;
  const phoneCode: string;
  const js_code: string;
  const sessionKey: string;
  const current: string;
  const previous: string | null;
  const encryptedData: string;
  const iv: string;
  const query: Record<string, string>;
  const body: string;
  const encodingAESKey: string;
  const push: wx.MessagePush;
  const opened: wx.OpenedPush;
  const rawData: string;
  const signature: string;
  const openid: string;
  const userId: number;
  const role: string;
  const session: wx.Code2SessionResponse;
  const newSession: wx.Code2SessionResponse;
  const follower: wx.UserInfoResponse;
  const status: number;
  const bytes: Uint8Array;
  const code2SessionUrl: string;
  const phone: EncryptedData;
  const profile: EncryptedData;

  // The back end around it.
  const rows: wx.IdentityRow[];
  const signal: AbortSignal;
  const logger: Record<'error' | 'info' | 'warn', (...facts: unknown[]) => void>;
  const express: { json(): unknown };
  const app: {
    use(handler: unknown): void;
    post(
      path: string,
      handler: (request: { body: Record<string, string> }, response: unknown) => void,
    ): void;
    request(url: string, init: object): Promise<Response>;
  };
  const response: { status(status: number): { json(body: unknown): void } };
  const undici: { fetch: typeof fetch };
  const redis: { set(key: string, value: string): Promise<unknown> };
  const redirect: (url: string) => void;
  const getJson: (url: string) => Promise<Record<string, string>>;
  const guest: () => void;
  const merge: (unionid: string | null, users: wx.AppUser[]) => Promise<void>;
  const mergePeople: (users: wx.AppUser[]) => Promise<void>;
  const askSomebody: (conflict: wx.LinkConflict) => Promise<void>;
  const pool: unknown;
  const findOrCreateUser: (
    pool: unknown,
    identity: { appid: string; openid: string; unionid: string | null },
  ) => Promise<string>;

  // A test.
  const apps: fake.FakeWeChatOptions['apps'];
  const users: fake.FakeWeChatOptions['users'];
  const wechat: fake.FakeWeChat;

  /** As a server of Node.js has it. */
  const request: { headers: Record<string, string | string[] | undefined> };

  // The client's side.
  const base: string;
  const url: string;
  const post: (path: string, data: object) => void;
  /** Gives the methods of a page the types of what they get. */
  const page: (methods: { [on: string]: (event: { detail: EncryptedData }) => void }) => void;
}
