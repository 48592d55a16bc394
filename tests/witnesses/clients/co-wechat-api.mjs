import assert from 'node:assert/strict';
import API from 'co-wechat-api';

import { ACCOUNT, ask, failureOf, idsOf, PROGRAM, SECRET } from '../fake.mjs';

const { openid, unionid } = (await idsOf('ming'))[ACCOUNT];
const client = new API(ACCOUNT, SECRET);

const { data, count } = await client.getFollowers();
assert.deepEqual([count, data.openid], [1, [openid]]);
assert.equal((await client.getFollowers(openid)).count, 0);
const user = await client.getUser({ openid, lang: 'zh_CN' });
assert.deepEqual([user.subscribe, user.openid, user.unionid], [1, openid, unionid]);
const { user_info_list } = await client.batchGetUsers([openid]);
assert.equal(user_info_list[0].unionid, unionid);

// A token that has expired, or that WeChat does not know, is renewed.
await ask('/clock', { advance: 2 * 60 * 60 * 1000 });
assert.equal((await client.getUser(openid)).unionid, unionid);
await client.saveToken({ accessToken: 'UNKNOWN', expireTime: Number.POSITIVE_INFINITY });
assert.equal((await client.getUser(openid)).unionid, unionid);

assert.equal((await failureOf(client.getUser('unknown'))).code, 40003);
// Were it 40001, this client would ask for a token without end.
const wrong = new API(ACCOUNT, 'wrong');
const asked = async () => (await ask('/requests')).requests.length;
const before = await asked();
assert.equal((await failureOf(wrong.getUser(openid))).code, 40125);
assert.equal(await asked(), before + 1);
assert.equal((await failureOf(new API('wxunknown', SECRET).getUser(openid))).code, 40013);
assert.equal((await failureOf(new API(PROGRAM, SECRET).getUser(openid))).code, 48001);
