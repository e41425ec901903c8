import type { AnyRow, Args, CommandKind, TableName, Tables, WorkItem } from '@planwright/engine';
import { applyPatch, deathOf, mergeText, sameValue } from '@planwright/engine';
import { Chance } from '@planwright/engine/testing/chance.ts';
import { argsOf, peopled } from '@planwright/engine/testing/wishes.ts';
import type { World } from '@planwright/engine/testing/world.ts';
import { act as rendered, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { writeText } from '../text/sitting.ts';
import { act } from './act.ts';
import { deleteItems, editItems } from './edit-many.ts';
import { createItem, deleteItem, duplicateItem, editItem, setState } from './edits.ts';
import { undoOf } from './undo.ts';

/** What one person may do in the two long tests; the rest cannot be undone, or only by an import. */
const DOES: readonly CommandKind[] = [
  'workItem.create',
  'workItem.edit',
  'workItem.editMany',
  'workItem.label',
  'workItem.move',
  'workItem.reparent',
  'workItem.delete',
  'workItem.restore',
  'workItem.duplicate',
  'workItem.transfer',
  'state.create',
  'state.edit',
  'state.move',
  'state.delete',
  'state.restore',
  'label.create',
  'label.edit',
  'label.delete',
  'label.restore',
  'project.edit',
  'project.archive',
  'project.unarchive',
  'member.add',
  'member.edit',
  'comment.create',
  'comment.delete',
  'comment.resolve',
  'comment.unresolve',
  'dependency.add',
  'dependency.remove',
  'document.edit',
];

/** The fields that people see and edit, by table. */
const SEEN: Partial<Readonly<Record<TableName, readonly string[]>>> = {
  project: ['key', 'title', 'status', 'defaultRole', 'colour'],
  state: ['project', 'name', 'category', 'rank', 'wipLimit', 'colour'],
  label: ['project', 'name', 'colour'],
  member: ['project', 'user', 'role'],
  workItem: [
    'project',
    'title',
    'type',
    'parent',
    'state',
    'rank',
    'priority',
    'points',
    'assignee',
    'startDate',
    'dueDate',
    'labels',
  ],
  comment: ['item', 'parent', 'resolvedBy'],
  dependency: ['from', 'to', 'kind'],
  document: ['text'],
};

/** A desk of ann's with people, items, labels and two projects. */
function busyDesk(seed: number): Desk {
  const desk = new Desk();
  const { world } = desk;
  peopled(world);
  world.must('project.create', { id: world.id('APP'), key: 'APP', title: 'App' });
  for (const name of ['hot', 'cold']) {
    world.must('label.create', { id: world.id(name), project: desk.project.id, name });
  }
  world.must('label.create', { id: world.id('law'), project: null, name: 'law' });
  const first = desk.project;
  world.must('member.add', {
    id: world.id('ben here'),
    project: first.id,
    user: world.id('ben'),
    role: 'admin',
  });
  const said = { id: world.id<'comment'>('said'), item: world.id<'workItem'>('task') };
  world.must('comment.create', { ...said, text: `Seed ${seed}.` });
  desk.open().replica.rows(desk.textRows());
  desk.replica.flush();
  return desk;
}

/**
 * Where items go to other projects, none goes into the trash: one that is carried along there gets
 * another place, and keeps it when it comes back.
 */
const STAYS: readonly CommandKind[] = DOES.filter((kind) => kind !== 'workItem.transfer');
const LIVES: readonly CommandKind[] = DOES.filter(
  (kind) => !/^workItem.(create|duplicate|delete|restore|editMany)$/.test(kind),
);

interface Wished {
  readonly kind: CommandKind;
  readonly args: Record<string, unknown>;
}

/** Something that somebody may wish here; null for what this test does not do. */
function wished(desk: Desk, chance: Chance, kinds: readonly CommandKind[]): Wished | null {
  const kind = chance.pick(kinds) ?? 'workItem.edit';
  const { tables } = desk.store;
  // What one sees on the screen, where the rest of the world goes on.
  const seen = Object.create(desk.world, { tables: { value: tables } }) as World;
  const args = argsOf(kind, seen, chance) as Record<string, unknown> | null;
  return args === null || !isTold(kind, args, desk) ? null : { kind, args };
}

/** Something with the very row that a wish was about, as somebody might want who has seen it. */
function rival(desk: Desk, chance: Chance, { kind, args }: Wished): Wished | null {
  const noun = kind.split('.')[0] ?? '';
  const kinds = DOES.filter((one) => one.startsWith(`${noun}.`) && !/create|transfer/.test(one));
  for (let i = 0; i < 60; i += 1) {
    const one = wished(desk, chance, chance.yes() ? [kind] : kinds);
    if (one !== null && one.args['id'] === args['id']) return one;
  }
  return null;
}

/** Not tried: what a rule forbids on the way back, and what trash keeps to itself. */
function isTold(kind: CommandKind, args: Record<string, unknown>, desk: Desk): boolean {
  const { tables } = desk.store;
  const item = tables.get('workItem', args['id'] as WorkItem['id']);
  if (kind === 'project.edit') for (const rule of RULES) delete args[rule];
  if (kind === 'workItem.editMany' && 'delete' in args) {
    for (const field of Object.keys(args))
      if (!/^(project|ids|delete)$/.test(field)) delete args[field];
  }
  if (kind === 'member.edit') {
    return tables.get('member', args['id'] as never)?.user !== desk.world.id('ann');
  }
  if (kind === 'workItem.restore' && item !== undefined) {
    const parent = tables.get('workItem', item.parent);
    const state = tables.get('state', item.state);
    const comesHome = parent === undefined || deathOf(tables, 'workItem', parent.id) === null;
    return comesHome && state?.deletedAt === null;
  }
  return true;
}

const RULES = ['key', 'wipRule', 'blockedRule', 'requiredFields'];

/** Does it as one action; gives whether anything was done. */
function doIt(desk: Desk, { kind, args }: Wished): boolean {
  if (kind === 'document.edit') return write(desk, args as Args['document.edit']);
  return act(desk.store, (run) => run(kind, args as Args[typeof kind])).refusal === null;
}

/** Writes in a text as it is done on the screen: on what one has written there oneself. */
function write({ store }: Desk, { id, patch }: Args['document.edit']): boolean {
  const shown = store.tables.get('document', id)?.text ?? '';
  const base = store.textBase(id);
  const text = mergeText(shown, applyPatch(shown, patch) ?? shown, base.text);
  return text !== null && writeText(store, id, base, text, `text:${id}`).refusal === null;
}

/** What people see of each live row; ties and roles by what they say, since they may be made again. */
function picture(tables: Tables): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [table, fields] of Object.entries(SEEN) as [TableName, readonly string[]][]) {
    for (const row of tables.all(table) as Iterable<unknown> as Iterable<AnyRow>) {
      if (deathOf(tables, table, row.id as never) !== null) continue;
      if (table === 'document' && row['text'] === '') continue;
      const values = fields.map((field) => row[field] ?? null);
      const isNamed = table === 'member' || table === 'dependency';
      found.set(`${table} ${isNamed ? JSON.stringify(values) : row.id}`, values);
    }
  }
  return found;
}

function undoAll(desk: Desk): void {
  while (undoOf(desk.store).canUndo) rendered(() => undoOf(desk.store).undo());
}

function redoAll(desk: Desk): void {
  while (undoOf(desk.store).canRedo) rendered(() => undoOf(desk.store).redo());
}

it('WEB-161 undo of all is how it was at first, redo of all how it was at last', () => {
  let deeds = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const desk = busyDesk(seed);
    const chance = new Chance(seed);
    const first = picture(desk.store.tables);
    for (let i = 0; i < 25; i += 1) {
      const wish = wished(desk, chance, seed % 3 === 0 ? LIVES : STAYS);
      if (wish !== null && doIt(desk, wish)) deeds += 1;
      if (chance.yes(0.2)) desk.settle();
    }
    const last = picture(desk.store.tables);
    for (let round = 0; round < 2; round += 1) {
      undoAll(desk);
      expect(picture(desk.store.tables), `seed ${seed}, undone`).toEqual(first);
      if (chance.yes()) desk.settle();
      redoAll(desk);
      expect(picture(desk.store.tables), `seed ${seed}, redone`).toEqual(last);
    }
    desk.settle();
    expect(desk.replica.problems, `seed ${seed}`).toEqual([]);
    expect(picture(desk.world.tables), `seed ${seed}, on the server`).toEqual(last);
  }
  expect(deeds).toBeGreaterThan(600);
});

/** What stands in each field that people edit; of labels each one by itself. */
function fieldsOf(tables: Tables): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [table, fields] of Object.entries(SEEN) as [TableName, readonly string[]][]) {
    if (table === 'document') continue; // merged, word by word: text/sitting.test.tsx
    for (const row of tables.all(table) as Iterable<unknown> as Iterable<AnyRow>) {
      for (const field of fields) {
        const value = row[field] ?? null;
        if (field !== 'labels') found.set(`${table} ${row.id} ${field}`, value);
        else for (const one of (value ?? []) as string[]) found.set(`label ${row.id} ${one}`, true);
      }
      found.set(`${table} ${row.id} deletedBy`, row.deletedBy);
    }
  }
  return found;
}

it('WEB-162 undo and redo leave what somebody else has written since, whatever two people do', () => {
  let turned = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const desk = busyDesk(seed);
    const chance = new Chance(seed + 1000);
    const kinds = STAYS.filter((kind) => !kind.startsWith('project.'));
    /** What the other one wrote, as long as nobody has written there since; and what ann wrote. */
    const theirs = new Map<string, unknown>();
    const mine = new Map<string, unknown>();
    const watched = (who: 'ann' | 'ben' | 'undo', work: () => void): void => {
      const before = fieldsOf(desk.store.tables);
      work();
      const after = fieldsOf(desk.store.tables);
      for (const key of new Set([...before.keys(), ...after.keys()])) {
        const value = after.get(key);
        if (sameValue(before.get(key), value)) continue;
        if (who === 'ben') {
          if (mine.has(key) && sameValue(mine.get(key), value)) theirs.delete(key);
          else if (before.has(key)) theirs.set(key, value);
          continue;
        }
        mine.set(key, value);
        if (!before.has(key)) continue;
        const [table, id] = key.split(' ');
        const home = new Set(['parent', 'state'].map((field) => `${table} ${id} ${field}`));
        const isBack =
          before.get(`${table} ${id} deletedBy`) !== after.get(`${table} ${id} deletedBy`);
        if (who === 'undo' && !(isBack && home.has(key))) {
          expect(theirs.has(key), `seed ${seed}: ${key} of the other one`).toBe(false);
        }
        theirs.delete(key);
      }
    };
    let last: Wished | null = null;
    for (let i = 0; i < 60; i += 1) {
      const undo = undoOf(desk.store);
      const what = chance.below(5);
      if (what < 2) {
        const wish = wished(desk, chance, kinds);
        if (wish !== null) watched('ann', () => doIt(desk, wish) && (last = wish));
      } else if (what === 2) {
        if (chance.yes(0.7)) watched('ben', () => desk.settle());
        const wish: Wished | null =
          last === null ? wished(desk, chance, kinds) : rival(desk, chance, last);
        const { world } = desk;
        if (wish === null) continue;
        watched('ben', () =>
          desk.arrives(() => void world.as('ben').do(wish.kind, wish.args as never)),
        );
        world.as('ann');
      } else {
        turned += 1;
        watched('undo', () => rendered(() => (what === 3 ? undo.undo() : undo.redo())));
      }
    }
    watched('ben', () => desk.settle());
    expect(picture(desk.world.tables), `seed ${seed}`).toEqual(picture(desk.store.tables));
  }
  expect(turned).toBeGreaterThan(500);
});

it('WEB-160 redo does again what undo took back, and a new edit ends that', () => {
  const desk = new Desk();
  desk.world.add('login');
  desk.open();
  const { store } = desk;
  const undo = undoOf(store);
  editItem(store, desk.item('login'), { points: 1 });
  editItem(store, desk.item('login'), { points: 2 });
  undo.undo();
  undo.undo();
  expect([desk.item('login').points, undo.canUndo]).toEqual([null, false]);
  undo.redo();
  expect([desk.item('login').points, undo.canRedo]).toEqual([1, true]);
  setState(store, desk.item('login'), desk.world.state('Done').id);
  expect(undo.canRedo).toBe(false);
  undo.undo();
  undo.undo();
  expect(desk.item('login')).toMatchObject({ points: null, state: desk.world.state('Backlog').id });
});

it('WEB-160 what was made goes and comes again, and so do copies with what is under them', () => {
  const desk = new Desk();
  desk.world.add('shop', { type: 'epic' });
  desk.world.add('login', { parent: 'shop' });
  desk.open();
  const { store } = desk;
  const undo = undoOf(store);
  const live = () =>
    [...store.tables.all('workItem')].filter((one) => one.deletedAt === null).length;
  duplicateItem(store, desk.item('shop'), true);
  createItem(store, {
    project: desk.project.id,
    type: 'story',
    title: 'new',
    parent: desk.itemId('shop'),
  });
  deleteItem(store, desk.item('shop'), 'up');
  expect(live()).toBe(4);
  const counts = [() => undo.undo(), () => undo.undo(), () => undo.undo()].map((step) => {
    step();
    return live();
  });
  expect(counts).toEqual([5, 4, 2]);
  undo.redo();
  const copies = [...store.tables.all('workItem')].filter(({ title }) => title === 'shop');
  expect(store.tables.list('workItem', 'byParent', copies[1]!.id).size).toBe(1);
  undo.redo();
  undo.redo();
  expect([live(), desk.item('login').parent]).toEqual([4, null]);
  desk.settle();
  expect(desk.replica.problems).toEqual([]);
});

it('WEB-162 what was left out is told, with how many and why', async () => {
  const desk = new Desk();
  for (const name of ['login', 'logout', 'search']) desk.world.add(name);
  desk.open().show(null);
  const ids = ['login', 'logout', 'search'].map((name) => desk.itemId(name));
  rendered(() => void editItems(desk.store, desk.project.id, ids, { points: 5 }));
  desk.settle();
  desk.arrives((world) => world.must('workItem.edit', { id: ids[0]!, points: 8 }));
  rendered(() => undoOf(desk.store).undo());
  expect(ids.map((id) => desk.store.tables.get('workItem', id)?.points)).toEqual([8, null, null]);
  expect(await screen.findAllByText('1 change was left out')).not.toEqual([]);
  rendered(() => undoOf(desk.store).redo());
  expect(ids.map((id) => desk.store.tables.get('workItem', id)?.points)).toEqual([8, 5, 5]);
  rendered(() => {
    createItem(desk.store, { project: desk.project.id, type: 'epic', title: 'theirs' });
  });
  desk.settle();
  const made = [...desk.store.tables.all('workItem')].find(({ title }) => title === 'theirs')!;
  desk.arrives((world) => world.must('workItem.reparent', { id: ids[0]!, parent: made.id }));
  rendered(() => undoOf(desk.store).undo());
  expect(desk.store.tables.get('workItem', made.id)?.deletedAt).toBeNull();
  expect(await screen.findAllByText('That cannot be taken back')).not.toEqual([]);
});

it('WEB-163 what many commands wrote is taken back in few, of one action', () => {
  const desk = new Desk();
  const ids = Array.from({ length: 900 }, (_, at) => desk.world.add(`item ${at}`).id);
  desk.open();
  const { store } = desk;
  const kindsOf = (work: () => void): readonly string[] => {
    const before = desk.waiting.length;
    work();
    const made = desk.waiting.slice(before);
    expect(new Set(made.map(({ actionId }) => actionId)).size).toBe(1);
    return made.map(({ kind }) => kind);
  };
  editItems(store, desk.project.id, ids, { priority: 'high', points: 3 });
  expect(kindsOf(() => undoOf(store).undo())).toEqual(Array(3).fill('rows.revert'));
  expect(ids.every((id) => store.tables.get('workItem', id)?.points === null)).toBe(true);
  deleteItems(store, desk.project.id, ids, 'up');
  expect(kindsOf(() => undoOf(store).undo())).toEqual(Array(3).fill('rows.revert'));
  expect(kindsOf(() => undoOf(store).redo())).toEqual(Array(3).fill('workItem.editMany'));
  expect(ids.every((id) => store.tables.get('workItem', id)?.deletedAt !== null)).toBe(true);
  desk.settle();
  expect(desk.replica.problems).toEqual([]);
});
