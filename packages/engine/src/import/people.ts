/** The people whose work stands in a file, and who they are here. */
import type { User, UserId } from '../entity/user.ts';
import type { CommandId } from '../lib/id.ts';
import { derivedId, idOf, isUuid } from '../lib/id.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { ImportChoices } from './choices.ts';
import type { ExportFile } from './file.ts';
import type { Sheet } from './sheet.ts';

/** An author of the file. */
export interface Author {
  /** The id by which the file calls them. */
  readonly id: string;
  /** The name that they get as a new person. */
  readonly name: string;
  /** The rows that they made or changed. */
  readonly rows: number;
  /** The person here who has that id already: nothing is to be chosen. */
  readonly here: UserId | null;
}

/** The authors of a file, whoever did most first. */
export function authorsOf(tables: Tables, file: ExportFile): Author[] {
  const rows = new Map<string, number>();
  const count = (...ids: (string | null | undefined)[]): void => {
    for (const id of new Set(ids)) if (id) rows.set(id, (rows.get(id) ?? 0) + 1);
  };
  for (const one of file.projects) count(one.created_by, one.updated_by);
  for (const one of file.work_items) count(one.created_by, one.updated_by, one.assignee_id);
  for (const one of file.comments ?? []) count(one.created_by, one.updated_by);
  for (const one of file.dependencies ?? []) count(one.created_by);
  return [...rows]
    .toSorted(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
    .map(([id, made]) => ({ id, name: nameOf(id), rows: made, here: hereOf(tables, file, id) }));
}

/** Refuses INVALID a choice that names nobody who is active here. */
export function wrongPeople(tables: Tables, choices: ImportChoices): Refusal | null {
  for (const [author, user] of Object.entries(choices.people)) {
    if (tables.get('user', user)?.status === 'active') continue;
    return refuse('INVALID', { field: `people.${author}`, rule: 'must be an active person here' });
  }
  return null;
}

/** Somebody of the file: who they are here, and the command that makes them, if it is needed. */
interface Person {
  readonly id: UserId;
  /** Plans the command; nothing for somebody who is here. */
  readonly come: () => void;
}

export class People {
  readonly #people = new Map<string, Person>();
  readonly #came = new Set<string>();

  constructor(sheet: Sheet) {
    const handles = new Set([...sheet.tables.all('user')].map((user: User) => user.handle));
    for (const [place, author] of authorsOf(sheet.tables, sheet.file).entries()) {
      const known = author.here ?? sheet.choices.people[author.id];
      const id = known ?? newIdOf(sheet.file, author.id);
      const handle = freeHandle(author.id, handles);
      if (known === undefined) handles.add(handle);
      const come = (): void => {
        if (known !== undefined) return;
        sheet.command('user.import', 'users', place, { id, name: author.name, handle });
        sheet.created('people');
      };
      this.#people.set(author.id, { id, come });
    }
  }

  /** Who this author of the file is here; null where the file names nobody. */
  who(author: string | null | undefined): UserId | null {
    return author ? (this.#people.get(author)?.id ?? null) : null;
  }

  /** The same as a field of a command, `{}` for nobody. A new person comes before what names them. */
  as<F extends string>(
    field: F,
    author: string | null | undefined,
  ): { readonly [K in F]?: UserId } {
    const id = this.who(author);
    if (id === null || !author) return {};
    if (!this.#came.has(author)) this.#people.get(author)?.come();
    this.#came.add(author);
    return { [field]: id } as { readonly [K in F]?: UserId };
  }
}

function nameOf(author: string): string {
  return `Imported user ${plain(author).slice(0, 4) || '0000'}`;
}

function freeHandle(author: string, taken: ReadonlySet<string>): string {
  const stem = `imported-${plain(author).slice(0, 8) || '0'}`;
  for (let i = 1; ; i += 1) {
    const handle = i === 1 ? stem : `${stem}-${i}`;
    if (!taken.has(handle)) return handle;
  }
}

function plain(author: string): string {
  return author.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function hereOf(tables: Tables, file: ExportFile, author: string): UserId | null {
  return tables.get('user', newIdOf(file, author))?.id ?? null;
}

/** A person keeps the id of the file where it is one; else it follows from the file and the name. */
function newIdOf(file: ExportFile, author: string): UserId {
  const id = author.toLowerCase();
  if (isUuid(id)) return idOf<'user'>(id);
  let hash = 0x811c9dc5;
  for (let i = 0; i < author.length; i += 1) {
    hash = Math.imul(hash ^ author.charCodeAt(i), 0x01000193) >>> 0;
  }
  return derivedId<'user'>(idOf<'command'>(file.projects[0]?.id ?? '') as CommandId, hash);
}
