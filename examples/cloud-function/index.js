const cloud = require('wx-server-sdk');
const { parseResponse, resolveIdentity, WxError } = require('wx-unionid');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

const actions = { me, phone };

/** wx.cloud.callFunction({ name: 'user', data: { action: 'me' } }) */
exports.main = async (event) => {
  const { action, ...given } = Object(event);
  if (!Object.hasOwn(actions, action))
    return { error: { zh: '未知的操作。', en: 'No such action.' } };
  try {
    return await actions[action](given);
  } catch (error) {
    if (!(error instanceof WxError)) throw error;
    console.error(error);
    return { error: error.publicMessage };
  }
};

// Who calls is what WeChat says, and never what the event says.
function whoCalls() {
  const value = cloud.getWXContext();
  return resolveIdentity([{ source: 'getWXContext', appid: value.APPID, value }]);
}

// Store appid and openid as the key, and the unionid in a field of its own, when it is there.
function me() {
  const { appid, openid, unionid, missing, next } = whoCalls();
  return {
    ...{ appid, openid, unionid },
    ...(missing && { missing: missing.message, next: next.map(({ message }) => message) }),
  };
}

// Without a token or a secret: WeChat knows the cloud function.
async function phone({ code }) {
  const { errCode, errMsg, phoneInfo } = await cloud.openapi.phonenumber
    .getPhoneNumber({ code })
    .catch(refused);
  const body = JSON.stringify({ errCode, errMsg, phoneInfo });
  const { phone_info } = parseResponse('getPhoneNumber', { status: 200, body });
  return { phoneNumber: phone_info.phoneNumber };
}

// What WeChat refuses, the SDK throws, with its number.
function refused(error) {
  if (typeof error?.errCode !== 'number') throw error;
  return error;
}
