// Who is there in the fake WeChat of the command, unless a file says otherwise.

const secret = 'fa4efa4efa4efa4efa4efa4efa4efa4e';
const openPlatform = 'ours';

/** What the console of an app says of its pushes. */
const push = { mode: 'safe', token: secret, encodingAESKey: 'fa4e'.repeat(11).slice(1) };

/** The same with pushes to this URL from all apps that have none of their own. */
export function pushingTo(url, { apps, ...world }) {
  const pushing = Object.entries(Object(apps)).map(([appid, app]) => [
    appid,
    { push: { url, ...push }, ...app },
  ]);
  return { ...world, apps: Object.fromEntries(pushing) };
}

/**
 * Two mini programs, of which one is bound to an Open Platform account; an account and a website of
 * the same.
 */
export const friendlyWorld = {
  apps: {
    wxfa4e000000000001: { type: 'miniProgram', secret, openPlatform },
    wxfa4e000000000002: { type: 'miniProgram', secret },
    wxfa4e000000000003: { type: 'officialAccount', secret, openPlatform },
    wxfa4e000000000004: { type: 'webApp', secret, openPlatform },
  },
  users: {
    ming: { nickName: '小明', phoneNumber: '13800138000', follows: ['wxfa4e000000000003'] },
    hong: { nickName: '小红', phoneNumber: '51234567', countryCode: '852' },
    gang: { nickName: '小刚' },
  },
};
