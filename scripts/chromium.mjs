// The browser of the browser tests and pictures: Debian's Chromium, because a browser that a test tool
// downloads is not to be had everywhere.
import { existsSync } from 'node:fs';
import { installPackages } from './debian.mjs';

const chromium = '/usr/bin/chromium';

/** Installs Chromium where it is missing. */
export function ensureChromium() {
  if (!existsSync(chromium)) installPackages(chromium, ['chromium']);
}
