/** Makes a file of today one of the first layout, as the first program left it. */
import { hash as digest } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import { linkOf } from '../chain.ts';

export function makeFirstLayout(path: string): void {
  const db = new DatabaseSync(path);
  asWritten(db);
  db.exec(`
    ALTER TABLE pm_entries DROP COLUMN emptied;
    ALTER TABLE pm_entries DROP COLUMN seal;
    ALTER TABLE pm_verdicts DROP COLUMN seal;
    ALTER TABLE pm_streams DROP COLUMN seal;
    DROP TABLE pm_lineages;
    DROP INDEX pm_activity_by_item;
    ALTER TABLE pm_activity DROP COLUMN item;
    ALTER TABLE pm_activity DROP COLUMN action;
    UPDATE pm_activity SET field = 'title', before = 'null', after = '"as it was told"';
    CREATE INDEX pm_activity_by_row ON pm_activity ("row", seq, id);
    CREATE INDEX pm_activity_by_project ON pm_activity (project, seq, id);
    CREATE INDEX pm_members_by_project ON pm_members (project, seq, id);
    CREATE INDEX pm_states_by_project ON pm_states (project, seq, id);
    CREATE INDEX pm_work_items_by_project ON pm_work_items (project, seq, id);
    CREATE INDEX pm_documents_by_project ON pm_documents (project, seq, id);
    DELETE FROM pm_meta WHERE key = 'seal';
    DELETE FROM pm_migrations WHERE no > 1;
    UPDATE pm_meta SET value = '1' WHERE key IN ('layout', 'oldestProgram');
  `);
  db.close();
}

/** The first program emptied no entries: the chain is made of the bytes that are there. */
function asWritten(db: DatabaseSync): void {
  const set = db.prepare('UPDATE pm_entries SET content_hash = ?, hash = ? WHERE seq = ?');
  let before = '';
  for (const { seq, bytes } of db.prepare('SELECT seq, bytes FROM pm_entries ORDER BY seq').all()) {
    const sha256 = (what: Uint8Array): string => digest('sha256', what);
    const { contentHash, hash } = linkOf(sha256, before, Number(seq), bytes as Uint8Array);
    set.run(Uint8Array.fromHex(contentHash), Uint8Array.fromHex(hash), seq ?? 0);
    before = hash;
  }
}
