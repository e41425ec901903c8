/**
 * An export of our own on its way in, line by line: is each row one, does it stand where it
 * belongs, and is what it refers to in the file? A file that somebody has edited by hand is refused
 * with the place, before anything is done.
 *
 * Only what the workspace will hold in memory anyway is held (items, people, states…), and the ids
 * of texts and comments: the texts themselves, their revisions, activity and the bytes of files
 * pass through, however many they are.
 */
import type { LoadedRow } from '../command/load.ts';
import { rowFrom } from '../command/load.ts';
import { wrongWith } from '../command/work-item.ts';
import type { Revision } from '../entity/document.ts';
import type { AnyRow } from '../entity/entity.ts';
import { entityOf } from '../entity/list.ts';
import type { TableName } from '../entity/names.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { subjectOf } from '../field-word.ts';
import { applyPatch } from '../lib/text-patch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse, sentenceOf } from '../refusal.ts';
import { Tables } from '../tables.ts';
import type { WorkspaceWords } from './line.ts';
import { EXPORT_ORDER, EXPORTED } from './line.ts';
import { LoadParts } from './load-parts.ts';

/** Fields that name a row that must be in the file, too: of a table before, or of the same. */
const REFERENCES: { readonly [T in TableName]?: Readonly<Record<string, TableName>> } = {
  member: { project: 'project', user: 'user' },
  state: { project: 'project' },
  workItem: { project: 'project', state: 'state', reporter: 'user', assignee: 'user' },
  alias: { project: 'project' }, // its item may be gone for good, or be in another project
  itemStats: { project: 'project', id: 'workItem' },
  dependency: { project: 'project', from: 'workItem', to: 'workItem' },
  comment: { project: 'project', item: 'workItem', author: 'user' },
  attachment: { project: 'project', item: 'workItem' },
  document: { project: 'project' },
  revision: { project: 'project', document: 'document', author: 'user' },
};

/** A file that is attached somewhere. */
export interface AttachedFile {
  readonly name: string;
  readonly item: WorkItemId;
}

/** The text whose revisions are read just now. */
interface OpenText {
  readonly document: string;
  readonly rev: number;
  readonly text: string;
}

export class Loading {
  /** The rows that a workspace holds in memory. */
  readonly tables = new Tables();
  /** How many commands will bring the rows. */
  readonly parts = new LoadParts();
  /** Rows that are not held, by table. */
  readonly passed = new Map<TableName, number>();
  /** Attached files whose bytes are not in the file, and were lost before it was written. */
  readonly lost = new Map<string, readonly AttachedFile[]>();
  words: WorkspaceWords | null = null;
  readonly #comments = new Set<string>();
  readonly #documents = new Set<string>();
  readonly #replies: { readonly line: number; readonly to: string }[] = [];
  /** Attached files whose bytes have not come yet, by their hash. */
  readonly #awaited = new Map<string, AttachedFile[]>();
  #table = 0;
  #place: readonly (string | number)[] = [];
  #text: OpenText = { document: '', rev: 0, text: '' };

  /** Takes the line of a row, of so many bytes. Refuses INVALID one that does not fit. */
  row(given: LoadedRow, bytes: number, line: number): Refusal | null {
    const { table } = given;
    const row = rowFrom(table, given.row, DEFAULT_LIMITS);
    if (isRefusal(row)) {
      return row.code === 'INVALID' ? at(line, `${subjectOf(row.field)} ${row.rule}`) : row;
    }
    const wrong = this.#wrongPlace(table, row) ?? this.#wrongReference(table, row);
    if (wrong !== null) return at(line, wrong);
    this.parts.add(bytes);
    if (entityOf(table).hot) {
      this.tables.load(table, [row as never]);
      return null;
    }
    this.passed.set(table, (this.passed.get(table) ?? 0) + 1);
    const misfit = this.#pass(table, row, line);
    return misfit === null ? null : at(line, misfit);
  }

  /** The bytes with this hash have come, whole. */
  bytes(hash: string): void {
    this.#awaited.delete(hash);
  }

  /** The bytes with this hash were lost before the export was written. */
  without(hash: string): void {
    const files = this.#awaited.get(hash);
    if (files !== undefined) this.lost.set(hash, files);
    this.#awaited.delete(hash);
  }

  /** What is wrong with the whole, once every line has come. */
  wrong(): Refusal | null {
    for (const { line, to } of this.#replies) {
      if (!this.#comments.has(to)) return at(line, 'the parent must be a comment of the file');
    }
    const [without] = [...this.#awaited.values()].flat();
    if (without !== undefined) {
      return refuse('INVALID', { field: 'the file', rule: `lacks the bytes of ${without.name}` });
    }
    return wrongItems(this.tables) ?? wrongNumbers(this.tables);
  }

  /** Rows come in order, so the same one twice is out of it. */
  #wrongPlace(table: TableName, row: AnyRow): string | null {
    const index = (EXPORTED as readonly TableName[]).indexOf(table);
    const place = (EXPORT_ORDER[table] ?? ['id']).map((name) => row[name] as string | number);
    const follows = index > this.#table || (index === this.#table && isAfter(place, this.#place));
    if (!follows) {
      const noun = entityOf(table).noun;
      return this.tables.get(table, row.id as never) === undefined
        ? `the ${noun} ${row.id} is not in the order of an export`
        : `the ${noun} ${row.id} stands in the file twice`;
    }
    [this.#table, this.#place] = [index, place];
    return null;
  }

  #wrongReference(table: TableName, row: AnyRow): string | null {
    for (const [field, to] of Object.entries(REFERENCES[table] ?? {})) {
      const id = row[field] as string | null;
      if (id === null || this.#isHere(to, id)) continue;
      return `${subjectOf(field)} names no ${entityOf(to).noun} of the file`;
    }
    return null;
  }

  #isHere(table: TableName, id: string): boolean {
    if (table === 'document') return this.#documents.has(id);
    return this.tables.get(table, id as never) !== undefined;
  }

  /** Remembers of a row that is not held what later lines refer to. */
  #pass(table: TableName, row: AnyRow, line: number): string | null {
    if (table === 'document') this.#documents.add(row.id);
    if (table === 'comment') {
      this.#comments.add(row.id);
      const to = row['parent'] as string | null;
      if (to !== null) this.#replies.push({ line, to });
    }
    if (table === 'attachment') {
      const file = { name: row['name'] as string, item: row['item'] as WorkItemId };
      const hash = row['hash'] as string;
      const same = this.#awaited.get(hash);
      if (same === undefined) this.#awaited.set(hash, [file]);
      else same.push(file);
    }
    return table === 'revision' ? this.#wrongRevision(row as unknown as Revision) : null;
  }

  /** Do the revisions of each text make one, from the first to the last? */
  #wrongRevision({ document, rev, patch }: Revision): string | null {
    const before = this.#text.document === document ? this.#text : { document, rev: 0, text: '' };
    const text = rev === before.rev + 1 ? applyPatch(before.text, patch) : null;
    if (text === null) return `the revision ${rev} of the text ${document} does not fit`;
    this.#text = { document, rev, text };
    return null;
  }
}

function isAfter(
  place: readonly (string | number)[],
  before: readonly (string | number)[],
): boolean {
  for (const [i, part] of place.entries()) {
    const other = before[i];
    if (other === undefined || part > other) return true;
    if (part < other) return false;
  }
  return false;
}

function at(line: number, rule: string): Refusal {
  return refuse('INVALID', { field: `line ${line}`, rule });
}

function about(table: TableName, id: string, rule: string): Refusal {
  return refuse('INVALID', { field: `the ${entityOf(table).noun} ${id}`, rule });
}

function wrongItems(tables: Tables): Refusal | null {
  for (const item of tables.all('workItem')) {
    const people = { assignee: item.assignee, reporter: item.reporter };
    const before = { ...people, state: null, parent: null, type: null } as unknown as WorkItem;
    const wrong = item.deletedAt === null ? wrongWith(tables, item, before) : null;
    if (wrong !== null && wrong.code !== 'DELETED') {
      return about('workItem', item.id, `does not fit. ${sentenceOf(wrong).replace(/\.$/, '')}`);
    }
  }
  return null;
}

/** Is a number given twice, old ones included? */
function wrongNumbers(tables: Tables): Refusal | null {
  const given = new Set<string>();
  for (const table of ['workItem', 'alias'] as const) {
    for (const { id, project, number } of tables.all(table)) {
      if (number === null) continue;
      const key = `${project} ${number}`;
      if (given.has(key))
        return about(table, id, `has the number ${number}, which another has too`);
      given.add(key);
    }
  }
  return null;
}
