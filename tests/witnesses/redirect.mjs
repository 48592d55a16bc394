// Preloaded before other people's clients, which have WeChat's hosts written into them: what they
// ask goes to the fake that is served at `FAKE_URL`, and nothing goes anywhere else.

import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { urlToHttpOptions } from 'node:url';

const fake = new URL(process.env.FAKE_URL);

function isWeChat(hostname) {
  return ['api.weixin.qq.com', 'open.weixin.qq.com'].includes(hostname);
}

https.request = (...given) => {
  const callback = given.find((argument) => typeof argument === 'function');
  const [options, more] = given.map((it) => {
    return typeof it === 'string' || it instanceof URL ? urlToHttpOptions(new URL(it)) : it;
  });
  const asked = Object.assign({}, options, typeof more === 'function' ? {} : more);
  const name = asked.hostname ?? asked.host;
  if (!isWeChat(name)) throw new Error(`${name} is not WeChat's`);
  const { hostname, port } = fake;
  const { agent: _, host: __, protocol: ___, ...rest } = asked;
  return http.request({ ...rest, hostname, port }, callback);
};

https.get = (...given) => https.request(...given).end();

const hostFetch = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { hostname, pathname, search } = new URL(request.url);
  if (hostname === fake.hostname) return hostFetch(request);
  if (!isWeChat(hostname)) throw new Error(`${hostname} is not WeChat's`);
  return hostFetch(new Request(new URL(pathname + search, fake), request));
};

syncBuiltinESMExports();
