import { existsSync } from 'node:fs';
import { notInstalled } from './debian.mjs';
import { which } from './run.mjs';

/** The browsers. `locate()` gives `{ path, driver }`. Firefox has its driver from the toolbox. */
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
  debian: ['firefox-esr'],
});

function browser({ name, commands, places, driver, debian }) {
  return {
    name,
    debian,
    locate() {
      const path = commands.map(which).find(Boolean) ?? places.find(existsSync);
      if (!path) return notInstalled(name, debian);
      if (driver && !which(driver)) return notInstalled(driver, debian);
      return { path, driver: driver && which(driver) };
    },
  };
}
