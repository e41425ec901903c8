/**
 * Lineages: seqs count within one. A new one begins when entries were lost or a backup was put in
 * place; what a device knows of an older one is true up to the seq that both share.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { setMeta } from './meta.ts';

const SQL = {
  current: "SELECT value FROM pm_meta WHERE key = 'lineage'",
  end: 'INSERT OR REPLACE INTO pm_lineages (no, lineage, shared) VALUES ((SELECT 1 + count(*) FROM pm_lineages), ?, ?)',
  shared: `SELECT min(later.shared) AS shared FROM pm_lineages AS ended
    JOIN pm_lineages AS later ON later.no >= ended.no WHERE ended.lineage = ?`,
} as const;

export class Lineages {
  readonly #db: DatabaseSync;
  readonly #sql: Readonly<Record<keyof typeof SQL, StatementSync>>;

  constructor(db: DatabaseSync) {
    this.#db = db;
    const prepared = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
    this.#sql = Object.fromEntries(prepared) as Record<keyof typeof SQL, StatementSync>;
  }

  current(): string {
    return String(this.#sql.current.get()?.['value']);
  }

  /** Ends the current one, which shares its entries up to `shared` with the new one. */
  begin(lineage: string, shared: number): void {
    this.#sql.end.run(this.current(), shared);
    setMeta(this.#db, 'lineage', lineage);
  }

  /** The last seq up to which a lineage that ended is also the current one's; 0 of unknown ones. */
  sharedWith(lineage: string): number {
    return Number(this.#sql.shared.get(lineage)?.['shared'] ?? 0);
  }
}
