// Rows that rest on the server and belong to another row (its comments, its activity …), read by the
// page, newest first. They live in the tables like all rows, where entries keep them true; this
// remembers how far back they have been read.
import type { Refusal, RowId } from '@planwright/engine';
import { isRefusal } from '@planwright/engine';
import type { Answer, Link, OwnedTable } from '@planwright/sync';
import { OWNED } from '@planwright/sync';

/** How it stands with the rows of one owner; a new object whenever something of it changes. */
export interface ColdStanding {
  /** `away`: those that are not here cannot be had just now, since the server is out of reach. */
  readonly state: 'loading' | 'here' | 'away';
  /** There are older ones. */
  readonly more: boolean;
  /** A page of older ones is on its way. */
  readonly reading: boolean;
  /** The oldest row of the pages that have been read; null where all are here, or none. */
  readonly oldest: { readonly seq: number; readonly id: string } | null;
}

export interface ColdPagesParts {
  readonly fetch: Link['fetch'];
  /** Was this row made on this device, and does the server not know it yet? */
  readonly isNew: (owner: RowId) => boolean;
  /** A standing is another one, or rows have come. */
  readonly changed: () => void;
}

const PAGE = 50;
const LOADING: ColdStanding = { state: 'loading', more: false, reading: false, oldest: null };
const NOTHING: ColdStanding = { state: 'here', more: false, reading: false, oldest: null };

export class ColdPages {
  readonly #parts: ColdPagesParts;
  readonly #standings = new Map<string, ColdStanding>();
  /** The newest row that a first page had. */
  readonly #newest = new Map<string, string>();
  /** First pages that are on their way, and whether another one is wanted after it. */
  readonly #refreshing = new Map<string, boolean>();

  constructor(parts: ColdPagesParts) {
    this.#parts = parts;
  }

  /** How it stands with them. Asks the server for the first page where nobody has. */
  standing(table: OwnedTable, owner: RowId): ColdStanding {
    const key = keyOf(table, owner);
    const known = this.#standings.get(key);
    if (known !== undefined) return known;
    if (this.#parts.isNew(owner)) return NOTHING;
    this.#standings.set(key, LOADING);
    queueMicrotask(() => this.refresh(table, owner));
    return LOADING;
  }

  /** Reads the next page, back in time. */
  readMore(table: OwnedTable, owner: RowId): void {
    const key = keyOf(table, owner);
    const standing = this.#standings.get(key);
    if (standing === undefined || !standing.more || standing.reading) return;
    this.#set(key, { ...standing, reading: true });
    const after = standing.oldest?.id;
    const wanted = { table, parent: owner, limit: PAGE, ...(after === undefined ? {} : { after }) };
    this.#parts.fetch(wanted, (answer) => {
      if (this.#standings.get(key)?.reading !== true) return; // dropped in between
      if (isRefusal(answer)) return this.#set(key, { ...standing, state: 'away', reading: false });
      this.#set(key, pageEnd(answer));
    });
  }

  /** Reads the first page again: for rows that entries do not bring. */
  refresh(table: OwnedTable, owner: RowId): void {
    const key = keyOf(table, owner);
    if (this.#refreshing.has(key)) return void this.#refreshing.set(key, true);
    this.#refreshing.set(key, false);
    this.#parts.fetch({ table, parent: owner, limit: PAGE }, (answer) => {
      const again = this.#refreshing.get(key) === true;
      this.#refreshing.delete(key);
      this.#take(key, answer);
      if (again && !isRefusal(answer)) this.refresh(table, owner);
    });
  }

  /** The server can be reached again: what could not be had is asked for at the next look. */
  reconnected(): void {
    for (const [key, standing] of this.#standings) {
      const isActivity = key.startsWith('activity ');
      if (isActivity || (standing.state === 'away' && standing.oldest === null)) {
        this.#standings.delete(key);
      } else if (standing.state === 'away') {
        this.#standings.set(key, { ...standing, state: 'here' });
      }
    }
  }

  /** The rows of an owner have left this device: they are asked for at the next look. */
  forget(table: OwnedTable, owner: RowId): void {
    const key = keyOf(table, owner);
    this.#standings.delete(key);
    this.#newest.delete(key);
  }

  /** Rows were dropped, by a snapshot or out of sight: all are asked for at the next look. */
  dropped(): void {
    this.#standings.clear();
    this.#newest.clear();
  }

  /** Takes in a first page. Where it does not reach what is here, reading begins anew at its end. */
  #take(key: string, answer: Answer | Refusal): void {
    const before = this.#standings.get(key) ?? LOADING;
    if (isRefusal(answer)) {
      if (before.state === 'loading') this.#set(key, { ...before, state: 'away' });
      return;
    }
    const newest = this.#newest.get(key);
    const first = answer.rows[0]?.row.id;
    if (first !== undefined) this.#newest.set(key, first);
    const reaches = answer.rows.some(({ row }) => row.id === newest);
    const goesOn = before.state !== 'loading' && reaches;
    this.#set(key, goesOn ? { ...before, state: 'here' } : pageEnd(answer));
  }

  #set(key: string, standing: ColdStanding): void {
    this.#standings.set(key, standing);
    this.#parts.changed();
  }
}

/** Is this row among the pages that have been read? What has no place yet is the newest. */
export function isRead(
  table: OwnedTable,
  { oldest, more }: ColdStanding,
  row: { readonly seq: number; readonly id: string },
): boolean {
  if (!more || oldest === null || OWNED[table].order === 'id' || row.seq === 0) return true;
  return row.seq > oldest.seq || (row.seq === oldest.seq && row.id >= oldest.id);
}

function pageEnd({ rows, more }: Answer): ColdStanding {
  const last = rows.at(-1)?.row;
  if (!more || last === undefined) return NOTHING;
  return { state: 'here', more, reading: false, oldest: { seq: last.seq, id: last.id } };
}

function keyOf(table: OwnedTable, owner: RowId): string {
  return `${table} ${owner}`;
}
