// What an action wrote, and how that is taken back: fields by `rows.revert`, rows that were made or
// deleted by the opposite command. Whether it may be, and whether things still are as they were
// written, the engine decides; here is only what goes back, and in which order:
//
//   what was deleted comes back (states, labels, items, what belongs to items)
//   → items go home to their project → fields → what was made goes into the trash
import type {
  AnyRow,
  Args,
  CommandKind,
  Dependency,
  Member,
  ProjectId,
  Refusal,
  Reversion,
  TableName,
  Tables,
  Touched,
  WorkItem,
  WorkItemId,
} from '@planwright/engine';
import {
  LEVEL,
  MAX_COMMAND_BYTES,
  MOST_AT_ONCE,
  entityOf,
  refuse,
  reversionsOf,
  sameValue,
  unreverted,
} from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { toldOfRestored } from './restored.ts';
import type { Step } from './undo.ts';

/** One row as an action found it and left it. */
interface Wrote {
  readonly table: TableName;
  readonly id: string;
  readonly before: AnyRow | undefined;
  readonly after: AnyRow | undefined;
}

export interface Written {
  /** The rows that people edit and that are different now, parents before what is under them. */
  readonly rows: readonly Wrote[];
  /** What lives directly under items that came out of the trash: it came along with them. */
  readonly under: ReadonlyMap<string, readonly WorkItemId[]>;
}

/** Bytes of JSON in one command, with room for what stands around them. */
const MOST_BYTES = MAX_COMMAND_BYTES * 0.75;

/** The tables whose rows come back and go, in the order in which they come back. */
const BEFORE_ITEMS = ['state', 'label', 'member'] as const;
const AFTER_ITEMS = ['comment', 'attachment', 'dependency'] as const;

/** What an item gets anew in another project. */
const CARRIED = ['parent', 'state', 'rank', 'labels', 'assignee'] as const;

/** Does something, and gives what it wrote. */
export function written(tables: Tables, work: () => void): Written {
  const found = new Map<string, Wrote>();
  const stop = tables.subscribe((touched) => {
    for (const one of touched as readonly Wrote[]) {
      const key = keyOfRow(one);
      found.set(key, { ...one, before: (found.get(key) ?? one).before });
    }
  });
  try {
    work();
  } finally {
    stop();
  }
  const rows = [...found.values()].filter(isEdit).sort((a, b) => levelOf(a) - levelOf(b));
  const came = rows.filter((one) => one.table === 'workItem' && hasCome(one));
  const under = came.map(({ id }) => [id, liveUnder(tables, id)] as const);
  return { rows, under: new Map(under) };
}

/** The step that takes this back, and says how that itself is taken back. */
export function stepOf(store: Store, wrote: Written): Step {
  return () => {
    const way = new WayBack(store);
    const again = written(store.tables, () => way.go(wrote));
    return {
      back: again.rows.length === 0 ? null : stepOf(store, again),
      left: way.left.size,
      why: [...way.left.values()].find((refusal) => refusal !== null) ?? null,
      told: toldOf(store.tables, again),
    };
  };
}

/** One way back: what is tried, and what stays as it is. */
class WayBack {
  /** Rows that stay, and why: null where it is only known that the engine has skipped them. */
  readonly left = new Map<string, Refusal | null>();
  readonly #store: Store;
  readonly #actionId: string;

  constructor(store: Store) {
    this.#store = store;
    this.#actionId = store.newId<'action'>();
  }

  go(wrote: Written): void {
    const names = namesOf(this.#store);
    const rows = wrote.rows.map((one) => ({ ...one, id: currentOf(names, one.id) }));
    const of = (table: TableName): readonly Wrote[] => rows.filter((one) => one.table === table);
    const items = of('workItem');
    const gone = rows.filter(hasGone);
    const stayed = rows.filter((one) => !hasGone(one) && !hasCome(one));
    const moved = stayed.filter(hasMoved);

    for (const one of stayed) if (one.table === 'project') this.#openProject(one);
    for (const table of BEFORE_ITEMS) this.#each(of(table).filter(hasGone), this.#bring);
    this.#revert(gone.flatMap(reversions));
    if (moved.length > 0) this.#returnItems(moved);
    this.#revert(stayed.filter((one) => !hasMoved(one)).flatMap(reversions));
    for (const table of AFTER_ITEMS) this.#each(of(table).filter(hasGone), this.#bring);
    for (const one of stayed) if (one.table === 'comment') this.#settle(one);
    for (const table of [...AFTER_ITEMS].reverse()) {
      this.#each(of(table).filter(hasCome), this.#take);
    }
    this.#takeItems(items.filter(hasCome), wrote.under);
    for (const table of [...BEFORE_ITEMS].reverse()) {
      this.#each(of(table).filter(hasCome), this.#take);
    }
    for (const one of stayed) if (one.table === 'project') this.#closeProject(one);
  }

  #each(rows: readonly Wrote[], what: (one: Wrote) => void): void {
    for (const one of rows) what(one);
  }

  /** A row that was deleted comes back; one that cannot be restored is made again. */
  #bring = (one: Wrote): void => {
    const id = one.id as never;
    const now = this.#now(one);
    if (now?.deletedAt === null) return;
    const mine = { deletedBy: one.after?.deletedBy ?? null };
    if (one.table === 'state') this.#try(one, 'state.restore', { id }, mine);
    else if (one.table === 'label') this.#try(one, 'label.restore', { id }, mine);
    else if (one.table === 'comment') this.#try(one, 'comment.restore', { id }, mine);
    else if (one.table === 'attachment') this.#try(one, 'attachment.restore', { id }, mine);
    else if (one.table === 'dependency') {
      const { from, to, kind } = one.before as unknown as Dependency;
      const fresh = this.#store.newId<'dependency'>();
      const isBack = this.#try(one, 'dependency.add', { id: fresh, from, to, kind });
      if (isBack) namesOf(this.#store).set(one.id, fresh);
    } else if (one.table === 'member') {
      const { project, user, role } = one.before as unknown as Member;
      const fresh = this.#store.newId<'member'>();
      const isBack = this.#try(one, 'member.add', { id: fresh, project, user, role });
      if (isBack) namesOf(this.#store).set(one.id, fresh);
    }
  };

  /** A row that was made, or that came back, goes. */
  #take = (one: Wrote): void => {
    const id = one.id as never;
    const now = this.#now(one);
    if (now === undefined || now.deletedAt !== null) return;
    if (one.table === 'label') this.#try(one, 'label.delete', { id });
    else if (one.table === 'comment') this.#try(one, 'comment.delete', { id });
    else if (one.table === 'attachment') this.#try(one, 'attachment.remove', { id });
    else if (one.table === 'dependency') this.#try(one, 'dependency.remove', { id });
    else if (one.table === 'member') this.#try(one, 'member.remove', { id });
    else if (one.table === 'state') this.#takeState(one);
  };

  /** A state goes when it is empty: where its items should go nobody has said. */
  #takeState(one: Wrote): void {
    const { tables } = this.#store;
    const all = [...tables.list('state', 'byProject', this.#now(one)?.['project'] as string)];
    const target = all.find((state) => state.id !== one.id && state.deletedAt === null);
    const held = [...tables.list('workItem', 'byState', one.id)];
    const isEmpty = held.every((item) => item.deletedAt !== null);
    if (!isEmpty || target === undefined) this.left.set(keyOfRow(one), null);
    else this.#try(one, 'state.delete', { id: one.id as never, target: target.id });
  }

  /**
   * Items go into the trash, with what came out of it with them. One that has got other children
   * since stays: they would go with it, or lose their parent.
   */
  #takeItems(came: readonly Wrote[], under: Written['under']): void {
    const ids = new Set(came.map(({ id }) => id));
    const parts = { up: new Map<ProjectId, WorkItemId[]>(), tree: new Map() };
    for (const one of came) {
      const now = this.#now(one) as unknown as WorkItem | undefined;
      if (now === undefined || now.deletedAt !== null) continue;
      const others = liveUnder(this.#store.tables, now.id).filter((child) => !ids.has(child));
      if (!others.every((child) => under.get(one.id)?.includes(child))) {
        this.#leave(one, refuse('HAS_CHILDREN', { count: others.length }));
        continue;
      }
      const part = others.length > 0 ? parts.tree : parts.up;
      part.set(now.project, [...(part.get(now.project) ?? []), now.id]);
    }
    for (const children of ['up', 'tree'] as const) {
      for (const [project, all] of parts[children]) {
        for (let at = 0; at < all.length; at += MOST_AT_ONCE) {
          const some = all.slice(at, at + MOST_AT_ONCE);
          const args = { project, ids: some, delete: children };
          const refusal = this.#run('workItem.editMany', args);
          if (refusal === null) continue;
          for (const id of some) this.left.set(keyOfRow({ table: 'workItem', id }), refusal);
        }
      }
    }
  }

  /** Items go back to the project that they came from, and become there what they were. */
  #returnItems(moved: readonly Wrote[]): void {
    const ids = new Set(moved.map(({ id }) => id));
    const here = new Map(moved.map((one) => [one.id, this.#now(one)]));
    for (const one of moved) {
      if (ids.has(one.after?.['parent'] as string)) continue;
      const project = one.before?.['project'] as ProjectId;
      const from = { project: one.after?.['project'] as ProjectId };
      this.#try(one, 'workItem.transfer', { id: one.id as never, project }, from);
    }
    const back: Reversion[] = [];
    for (const one of moved) {
      const now = this.#now(one);
      if (now?.['project'] !== one.before?.['project']) continue;
      for (const field of CARRIED) {
        const [restore, wrote, stood, stands] = [one.before, one.after, here.get(one.id), now].map(
          (row) => row?.[field] ?? null,
        );
        if (sameValue(stands, restore)) continue;
        const change = { table: 'workItem' as const, id: one.id, field, wrote: stands, restore };
        if (sameValue(stood, wrote)) back.push(change);
        else if (field !== 'rank') this.#leave(one, null);
      }
    }
    this.#revert(back);
  }

  #openProject({ id, before, after }: Wrote): void {
    const opens = before?.['status'] === 'active' && after?.['status'] === 'archived';
    if (opens) this.#try({ table: 'project', id }, 'project.unarchive', { id: id as never });
  }

  #closeProject({ id, before, after }: Wrote): void {
    const closes = before?.['status'] === 'archived' && after?.['status'] === 'active';
    if (closes) this.#try({ table: 'project', id }, 'project.archive', { id: id as never });
  }

  /** A comment that was settled is open again, or the other way round. */
  #settle(one: Wrote): void {
    const id = one.id as never;
    const [was, is] = [one.before?.['resolvedBy'], one.after?.['resolvedBy'] as string | null];
    if ((was === null) === (is === null)) return;
    if (is === null) this.#try(one, 'comment.resolve', { id });
    else this.#try(one, 'comment.unresolve', { id }, { resolvedBy: is });
  }

  /** Takes fields back, in as many commands as it needs. */
  #revert(changes: readonly Reversion[]): void {
    const homes = new Map<ProjectId | null, Reversion[]>();
    for (const one of changes) {
      const row = this.#now(one);
      const home = (one.table === 'project' ? row?.id : row?.['project']) as ProjectId | null;
      if (row === undefined) {
        this.#leave(one, refuse('NOT_FOUND', { what: entityOf(one.table).noun }));
        continue;
      }
      const known = homes.get(home);
      if (known === undefined) homes.set(home, [one]);
      else known.push(one);
    }
    for (const [project, all] of homes) {
      for (const part of cut(all)) {
        const refusal = this.#run('rows.revert', { project, changes: part });
        for (const one of unreverted(this.#store.tables, part)) this.#leave(one, refusal);
      }
    }
  }

  #now({ table, id }: Pick<Wrote, 'table' | 'id'>): AnyRow | undefined {
    return this.#store.tables.get(table, id as never) as AnyRow | undefined;
  }

  /** One command; gives whether it was done. Where it is refused, that row stays as it is. */
  #try<K extends CommandKind>(
    one: Pick<Wrote, 'table' | 'id'>,
    kind: K,
    args: Args[K],
    expected?: Readonly<Record<string, string | null>>,
  ): boolean {
    const refusal = this.#run(kind, args, expected);
    if (refusal !== null) this.#leave(one, refusal);
    return refusal === null;
  }

  #run<K extends CommandKind>(
    kind: K,
    args: Args[K],
    expected?: Readonly<Record<string, string | null>>,
  ): Refusal | null {
    const expect = expected === undefined ? {} : { expect: { fields: expected } };
    return this.#store.run(kind, args, { actionId: this.#actionId, ...expect });
  }

  #leave(one: Pick<Wrote, 'table' | 'id'>, why: Refusal | null): void {
    this.left.set(keyOfRow(one), why);
  }
}

/** Rows that were made again have another id since: by the one that steps know them by. */
const renamed = new WeakMap<Store, Map<string, string>>();

function namesOf(store: Store): Map<string, string> {
  const known = renamed.get(store) ?? new Map<string, string>();
  renamed.set(store, known);
  return known;
}

function currentOf(names: ReadonlyMap<string, string>, id: string): string {
  const next = names.get(id);
  return next === undefined ? id : currentOf(names, next);
}

/** As few parts as fit commands; the changes of one row stay together. */
function cut(changes: readonly Reversion[]): readonly (readonly Reversion[])[] {
  const parts: Reversion[][] = [];
  let [rows, bytes] = [0, 0];
  for (const row of Map.groupBy(changes, keyOfRow).values()) {
    const size = new TextEncoder().encode(JSON.stringify(row)).length;
    if (parts.length === 0 || rows === MOST_AT_ONCE || bytes + size > MOST_BYTES) {
      parts.push([]);
      [rows, bytes] = [0, 0];
    }
    parts.at(-1)?.push(...row);
    rows += 1;
    bytes += size;
  }
  return parts;
}

/** Is it something that a person does, and that can be taken back? */
function isEdit(one: Wrote): boolean {
  if (one.after === undefined) return false;
  if (one.table === 'project' && one.before === undefined) return false;
  const known: readonly TableName[] = [...BEFORE_ITEMS, ...AFTER_ITEMS, 'workItem', 'project'];
  if (!known.includes(one.table)) return false;
  if (hasGone(one) || hasCome(one) || hasMoved(one)) return true;
  const differs = (field: string): boolean => !sameValue(one.before?.[field], one.after?.[field]);
  if (one.table === 'project' && differs('status')) return true;
  if (one.table === 'comment' && differs('resolvedBy')) return true;
  return reversions(one).length > 0;
}

/** Was it there, and is it in the trash now? */
function hasGone({ before, after }: Wrote): boolean {
  return before?.deletedAt === null && after !== undefined && after.deletedAt !== null;
}

/** Was it made, or did it come out of the trash? */
function hasCome({ before, after }: Wrote): boolean {
  return before?.deletedAt !== null && after?.deletedAt === null;
}

/** Is it an item that went to another project? */
function hasMoved({ table, before, after }: Wrote): boolean {
  return table === 'workItem' && before?.['project'] !== after?.['project'];
}

function reversions(one: Wrote): readonly Reversion[] {
  return reversionsOf(one as unknown as Touched);
}

function levelOf({ table, after }: Wrote): number {
  return table === 'workItem' ? LEVEL[(after as unknown as WorkItem).type] : 0;
}

function liveUnder(tables: Tables, id: string): readonly WorkItemId[] {
  return [...tables.list('workItem', 'byParent', id)]
    .filter((child) => child.deletedAt === null)
    .map((child) => child.id);
}

/** What is said of items that came out of the trash. */
function toldOf(tables: Tables, { rows }: Written): string | null {
  const back = rows.filter((one) => one.table === 'workItem' && hasCome(one));
  const [first] = back;
  if (first === undefined) return null;
  if (back.length > 1) return strings.list.restored(back.length);
  const [was, now] = [first.before ?? first.after, first.after] as unknown as [WorkItem, WorkItem];
  return toldOfRestored(tables, was, now);
}

function keyOfRow({ table, id }: Pick<Wrote, 'table' | 'id'>): string {
  return `${table} ${id}`;
}
