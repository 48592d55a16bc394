import { decryptUserInfo, MiniProgram } from 'wx-unionid';
import { show } from '../show.js';

show({ decryptUserInfo, MiniProgram });
