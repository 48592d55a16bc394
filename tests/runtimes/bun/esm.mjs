import * as wx from 'wx-unionid';
import { exercise } from './exercise.mjs';

console.log(JSON.stringify(await exercise(wx, JSON.parse(process.argv[2]))));
