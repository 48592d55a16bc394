// The world of a fake WeChat with an account that many follow:
// `node followers.js 50000 > world.json`.

const appid = 'wxfa4e000000000003';
const secret = 'fa4efa4efa4efa4efa4efa4efa4efa4e';
const [count = '50000'] = process.argv.slice(2);

const users = Array.from({ length: Number(count) }, (_, at) => [`f${at}`, { follows: [appid] }]);
console.log(
  JSON.stringify({
    apps: { [appid]: { type: 'officialAccount', secret, openPlatform: 'ours' } },
    users: Object.fromEntries(users),
  }),
);
