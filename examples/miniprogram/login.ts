import { createLogin } from 'wx-unionid/miniprogram';

const server = 'http://localhost:3000'; // examples/server

type Call = { path: string; data?: object };
type Answer = WechatMiniprogram.RequestSuccessCallbackResult<WechatMiniprogram.IAnyObject>;

function send({ path, data }: Call, token = '') {
  return new Promise<Answer>((resolve, fail) => {
    const success = (answer: Answer) => {
      const { statusCode, data: publicMessage } = answer;
      if (statusCode < 400 || statusCode === 401) resolve(answer);
      else fail({ publicMessage });
    };
    const header = { authorization: `Bearer ${token}` };
    wx.request({ url: server + path, method: data ? 'POST' : 'GET', data, header, success, fail });
  });
}

export const login = createLogin({
  async exchange(code, before) {
    const { data } = await send({ path: '/login', data: { code } }, before);
    return { token: data.token, expiresInSeconds: data.expiresInSeconds };
  },
  send,
});
