/** Showing a person the way in: on the terminal, and in their browser. */
import { spawn } from 'node:child_process';
import type { Environment } from './config.ts';

/**
 * The program that opens an address in the person's browser.
 * @returns its command line without the address; null where there is no display, or `PM_NO_OPEN` is set
 */
export function browserCommand(platform: string, env: Environment): string[] | null {
  if (env['PM_NO_OPEN']) return null;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}

/** Opens an address; a browser that does not open is no reason to stop, for the address is printed too. */
function openBrowser(address: string, platform: string, env: Environment): void {
  const [program, ...words] = browserCommand(platform, env) ?? [];
  if (program === undefined) return;
  const child = spawn(program, [...words, address], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}

/** Prints an address with a one-time code, and opens it where there is a display. */
export function invite(address: string, env: Environment): void {
  console.log(`Open ${address}`);
  console.log('This address lets one browser in, once, within five minutes.');
  openBrowser(address, process.platform, env);
}
