// Next.js: app/login/route.ts. POST logs in, GET says who has logged in, DELETE logs out.

import { LoginSessions, MiniProgram, WxError } from 'wx-unionid';

const { WX_APPID: appid = '', WX_SECRET: secret = '', WX_BASE_URL: baseUrl } = process.env;
const program = new MiniProgram({ appid, secret, baseUrl });
const sessions = new LoginSessions({ appid }); // several processes or functions: pass a store

export const POST = answering(async (request) => {
  const { code } = Object(await request.json().catch(() => undefined));
  const { session } = await program.login({ code });
  return Response.json({ token: await sessions.create(session) });
});

export const GET = answering(async (request) => {
  const login = await sessions.get(tokenOf(request));
  if (!login) return Response.json({ zh: '请先登录。', en: 'Please log in.' }, { status: 401 });
  return Response.json({ unionid: login.unionid ?? null });
});

export const DELETE = answering(async (request) => {
  await sessions.delete(tokenOf(request));
  return new Response(null, { status: 204 });
});

function tokenOf(request: Request): string {
  return request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
}

/** Next.js answers 500 to whatever is thrown. */
function answering(handle: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    try {
      return await handle(request);
    } catch (error) {
      if (!(error instanceof WxError)) throw error;
      console.error(error);
      return Response.json(error.publicMessage, { status: error.status });
    }
  };
}
