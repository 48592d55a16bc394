// The package as it is published, and the core that the command `wx-unionid page` puts into the
// page.

import { init } from '../pkg/dist/slim.js';

export * from '../pkg/dist/slim.js';

init(() => {
  const { textContent: base64 } = document.getElementById('core');
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
});
