import * as wx from 'wx-unionid';
import { answer } from './exercise.mjs';

export default { fetch: (request) => answer(wx, request) };
