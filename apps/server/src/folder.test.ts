import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXIT, Stop } from './exit.ts';
import { prepareFolder, readInstance, takeLock, writeInstance } from './folder.ts';
import { tempFolder } from './testing/temp.ts';
import { derive, folderToken, rotateToken, sameSecret } from './token.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

function stopOf(act: () => unknown): Stop {
  try {
    act();
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error('it did not stop');
}

it('FOLD-1 makes the folder for its owner alone', () => {
  const folder = join(tempFolder(), 'deep', '.pm');
  prepareFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
  prepareFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
});

it('FOLD-2 refuses a folder in which others may write, and says how to mend it', () => {
  const folder = join(tempFolder(), '.pm');
  mkdirSync(folder);
  chmodSync(folder, 0o770);
  const stop = stopOf(() => prepareFolder(folder));
  expect(stop.code).toBe(EXIT.configuration);
  expect(stop.message).toContain(`chmod 700 "${folder}"`);
  chmodSync(folder, 0o755);
  prepareFolder(folder);
});

it('FOLD-2 says so when something else has its name', () => {
  const folder = join(tempFolder(), '.pm');
  writeFileSync(folder, '');
  expect(stopOf(() => prepareFolder(folder)).code).toBe(EXIT.configuration);
});

it('FOLD-3 makes the token once, readable by its owner alone', () => {
  const folder = tempFolder();
  const token = folderToken(folder);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(modeOf(join(folder, 'token'))).toBe(0o600);
  expect(folderToken(folder)).toBe(token);
  expect(folderToken(tempFolder())).not.toBe(token);
});

it.each([0o640, 0o604, 0o644, 0o660, 0o666])('FOLD-4 refuses a token file of mode %o', (mode) => {
  const folder = tempFolder();
  folderToken(folder);
  chmodSync(join(folder, 'token'), mode);
  const stop = stopOf(() => folderToken(folder));
  expect(stop.code).toBe(EXIT.configuration);
  expect(stop.message).toContain('chmod 600');
});

it('FOLD-4 refuses a token that is a link or not a token', () => {
  const folder = tempFolder();
  const elsewhere = join(tempFolder(), 'token');
  writeFileSync(elsewhere, `${'a'.repeat(43)}\n`, { mode: 0o600 });
  symlinkSync(elsewhere, join(folder, 'token'));
  expect(stopOf(() => folderToken(folder)).code).toBe(EXIT.configuration);

  const damaged = tempFolder();
  writeFileSync(join(damaged, 'token'), 'short\n', { mode: 0o600 });
  expect(stopOf(() => folderToken(damaged)).message).toContain('damaged');
});

it('FOLD-5 a new token ends what followed from the old one', () => {
  const folder = tempFolder();
  const before = derive(folderToken(folder), 'cookie:w');
  expect(derive(folderToken(folder), 'cookie:w')).toBe(before);
  rotateToken(folder);
  expect(derive(folderToken(folder), 'cookie:w')).not.toBe(before);
  expect(modeOf(join(folder, 'token'))).toBe(0o600);
});

it('FOLD-5 secrets for different purposes are unrelated, and none is the token', () => {
  const token = rotateToken(tempFolder());
  const secrets = ['cookie:w', 'cookie:v', 'health:w'].map((purpose) => derive(token, purpose));
  expect(new Set([token, ...secrets]).size).toBe(4);
  expect(sameSecret(token, token)).toBe(true);
  for (const other of [...secrets, '', token.slice(1), `${token}a`]) {
    expect(sameSecret(token, other)).toBe(false);
  }
});

it('FOLD-6 keeps the port, whole or not at all', () => {
  const folder = tempFolder();
  expect(readInstance(folder)).toBeNull();
  writeInstance(folder, { port: 4681 });
  expect(readInstance(folder)).toEqual({ port: 4681 });
  expect(readdirSync(folder)).toEqual(['instance.json']);
});

it.each(['', '{', '[]', 'null', '{"port":"4680"}', '{"port":0}', '{"port":65536}', '{"port":1.5}'])(
  'FOLD-6 stops on a damaged instance.json: %s',
  (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'instance.json'), text);
    expect(stopOf(() => readInstance(folder)).code).toBe(EXIT.configuration);
  },
);

it('FOLD-7 one process has a folder, until it ends, however it ends', async () => {
  const folder = tempFolder();
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const lock = new DatabaseSync(process.argv[1]);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    console.log('taken');
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['-e', script, join(folder, 'lock')]);
  await once(other.stdout, 'data');
  expect(takeLock(folder)).toBeNull();
  other.kill('SIGKILL');
  await once(other, 'exit');
  const lock = takeLock(folder);
  expect(lock).not.toBeNull();
  expect(takeLock(folder)).toBeNull();
  lock?.release();
  const again = takeLock(folder);
  expect(again).not.toBeNull();
  again?.release();
  expect(existsSync(join(folder, 'lock-journal'))).toBe(false);
});

it('FOLD-7 says so when the folder cannot be locked', () => {
  expect(stopOf(() => takeLock(join(tempFolder(), 'missing'))).code).toBe(EXIT.internal);
});
