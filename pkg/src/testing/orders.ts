import { demand } from './refusal.js';
import type { Setting } from './setting.js';

/** What a payment is known by: to WeChat, and to the merchant. */
export interface Order {
  /** 微信支付订单号 */
  transaction_id: string;
  /** 商户号 */
  mch_id: string;
  /** 商户订单号 */
  out_trade_no: string;
}

/** The payments. */
export class Orders {
  readonly #setting: Setting;
  readonly #orders: { order: Order; openid: string; paidAt: number }[] = [];

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  pay(openid: string): Order {
    const count = String(this.#orders.length + 1);
    const order = {
      transaction_id: `42000${count.padStart(23, '0')}`,
      mch_id: '1900000109',
      out_trade_no: `order-${this.#setting.random.hex(16)}`,
    };
    this.#orders.push({ order, openid, paidAt: this.#setting.clock.now() });
    return order;
  }

  /** @throws {Refusal} 89300, if that is no payment of this user, or an old one. */
  check(openid: string, asked: Partial<Order>): void {
    const { transaction_id, mch_id, out_trade_no } = asked;
    const isAsked = (order: Order) =>
      transaction_id
        ? order.transaction_id === transaction_id
        : order.mch_id === mch_id && order.out_trade_no === out_trade_no;
    const found = this.#orders.find(({ order }) => isAsked(order));
    demand(found?.openid === openid, 89300);
    demand(
      this.#setting.clock.now() <= found.paidAt + this.#setting.limits.paymentSeconds * 1000,
      89300,
    );
  }
}
