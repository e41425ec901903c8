/**
 * Emptying: what becomes of the words of an item that is deleted for good, in the entries and the
 * activity from before. Who did what and when stays told; what was written is taken out.
 *
 * The changes themselves stay, field by field: what follows an entry (a row's audience, the order
 * of rows, the activity) follows from the emptied one in the same way, so whoever comes back by the
 * log, a replay and a snapshot still end alike. A stand-in takes the place of a text; two stand-ins
 * are equal where the texts were, so that a replay tells the same activity.
 */
import type { Change } from './change.ts';
import { rowIdOf } from './change.ts';
import type { Activity, ToldValues } from './entity/activity.ts';
import type { TableName } from './entity/names.ts';
import type { WorkItemId } from './entity/work-item.ts';
import type { Entry } from './entry.ts';
import type { Refusal } from './refusal.ts';

/** The fields of each table that hold what people wrote. */
const WRITTEN: { readonly [T in TableName]?: readonly string[] } = {
  workItem: ['title'],
  attachment: ['name'],
  document: ['text'],
  revision: ['patch', 'back', 'authored'],
};

/** All of those fields. */
const ALL_WRITTEN: ReadonlySet<string> = new Set(Object.values(WRITTEN).flat());

type Values = Readonly<Record<string, unknown>>;

/** A text as it was, and what stands for it. */
interface Kept {
  readonly was: unknown;
  readonly standsFor: string;
}

/**
 * Empties the entries before one purge: each is handed in once, in their order; then the refusals
 * that may quote one of their texts.
 */
export class Emptying {
  /** The items that it takes out. */
  readonly items: readonly WorkItemId[];
  /** The ids of all that people wrote in: an entry that has none of them in its bytes is not meant. */
  readonly owners: readonly string[];
  readonly #gone: ReadonlySet<string>;
  readonly #texts = new Map<string, Kept>();
  /** Every text that was taken out. */
  readonly #words = new Set<string>();
  /** What stood before the entry that is at hand, where it wrote something else. */
  readonly #replaced = new Map<string, Kept | undefined>();

  private constructor(gone: readonly Change[]) {
    const of = (...tables: readonly TableName[]): readonly string[] =>
      gone.filter(({ table }) => tables.includes(table)).map(rowIdOf);
    this.#gone = new Set(gone.map(nameOf));
    this.items = of('workItem') as readonly WorkItemId[];
    this.owners = of('workItem', 'comment', 'document', 'attachment');
  }

  /** What is to be emptied once this entry is there; null where it takes nothing out for good. */
  static after({ kind, changes }: Entry): Emptying | null {
    if (kind !== 'workItem.purge') return null;
    return new Emptying(changes.filter(({ op }) => op === 'delete'));
  }

  /** The next entry and the activity told of it, both without what was written in what is gone. */
  take(entry: Entry, told: readonly Activity[]): { entry: Entry; told: readonly Activity[] } {
    this.#replaced.clear();
    const changes = entry.changes.map((change) => this.#emptied(change, entry.seq));
    return { entry: { ...entry, changes }, told: told.map((row) => this.#untold(row)) };
  }

  /**
   * A refusal without the texts that it quotes, where one of them was taken out; the same where
   * none was. It names no row: so two items with equal words both lose them here.
   */
  refused(refusal: Refusal): Refusal {
    if (refusal.code !== 'CONFLICT' || !ALL_WRITTEN.has(refusal.field)) return refusal;
    const { expected, actual } = refusal;
    const isMeant = [expected, actual].some((one) => this.#words.has(String(one)));
    return isMeant ? { ...refusal, expected: GONE, actual: GONE } : refusal;
  }

  #emptied(change: Change, seq: number): Change {
    if (change.op === 'put' && change.table === 'activity') {
      return { ...change, row: this.#untold(change.row) };
    }
    const name = nameOf(change);
    const fields = WRITTEN[change.table];
    if (fields === undefined || !this.#gone.has(name)) return change;
    if (change.op === 'put') {
      return { ...change, row: this.#without(name, fields, change.row, seq) } as Change;
    }
    if (change.op === 'patch') {
      return { ...change, set: this.#without(name, fields, change.set, seq) } as Change;
    }
    if (change.op === 'delete') for (const field of fields) this.#texts.delete(`${name} ${field}`);
    return change;
  }

  #without(name: string, fields: readonly string[], values: object, seq: number): Values {
    const out: Record<string, unknown> = { ...values };
    for (const field of fields) {
      const value = out[field];
      if (Array.isArray(value)) out[field] = [];
      else if (typeof value === 'string' && value !== '') {
        out[field] = this.#standIn(`${name} ${field}`, value, seq);
      }
    }
    return out;
  }

  #standIn(key: string, was: string, seq: number): string {
    this.#words.add(was);
    const kept = this.#texts.get(key);
    if (kept !== undefined && kept.was === was) return kept.standsFor;
    const standsFor = `${GONE} (${seq})`;
    if (!this.#replaced.has(key)) this.#replaced.set(key, kept);
    this.#texts.set(key, { was, standsFor });
    return standsFor;
  }

  /** A row of activity: what came with an export has no entry of its own, and no order here. */
  #untold(row: Activity): Activity {
    const name = `${row.table} ${row.row}`;
    const fields = WRITTEN[row.table];
    if (fields === undefined || !this.#gone.has(name)) return row;
    const after = (key: string): Kept | undefined => this.#texts.get(key);
    const before = (key: string): Kept | undefined =>
      this.#replaced.has(key) ? this.#replaced.get(key) : this.#texts.get(key);
    const values = (told: ToldValues | null, kept: typeof after): ToldValues | null => {
      if (told === null) return null;
      const out: Record<string, ToldValues[string]> = { ...told };
      for (const field of fields) {
        if (typeof out[field] !== 'string') continue;
        const own = row.entry === 0 ? undefined : kept(`${name} ${field}`);
        out[field] = own?.standsFor ?? GONE;
      }
      return out;
    };
    return { ...row, before: values(row.before, before), after: values(row.after, after) };
  }
}

/** What stands for a text. */
const GONE = 'deleted for good';

function nameOf(change: Change): string {
  return `${change.table} ${rowIdOf(change)}`;
}
