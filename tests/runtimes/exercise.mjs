import official from '../fixtures/decrypt/official-user-info.json';

/** What every target does with the package: decrypt WeChat's sample, be refused, and ask WeChat. */
export async function exercise(wx, wechat) {
  return { ...decrypt(wx), ...(await ask(wx, wechat)) };
}

/** The same for a server that gets the second argument as the body of a request. */
export async function answer(wx, request) {
  try {
    return Response.json(await exercise(wx, await request.json()));
  } catch (error) {
    // The reason of a WxError is not in its stack.
    return new Response(`${error.stack}\n${JSON.stringify(error)}`, { status: 500 });
  }
}

/** What {@link answer} answered, for whoever asked that server. */
export async function answered(response) {
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return text;
}

export function decrypt(wx) {
  const { input } = official;
  const { openId } = wx.decryptUserInfo(input);
  const refusal = codeOf(() => wx.decryptUserInfo({ ...input, iv: 'not Base64' }));
  return { openId, refusal };
}

export async function ask(wx, { baseUrl, appid, secret, code }) {
  const program = new wx.MiniProgram({ appid, secret, baseUrl, dangerouslyAllowBrowser: true });
  const { phone_info } = await program.getPhoneNumber({ code });
  return { phoneNumber: phone_info.phoneNumber };
}

function codeOf(call) {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  return 'nothing was thrown';
}
