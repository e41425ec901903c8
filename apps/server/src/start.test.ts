import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { browserCommand } from './browser.ts';
import { diskProblem, freeBytes, LEAST_FREE } from './disk.ts';
import { enterFolder } from './enter.ts';
import { EXIT } from './exit.ts';
import { takeLock, writeInstance } from './folder.ts';
import { checkNode } from './node-version.ts';
import { buildHouse } from './testing/house.ts';
import { tempFolder } from './testing/temp.ts';

it('MAIN-6 the first start takes the folder, a second one joins it', async () => {
  const house = await buildHouse();
  const first = await enterFolder(house.folder, '127.0.0.1');
  expect(first).toMatchObject({ whose: { token: house.token, folder: house.folder } });
  writeInstance(house.folder, { port: house.port });
  const second = await enterFolder(house.folder, '127.0.0.1');
  expect(second).toEqual({ invitation: expect.stringContaining(`${house.origin}/open?code=`) });
  if ('lock' in first) first.lock.release();
  const third = await enterFolder(house.folder, '127.0.0.1');
  expect(third).toMatchObject({ port: house.port });
  if ('lock' in third) third.lock.release();
});

it('MAIN-7 a folder that somebody has and nobody answers for stops the start, and nothing is made', async () => {
  const folder = tempFolder();
  const lock = takeLock(folder);
  await expect(enterFolder(folder, '127.0.0.1', 0)).rejects.toMatchObject({ code: EXIT.internal });
  expect(existsSync(join(folder, 'token'))).toBe(false);
  lock?.release();
});

it('MAIN-8 needs Node 26 and says how to get it', () => {
  for (const version of ['v26.0.0', 'v26.10.0', 'v27.1.0', 'v100.0.0']) checkNode(version);
  for (const version of ['v20.19.0', 'v25.9.9', 'v2.6.0', '']) {
    expect(() => checkNode(version)).toThrow('npm start');
  }
});

it.each([
  ['linux', {}, null],
  ['linux', { DISPLAY: ':0' }, ['xdg-open']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['linux', { DISPLAY: ':0', PM_NO_OPEN: '1' }, null],
  ['darwin', {}, ['open']],
  ['win32', {}, ['cmd', '/c', 'start', '']],
  ['win32', { PM_NO_OPEN: '1' }, null],
])('MAIN-9 opens the browser where there is a display: %s %j', (platform, env, command) => {
  expect(browserCommand(platform, env)).toEqual(command);
});

it('HTTP-2 the disk has room, or /ready says how little', () => {
  expect(diskProblem(LEAST_FREE)).toBeNull();
  expect(diskProblem(LEAST_FREE - 1)).toBe('63 MiB are free where the data is; 64 are needed.');
  expect(freeBytes(tempFolder())).toBeGreaterThan(0);
});
