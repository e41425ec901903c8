/** Does the real server start on what a power cut has left, and does it welcome whoever comes? */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DownOf } from '@planwright/protocol';
import type { Files } from './disk.ts';
import type { History } from './history.ts';
import { Line } from './line.ts';
import { Server } from './server.ts';
import type { Owed } from './told.ts';

/** What is wrong with a start on these files; null when nothing is. */
export async function boot(
  home: string,
  files: Files,
  history: History,
  owed: Owed,
): Promise<string | null> {
  const folder = join(home, '.pm');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
    const server = await Server.start({ folder });
    const { head, headHash, lineage } = await greet(server);
    const { code, output } = await server.stop();
    if (code !== 0) return `the server ended with ${code}: ${output}`;
    if (head < owed.seq) return `entry ${owed.seq} is owed, and the server is at ${head}`;
    if (owed.seq === 0) return null;
    if (lineage !== history.lineage) return 'the server began another lineage';
    return headHash === history.hashes[head] ? null : `entry ${head} is none of the history`;
  } catch (error) {
    return String(error);
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Says hello; gives the answer. */
function greet(server: Server): Promise<DownOf<'welcome'>> {
  return new Promise((resolve, reject) => {
    const line = new Line(server, [], (frame) => {
      if (frame.type === 'welcome') resolve(frame);
      line.close();
    });
    void line.closed.then(() => reject(new Error('the server says no welcome')));
  });
}
