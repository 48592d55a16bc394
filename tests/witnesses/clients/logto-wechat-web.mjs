import assert from 'node:assert/strict';
import createConnector from '@logto/connector-wechat-web';

import { callbackUrl, codeOf, failureOf, idsOf, SECRET, WEBSITE } from '../fake.mjs';

const { unionid } = (await idsOf('ming'))[WEBSITE];
const connector = (config) =>
  createConnector({ getConfig: async () => ({ appId: WEBSITE, appSecret: SECRET, ...config }) });

const { getAuthorizationUri, getUserInfo } = await connector();
const link = await getAuthorizationUri({ state: 'STATE', redirectUri: callbackUrl }, () => {});
const code = await codeOf(link);
const { id, name } = await getUserInfo({ code }, () => {});
assert.deepEqual([id, name], [unionid, '小明']);

assert.equal((await failureOf(getUserInfo({ code }))).code, 'social_auth_code_invalid');
assert.equal((await failureOf(getUserInfo({ code: 'authdeny' }))).code, 'social_auth_code_invalid');
const wrong = await connector({ appSecret: 'wrong' });
const other = await codeOf(link);
assert.equal((await failureOf(wrong.getUserInfo({ code: other }))).data.errcode, 40125);
