import * as wx from 'wx-unionid';
import { answer } from './exercise.mjs';

addEventListener('fetch', (event) => event.respondWith(answer(wx, event.request)));
