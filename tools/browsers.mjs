import { existsSync } from 'node:fs';
import { notInstalled } from './debian.mjs';
import { which } from './run.mjs';

/** Browsers with their drivers. What `locate()` finds is `{ path, driver }`. */
export const chromium = browser({
  name: 'Chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  driver: 'chromedriver',
  debian: ['chromium', 'chromium-driver'],
});

export const firefox = browser({
  name: 'Firefox',
  commands: ['firefox-esr', 'firefox'],
  places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  // Comes from the toolbox.
  driver: 'geckodriver',
  debian: ['firefox-esr'],
});

function browser({ name, commands, places, driver, debian }) {
  return {
    name,
    debian,
    locate() {
      const path = commands.map(which).find(Boolean) ?? places.find(existsSync);
      const driverPath = which(driver);
      if (path && driverPath) return { path, driver: driverPath };
      return notInstalled(path ? driver : name, debian);
    },
  };
}
