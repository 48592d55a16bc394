// Loaded into a process, it notes down its peak of memory at the end.

import { appendFileSync } from 'node:fs';

process.on('exit', () => {
  if (process.send) appendFileSync(process.env.PEAKS, `${process.resourceUsage().maxRSS}\n`);
});
