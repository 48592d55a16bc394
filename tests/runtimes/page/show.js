import { exercise } from './exercise.mjs';

export async function show(wx) {
  const wechat = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  document.querySelector('output').textContent = JSON.stringify(await exercise(wx, wechat));
}
