import * as wx from 'wx-unionid';
import { decrypt } from './exercise.mjs';

console.log(JSON.stringify(decrypt(wx)));
