// Which cold rows stay on this device. Entries bring every edit of every text, looked at or not, and
// whoever reads for a day walks through hundreds of items: without an end to it, a page that is open for
// a week would hold the whole history. So it is counted who looks at what; of the rest a number of rows
// stays, for a quick way back and for reading without a connection, those looked at last.
import type { DocumentId, RowId, RowKey, Tables } from '@planwright/engine';

/** The tables that are let go of; comments and attachments are small, and edits need them. */
export type KeptTable = 'document' | 'revision' | 'activity';

/** How many rows that nobody looks at stay. A text has 1 to 150 kB, a revision as much as was written. */
export const SPARE: Readonly<Record<KeptTable, number>> = {
  document: 400,
  revision: 1000,
  activity: 4000,
};

/** An owner of rows that can go, and the rows. */
export interface Surplus {
  readonly table: KeptTable;
  readonly owner: RowId;
  readonly rows: readonly RowKey[];
}

export class ColdKeeper {
  readonly #spare: typeof SPARE;
  readonly #held = new Map<string, number>();
  /** What was looked at and is no more, longest ago first. */
  readonly #left = new Set<string>();

  constructor(spare: typeof SPARE = SPARE) {
    this.#spare = spare;
  }

  /** Somebody looks at the rows of an owner (or at a text, its own owner), until what it gives is called. */
  hold(table: KeptTable, owner: RowId): () => void {
    const key = keyOf(table, owner);
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
    this.#left.delete(key);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const others = (this.#held.get(key) ?? 1) - 1;
      if (others > 0) return void this.#held.set(key, others);
      this.#held.delete(key);
      this.#left.add(key);
    };
  }

  /** May there be something to let go of? */
  isOver(tables: Tables): boolean {
    return TABLES.some((table) => tables.count(table) > this.#spare[table]);
  }

  /** What is too much: whole owners, those that nobody has looked at for the longest time first. */
  surplus(tables: Tables): readonly Surplus[] {
    return TABLES.flatMap((table) => this.#surplusOf(tables, table));
  }

  #surplusOf(tables: Tables, table: KeptTable): readonly Surplus[] {
    const idle = new Map<string, Surplus & { readonly rows: RowKey[] }>();
    let count = 0;
    for (const row of tables.all(table)) {
      const owner = ownerOf(table, row as never);
      if (this.#isHeld(table, owner)) continue;
      const key = keyOf(table, owner);
      const known = idle.get(key) ?? { table, owner, rows: [] };
      known.rows.push({ table, id: row.id } as RowKey);
      idle.set(key, known);
      count += 1;
    }
    const seen = [...this.#left].flatMap((key) => idle.get(key) ?? []);
    const never = [...idle].flatMap(([key, one]) => (this.#left.has(key) ? [] : one));
    const going: Surplus[] = [];
    for (const one of [...never, ...seen]) {
      if (count <= this.#spare[table]) break;
      count -= one.rows.length;
      this.#left.delete(keyOf(table, one.owner));
      going.push(one);
    }
    return going;
  }

  /** Whoever writes in a text needs its last revisions for what others write meanwhile. */
  #isHeld(table: KeptTable, owner: RowId): boolean {
    if (this.#held.has(keyOf(table, owner))) return true;
    return table === 'revision' && this.#held.has(keyOf('document', owner));
  }
}

const TABLES: readonly KeptTable[] = ['document', 'revision', 'activity'];

function ownerOf(
  table: KeptTable,
  row: { readonly id: DocumentId; readonly document?: RowId; readonly item?: RowId },
): RowId {
  return (table === 'revision' ? row.document : table === 'activity' ? row.item : row.id) ?? row.id;
}

function keyOf(table: KeptTable, owner: RowId): string {
  return `${table} ${owner}`;
}
