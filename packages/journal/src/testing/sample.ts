/**
 * What the journal's tests write: commands of made-up content that are right in every way that a
 * journal cares about. Rows follow from the declarations, so a new entity or field is tried by
 * itself; their values are meant to be hard to keep.
 */
import type {
  Activity,
  Audience,
  CommandId,
  Entry,
  Field,
  Id,
  Refusal,
  Rows,
  TableName,
  UserId,
} from '@planwright/engine';
import { entityOf, idOf, refuse } from '@planwright/engine';
import type { CommandRecord, Commit, Group, Rejection, RowWrite } from '@planwright/sync';

/** The n-th UUID: `idNo(12)` ends in …000c. Their order is that of their numbers. */
export function idNo<T extends string>(n: number): Id<T> {
  return idOf<T>(`00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);
}

export const ANN = idNo<'user'>(0xa1);
export const BEN = idNo<'user'>(0xb1);

/** What a sample command may say otherwise than usual. */
export interface Wish {
  readonly commandId?: CommandId;
  readonly user?: UserId;
  readonly stream?: string | null;
  readonly no?: number | null;
  readonly bytes?: Uint8Array;
  readonly issuedAt?: number;
  readonly audiences?: readonly Audience[];
  readonly rows?: readonly RowWrite[];
  readonly activity?: readonly Activity[];
}

/** The accepted command that becomes entry `seq`; its id is `idNo(seq)`. */
export function commit(seq: number, wish: Wish = {}): Commit {
  const record = recordOf(seq, wish);
  const entry: Entry = {
    seq,
    commandId: record.commandId,
    actor: record.user,
    onBehalfOf: null,
    session: 'session-1',
    via: 'socket',
    actionId: record.actionId,
    jobId: null,
    issuedAt: wish.issuedAt ?? record.at - 5,
    at: record.at,
    kind: 'workItem.edit',
    changes: [],
  };
  const bytes = wish.bytes ?? new TextEncoder().encode(`entry ${seq}`);
  const { audiences = ['workspace'], rows = [], activity = [] } = wish;
  return { record, entry, bytes, audiences, rows, activity };
}

/** A refused command; its id is `idNo(n)`. */
export function rejection(n: number, wish: Wish & { refusal?: Refusal } = {}): Rejection {
  const refusal = wish.refusal ?? refuse('LIMIT', { what: 'title', max: 200 });
  return { record: recordOf(n, wish), refusal };
}

export function group(...parts: readonly (Commit | Rejection)[]): Group {
  return {
    commits: parts.filter((part) => 'entry' in part),
    rejections: parts.filter((part) => 'refusal' in part),
  };
}

/** Writing the row of a table, or (with null) taking it out. */
export function write<T extends TableName>(table: T, row: Rows[T] | Id<T>): RowWrite {
  const [id, kept] = typeof row === 'string' ? [row, null] : [row.id, row];
  return { table, id, row: kept } as unknown as RowWrite;
}

/** A row of a table with a value in every field. */
export function fullRow<T extends TableName>(
  table: T,
  id: Id<T>,
  set: Partial<Rows[T]> = {},
): Rows[T] {
  const values = Object.entries(entityOf(table).fields).map(([name, field], index) => [
    name,
    hardValue(field, index),
  ]);
  return { ...(Object.fromEntries(values) as Rows[T]), id, ...set };
}

/** The same, but null wherever that is allowed. */
export function bareRow<T extends TableName>(table: T, id: Id<T>): Rows[T] {
  const nulls = Object.entries(entityOf(table).fields)
    .filter(([, field]) => field.nullable || field.wire === 'json')
    .map(([name]) => [name, null]);
  return { ...fullRow(table, id), ...(Object.fromEntries(nulls) as Partial<Rows[T]>) };
}

/** Precomposed and decomposed, outside the first plane, joined, right to left, with a zero byte. */
const HARD_TEXT = 'é e\u0301 😀 👩‍👩‍👧 שלום\u202e %_\'";--\\ \u0000 \ufeff end\r\n';

function hardValue(field: Field, index: number): unknown {
  switch (field.wire) {
    case 'string':
      return `${HARD_TEXT}${index}`;
    case 'bool':
      return index % 2 === 0;
    case 'uint32':
      return index % 2 === 0 ? 4_294_967_295 : 0;
    case 'double':
      return [253_402_300_799_999, 0.5, 0.1, 1.7976931348623157e308, 5e-324][index % 5];
    case 'json':
      return index % 2 === 0
        ? { list: [[0, 1, HARD_TEXT], [], null], yes: true, half: 0.5 }
        : HARD_TEXT;
  }
}

function recordOf(n: number, wish: Wish): CommandRecord {
  return {
    commandId: wish.commandId ?? idNo<'command'>(n),
    user: wish.user ?? ANN,
    stream: wish.stream === undefined ? 'ann-1' : wish.stream,
    no: wish.no === undefined ? n : wish.no,
    actionId: n % 2 === 0 ? `action-${n}` : null,
    at: 1_790_000_000_000 + n,
  };
}
