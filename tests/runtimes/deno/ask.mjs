import * as wx from 'wx-unionid';
import { ask } from './exercise.mjs';

console.log(JSON.stringify(await ask(wx, JSON.parse(Deno.args[0]))));
