const wx = require('wx-unionid');
const { exercise } = require('./exercise.cjs');

exercise(wx, JSON.parse(process.argv[2])).then((result) => console.log(JSON.stringify(result)));
