/**
 * The history: what the journal held when everything had come through. Whatever a power cut leaves
 * must be a beginning of it. The rows after each entry follow from replaying the entries, not from
 * the tables.
 */
import { createHash } from 'node:crypto';
import type { AnyRow, TableName } from '@planwright/engine';
import { activityOf, apply, entityOf, Tables } from '@planwright/engine';
import type { SqliteJournal } from '@planwright/journal';
import { verifyChain } from '@planwright/journal';
import { decodeEntry } from '@planwright/protocol';
import type { Journal } from '@planwright/sync';

/** What a row was from an entry on; null: there was none any more. */
interface Version {
  readonly seq: number;
  readonly text: string | null;
}

const ALL = Number.MAX_SAFE_INTEGER;

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

export class History {
  readonly workspaceId: string;
  readonly lineage: string;
  /** The chain hash after each entry; '' at 0. */
  readonly hashes: readonly string[];
  /** The command of each entry; '' at 0. */
  readonly commandIds: readonly string[];
  readonly streams: readonly string[];
  readonly #versions: ReadonlyMap<string, readonly Version[]>;

  private constructor(
    head: { workspaceId: string; lineage: string },
    hashes: readonly string[],
    commandIds: readonly string[],
    streams: readonly string[],
    versions: ReadonlyMap<string, readonly Version[]>,
  ) {
    this.workspaceId = head.workspaceId;
    this.lineage = head.lineage;
    this.hashes = hashes;
    this.commandIds = commandIds;
    this.streams = streams;
    this.#versions = versions;
  }

  /** Reads a journal and replays it. Throws when its chain is broken. */
  static async of(journal: SqliteJournal): Promise<History> {
    const broken = await verifyChain(journal, sha256);
    if (broken !== null) throw new Error(`the chain is broken at entry ${broken}`);
    const [hashes, commandIds] = [[''], ['']];
    const versions = new Map<string, Version[]>();
    const tables = new Tables();
    const note = (table: TableName, id: string, seq: number, row: object | null): void => {
      const key = `${table} ${id}`;
      const text = row === null ? null : textOf(table, row as AnyRow);
      versions.set(key, [...(versions.get(key) ?? []), { seq, text }]);
    };
    for (const { seq, hash, bytes } of await journal.after(0, ALL)) {
      const entry = decodeEntry(bytes);
      hashes[seq] = hash;
      commandIds[seq] = entry.commandId;
      apply(tables, entry.changes, seq);
      const touched = tables.flush();
      tables.settle();
      for (const { table, id, after } of touched) note(table, id, seq, after ?? null);
      for (const row of activityOf(entry, touched, tables)) note('activity', row.id, seq, row);
    }
    const verdicts = await journal.verdicts(commandIds as never);
    const streams = new Set(verdicts.flatMap(({ record }) => record.stream ?? []));
    return new History(await journal.head(), hashes, commandIds, [...streams], versions);
  }

  get length(): number {
    return this.hashes.length - 1;
  }

  /** What is wrong with these rows after entry `seq`; null when they are as replaying gives. */
  wrongRow(seq: number, rows: ReadonlyMap<string, string>): string | null {
    for (const [key, versions] of this.#versions) {
      const text = versions.findLast((version) => version.seq <= seq)?.text ?? null;
      const found = rows.get(key) ?? null;
      if (text !== found) return `${key} is ${found}, and must be ${text}`;
    }
    const strange = [...rows.keys()].find((key) => !this.#versions.has(key));
    return strange === undefined ? null : `${strange} was never made`;
  }
}

/** All rows of a journal by table and id, as texts. */
export async function rowTexts(
  journal: Journal,
  tables: readonly TableName[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const table of tables) {
    for (const row of await journal.rows({ table })) {
      texts.set(`${table} ${row.id}`, textOf(table, row as unknown as AnyRow));
    }
  }
  return texts;
}

/** A row as a text: the values of its fields, in the order of their declarations. */
function textOf(table: TableName, row: AnyRow): string {
  const fields = Object.keys(entityOf(table).fields);
  return JSON.stringify(fields.map((field) => (row as unknown as Values)[field] ?? null));
}

type Values = Readonly<Record<string, unknown>>;
