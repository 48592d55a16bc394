import type { LocalizedText } from './generated/types.js';

/** What was taken back, for programs. `none`: a permission, with which no data was kept. */
export type RevokedData =
  | 'address'
  | 'all'
  | 'cards'
  | 'email'
  | 'files'
  | 'images'
  | 'invoices'
  | 'licensePlate'
  | 'location'
  | 'none'
  | 'phoneNumber'
  | 'profile'
  | 'unknown'
  | 'weRun';

/** What a `RevokeInfo` says. */
export interface RevokeInfoExplanation {
  /**
   * What to delete of this user. `unknown` for a number that WeChat has added since: see its page.
   */
  data: RevokedData;
  /** What the user has taken back. */
  meaning: LocalizedText;
}

/**
 * Explains the `RevokeInfo` of `user_authorization_revoke`: what the user has taken back, and so
 * what to delete of them. The account itself stays. Mini programs have 1 to 20, official accounts
 * 201 to 207, websites and mobile apps 301.
 *
 * See {@link https://developers.weixin.qq.com/doc/service/guide/h5/authorization_change | 授权用户信息变更}.
 */
export function explainRevokeInfo(revokeInfo: string | undefined): RevokeInfoExplanation {
  const code = typeof revokeInfo === 'string' ? Number(revokeInfo) : Number.NaN;
  const row = rows.find(([codes]) => codes.includes(code));
  const [, data, zh, en] = row ?? unknown;
  return { data, meaning: { zh, en } };
}

type Row = readonly [codes: readonly number[], data: RevokedData, zh: string, en: string];

const unknown: Row = [
  [],
  'unknown',
  '未知的授权项，请查看微信文档。',
  'Unknown: see WeChat’s page.',
];

const rows: readonly Row[] = [
  [[1], 'licensePlate', '车牌号', 'License plate'],
  [[2, 201], 'address', '地址', 'Address'],
  [[3, 202], 'invoices', '发票信息', 'Invoices'],
  [[4], 'none', '蓝牙', 'Bluetooth'],
  [[5, 204], 'none', '麦克风', 'Microphone'],
  [[6, 205], 'profile', '昵称和头像', 'Name and picture'],
  [[7], 'none', '摄像头', 'Camera'],
  [[8], 'phoneNumber', '手机号', 'Phone number'],
  [[12], 'weRun', '微信运动步数', 'Steps of WeRun'],
  [[13, 206], 'location', '位置信息', 'Location'],
  [[14, 207], 'images', '选中的图片或视频', 'Chosen pictures and videos'],
  [[15], 'files', '选中的文件', 'Chosen files'],
  [[16], 'email', '邮箱地址', 'Email address'],
  [[18], 'location', '选择的位置信息', 'Chosen location'],
  [[19], 'profile', '昵称输入键盘中选择的微信昵称', 'WeChat name, chosen at the keyboard'],
  [[20], 'profile', '获取用户头像组件中选择的微信头像', 'WeChat picture, chosen in the component'],
  [[203], 'cards', '卡券', 'Cards'],
  [[301], 'all', '全部授权信息', 'All that was authorised'],
];
