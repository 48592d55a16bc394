import { decryptUserInfo, MiniProgram } from 'wx-unionid';
import { exercise } from './exercise.mjs';

const wechat = JSON.parse(decodeURIComponent(location.hash.slice(1)));
exercise({ decryptUserInfo, MiniProgram }, wechat).then((result) => {
  document.querySelector('output').textContent = JSON.stringify(result);
});
