// WeChat's login pages, in any browser: who is there is chosen by a click.

/**
 * `fake_user` chooses without a click; `fake_agree=false` or `=authdeny` refuses,
 * `fake_snapshot=true` is a snapshot page.
 */
export function loginPage(wechat, url) {
  const given = url.searchParams;
  const search = url.search.replace(/&fake_\w+=[^&]*/g, '');
  // What follows a # stays in the browser.
  const link = `https://open.weixin.qq.com${url.pathname}${search}#wechat_redirect`;
  const names = Object.keys(wechat.users);
  const user = given.get('fake_user') ?? names[0];
  if (user === undefined) return html('<p>没有用户。There are no users.</p>');
  if (!names.includes(user)) return html(`<p>没有这个用户。There is no user ${escaped(user)}.</p>`);
  const agree = answers[given.get('fake_agree')] ?? true;
  const snapshot = given.has('fake_snapshot') ? given.get('fake_snapshot') === 'true' : undefined;
  const outcome = wechat.page({ user }).open(link, { agree, snapshot });
  if (!outcome.url) {
    const { errcode, errmsg, hint } = outcome;
    const said = [`${errmsg} ${errcode ?? ''}`, hint.zh, hint.en];
    return html(said.map((line) => `<p>${escaped(line)}</p>`).join(''));
  }
  // A header has ASCII alone.
  const location = new URL(outcome.url).href;
  if (given.has('fake_user')) return { status: 302, headers: { location }, body: '' };
  return html(choices(names, `${url.pathname}${search}`));
}

/** Whoever does not say agrees. */
const answers = { false: false, authdeny: 'authdeny' };

function choices(names, address) {
  const to = (user, more, title) => {
    const href = `${address}&fake_user=${encodeURIComponent(user)}${more}`;
    return `<a href="${escaped(href)}">${title}</a>`;
  };
  const rows = names.map((user) => {
    const name = escaped(user);
    const ways = [
      to(user, '', `${name}：同意 agree`),
      to(user, '&fake_agree=false', '拒绝 refuse'),
      to(user, '&fake_agree=authdeny', '拒绝 refuse (code=authdeny)'),
      to(user, '&fake_snapshot=true', '快照页 snapshot page'),
    ];
    return `<li>${ways.join(' · ')}</li>`;
  });
  return `<p>选择登录的用户 Who logs in?</p><ul>${rows.join('')}</ul>`;
}

function html(content) {
  const title = '模拟微信 a fake WeChat';
  const body = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${content}</html>\n`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
