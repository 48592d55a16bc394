// Measures in this page, when it is asked to.

import { measure } from './measure.mjs';
import { peers } from './peers.mjs';

globalThis.measureHere = (settings) => measure(peers, settings);
