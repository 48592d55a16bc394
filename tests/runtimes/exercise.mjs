import official from '../fixtures/decrypt/official-user-info.json';

/** What every target does with the package: decrypt WeChat's sample, be refused, and ask WeChat. */
export async function exercise(wx, { baseUrl, appid, secret, code }) {
  const { input } = official;
  const { openId } = wx.decryptUserInfo(input);
  const refusal = codeOf(() => wx.decryptUserInfo({ ...input, iv: 'not Base64' }));
  const program = new wx.MiniProgram({ appid, secret, baseUrl, dangerouslyAllowBrowser: true });
  const { phone_info } = await program.getPhoneNumber({ code });
  return { openId, refusal, phoneNumber: phone_info.phoneNumber };
}

function codeOf(call) {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  return 'nothing was thrown';
}
