// Samples, good and broken, of fake data: vectors of the tests.

import official from '../tests/fixtures/decrypt/official-user-info.json';
import noKey from '../tests/fixtures/diagnosis/seen/a-code2session-that-failed.json';
import cut from '../tests/fixtures/diagnosis/seen/a-column-of-255-characters.json';
import otherKey from '../tests/fixtures/diagnosis/seen/a-key-of-another-login.json';
import otherApp from '../tests/fixtures/diagnosis/seen/data-of-another-mini-program.json';
import noWatermark from '../tests/fixtures/diagnosis/seen/data-without-a-watermark.json';
import swapped from '../tests/fixtures/diagnosis/seen/iv-and-encrypteddata-swapped.json';
import twice from '../tests/fixtures/diagnosis/seen/percent-signs-twice-252b.json';
import quoted from '../tests/fixtures/diagnosis/seen/quotes-around-the-key.json';
import plus from '../tests/fixtures/diagnosis/seen/the-demo-on-a-web-page-one-plus-lost.json';
import otherIv from '../tests/fixtures/diagnosis/seen/the-iv-of-another-call.json';
import bound from '../tests/fixtures/identity/code2session-bound.json';
import notBound from '../tests/fixtures/identity/code2session-not-bound.json';
import getUserInfo from '../tests/fixtures/identity/get-user-info.json';
import getUserProfile from '../tests/fixtures/identity/get-user-profile.json';
import notAFollower from '../tests/fixtures/identity/not-a-follower.json';
import oauthBase from '../tests/fixtures/identity/oauth-base.json';
import snapshot from '../tests/fixtures/identity/oauth-snapshot.json';
import oauth from '../tests/fixtures/identity/oauth-userinfo.json';
import anotherApp from '../tests/fixtures/identity/other-app.json';
import paid from '../tests/fixtures/identity/paid.json';
import tooLate from '../tests/fixtures/identity/paid-too-late.json';
import phoneOnly from '../tests/fixtures/identity/phone-data.json';
import push from '../tests/fixtures/identity/push.json';
import threeApps from '../tests/fixtures/identity/three-apps.json';
import twoOpenids from '../tests/fixtures/identity/two-openids.json';
import twoUnionids from '../tests/fixtures/identity/two-unionids.json';
import officialXml from '../tests/fixtures/push/official-crypto-demo.json';
import officialJson from '../tests/fixtures/push/official-safe-json.json';
import verifyUrl from '../tests/fixtures/push/official-verify-url-wecom.json';
import officialWecom from '../tests/fixtures/push/official-wecom.json';
import revocation from '../tests/fixtures/push/revocation-with-unionid.json';
import corrupted from '../tests/fixtures/samples/userInfo-corrupted.json';
import { kindSamples } from './generated/kinds.js';

const of = (names) =>
  Object.fromEntries(Object.entries(names).map(([name, { input }]) => [name, asFields(input)]));

/** As the fields hold them: session keys on lines of their own, and the one appid that is right. */
function asFields({ appid, sessionKey = '', iv, encryptedData }) {
  return {
    appid: [appid].flat().at(-1),
    sessionKey: [sessionKey].flat().join('\n'),
    iv,
    encryptedData,
  };
}

export const good = of({ ...kindSamples, userInfo: official });

/** By the cause that a diagnosis finds. */
export const broken = of({
  plus_became_space: plus,
  wrong_session_key: otherKey,
  wrong_iv: otherIv,
  truncated: cut,
  corrupted,
  double_percent_encoded: twice,
  json_quoted: quoted,
  swapped_fields: swapped,
  missing_field: noKey,
  appid_mismatch: otherApp,
  watermark_missing: noWatermark,
});

const factsOf = (names) =>
  Object.fromEntries(Object.entries(names).map(([name, { facts }]) => [name, facts]));

/** What WeChat said about a user, by the outcome. */
export const identities = {
  known: factsOf({
    'three-apps': threeApps,
    'code2session-bound': bound,
    'oauth-userinfo': oauth,
    'get-user-info': getUserInfo,
    paid,
  }),
  missing: factsOf({
    'code2session-not-bound': notBound,
    'oauth-base': oauthBase,
    'not-a-follower': notAFollower,
    'oauth-snapshot': snapshot,
    'get-user-profile': getUserProfile,
    'phone-data': phoneOnly,
    push,
    'paid-too-late': tooLate,
  }),
  conflicts: factsOf({
    'two-unionids': twoUnionids,
    'two-openids': twoOpenids,
    'other-app': anotherApp,
  }),
};

/** A push as the fields hold it, at the time when it came, and what becomes of its query. */
function asPush({ options, query, body = '' }, changed = {}) {
  const { now, ...config } = options;
  return {
    ...config,
    query: `${new URLSearchParams({ ...query, ...changed })}`,
    body,
    now: new Date(now).toISOString(),
  };
}

const opening = asPush(officialXml);
const { query: pushQuery, options: pushOptions } = officialXml;
const [, sealed] = officialXml.body.match(/<Encrypt><!\[CDATA\[(.*?)\]\]>/);

/** Pushes that open, and by their cause those that do not. */
export const pushes = {
  good: {
    xml: opening,
    json: asPush(officialJson),
    wecom: asPush(officialWecom),
    verifyUrl: asPush(verifyUrl),
    revocation: asPush(revocation),
  },
  broken: {
    wrong_token: { ...opening, token: 'anotherToken' },
    wrong_key: { ...opening, encodingAESKey: officialWecom.options.encodingAESKey },
    key_form: { ...opening, encodingAESKey: `${opening.encodingAESKey}=` },
    wrong_receiver: { ...opening, receiver: 'wx0123456789abcdef' },
    body_not_raw: { ...opening, body: `{ xml: { Encrypt: [ '${sealed}' ] } }` },
    signature_for_msg_signature: asPush(officialXml, { msg_signature: pushQuery.signature }),
    ciphertext_changed: { ...opening, body: officialXml.body.replaceAll('+', ' ') },
    encrypted: { ...opening, mode: 'plain' },
    nothing_encrypted: {
      ...opening,
      body: '<xml>\n<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>\n<MsgType><![CDATA[text]]></MsgType>\n</xml>',
    },
    expired: { ...opening, now: new Date(pushOptions.now + 3_600_000).toISOString() },
  },
};
