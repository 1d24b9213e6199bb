/** Where a browser for the tests is: Debian's Chromium, or another that the environment names. */
import { accessSync, constants } from 'node:fs';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The browser's executable, or nothing where there is none; `CHROMIUM_PATH` comes before all others. */
export const findChromium = () =>
  [process.env.CHROMIUM_PATH, ...CANDIDATES].find(
    (file) => file !== undefined && isExecutable(file),
  );
