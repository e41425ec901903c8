/** Makes a file of today one of the first layout, as the first program left it. */
import { DatabaseSync } from 'node:sqlite';

export function makeFirstLayout(path: string): void {
  const db = new DatabaseSync(path);
  db.exec(`
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
