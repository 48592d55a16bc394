import * as wx from 'wx-unionid';
import { answer } from '../exercise.mjs';

export const POST = (request) => answer(wx, request);
