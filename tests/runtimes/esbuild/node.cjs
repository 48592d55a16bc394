const { decryptUserInfo, MiniProgram } = require('wx-unionid');
const { exercise } = require('./exercise.cjs');

const wechat = JSON.parse(process.argv[2]);
exercise({ decryptUserInfo, MiniProgram }, wechat).then((result) => {
  console.log(JSON.stringify(result));
});
