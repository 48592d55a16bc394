import { login } from '../../login';

interface Text {
  zh: string;
}

Page({
  data: {
    avatarUrl: '',
    nickName: '',
    phoneNumber: '',
    steps: 0,
    unionid: '',
    missing: '',
    next: [] as string[],
  },

  onShow() {
    return this.attempt(async () => {
      const { data } = await login.request({ path: '/me' });
      const next = data.next.map(({ zh }: Text) => zh);
      this.setData({ unionid: data.unionid ?? '', missing: data.missing?.zh ?? '', next });
    });
  },

  /** 头像和昵称由用户自己填写：微信不再向小程序提供。 */
  onChooseAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    this.setData({ avatarUrl: detail.avatarUrl });
  },

  onNickName({ detail }: WechatMiniprogram.InputBlur) {
    this.setData({ nickName: detail.value });
  },

  // #region data
  onPhoneNumber({ detail: { code } }: WechatMiniprogram.ButtonGetPhoneNumber) {
    return this.attempt(async () => {
      if (!code) return;
      const { data } = await login.request({ path: '/phone', data: { code } });
      this.setData({ phoneNumber: data.phoneNumber });
    });
  },

  onSteps() {
    return this.attempt(async () => {
      const ask = () => wx.getWeRunData();
      const { data } = await login.sendEncrypted(ask, ({ encryptedData, iv }) => ({
        path: '/user-data',
        data: { encryptedData, iv },
      }));
      const [today] = data.stepInfoList.slice(-1);
      this.setData({ steps: today.step });
    });
  },
  // #endregion

  onLogout() {
    return this.attempt(async () => {
      await login.request({ path: '/logout', data: {} });
      login.forget();
      this.setData({ phoneNumber: '', steps: 0, unionid: '', missing: '', next: [] });
    });
  },

  /** 失败时给用户一句提示。 */
  async attempt(run: () => Promise<void>) {
    try {
      await run();
    } catch (error) {
      console.error(error);
      const { publicMessage } = error as { publicMessage?: Text };
      wx.showToast({ title: publicMessage?.zh ?? '操作失败，请稍后再试。', icon: 'none' });
    }
  },
});
