// Measures in this page when asked.

import { measure } from './measure.mjs';
import { peers } from './peers.mjs';

globalThis.measureHere = (settings) => measure(peers, settings);
