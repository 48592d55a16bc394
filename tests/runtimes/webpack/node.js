import { decryptUserInfo, MiniProgram } from 'wx-unionid';
import { exercise } from './exercise.mjs';

const wechat = JSON.parse(process.argv[2]);
exercise({ decryptUserInfo, MiniProgram }, wechat).then((result) => {
  console.log(JSON.stringify(result));
});
