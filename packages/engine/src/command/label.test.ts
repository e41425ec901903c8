import { describe, expect, it } from 'vitest';

import type { Args } from '../command.ts';
import { MOST_LABELS } from '../entity/label.ts';
import { labelsFor, labelsOf } from '../query/labels.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';

const create = (world: World, name: string, words: Partial<Args['label.create']> = {}) =>
  world.do('label.create', { id: world.id(name), project: world.id('WEB'), name, ...words });

/** WEB has the labels bug and ux, the workspace has law; there is an item A and a project APP. */
function labelled(): World {
  const world = new World();
  world.add('A');
  world.must('project.create', sampleArgs['project.create'](world));
  create(world, 'ux');
  create(world, 'bug');
  create(world, 'law', { project: null });
  create(world, 'foreign', { project: world.id('APP') });
  return world;
}

const label = (world: World, add: readonly string[], remove: readonly string[] = []) =>
  world.do('workItem.label', {
    id: world.id('A'),
    add: add.map((name) => world.id<'label'>(name)),
    remove: remove.map((name) => world.id<'label'>(name)),
  });

const seen = (world: World) => labelsOf(world.tables, world.item('A')).map(({ name }) => name);

describe('labels', () => {
  it('LABEL-1 belong to a project or to the workspace, with a name and a colour', () => {
    const world = new World();
    create(world, ' bug ', { id: world.id('bug'), colour: '#ff0000' });
    create(world, 'law', { project: null });
    const row = (name: string) => world.tables.get('label', world.id(name));
    expect(row('bug')).toMatchObject({ project: world.id('WEB'), name: 'bug', colour: '#ff0000' });
    expect(row('law')).toMatchObject({ project: null, name: 'law', version: 1 });
    expect(create(world, 'law')).toEqual(refuse('EXISTS', { field: 'id' }));
    expect(create(world, 'x'.repeat(41))).toMatchObject({ code: 'INVALID', field: 'name' });
    world.must('label.edit', { id: world.id('bug'), name: 'flaw' });
    expect(row('bug')).toMatchObject({ name: 'flaw', colour: '#ff0000', version: 2 });
  });

  it('LABEL-2 have a name of their own in their scope, in any case of letters', () => {
    const world = labelled();
    const taken = refuse('EXISTS', { field: 'name' });
    expect(create(world, 'BUG')).toEqual(taken);
    expect(world.do('label.edit', { id: world.id('ux'), name: 'Bug' })).toEqual(taken);
    expect(isRefusal(create(world, 'Bug', { project: null }))).toBe(false);
    expect(isRefusal(world.do('label.edit', { id: world.id('bug'), name: 'BUG' }))).toBe(false);
    world.must('label.delete', { id: world.id('ux') });
    expect(isRefusal(create(world, 'UX'))).toBe(false);
  });

  it('LABEL-3 are at most 200 in a scope', () => {
    const world = new World();
    for (let i = 0; i < 200; i += 1) expect(isRefusal(create(world, `label ${i}`))).toBe(false);
    const full = refuse('LIMIT', { what: 'labels', max: 200 });
    expect(create(world, 'one more')).toEqual(full);
    world.must('label.delete', { id: world.id('label 7') });
    expect(isRefusal(create(world, 'one more'))).toBe(false);
    expect(world.do('label.restore', { id: world.id('label 7') })).toEqual(full);
  });

  it('LABEL-4 that are deleted are hidden on items, and are back when they are restored', () => {
    const world = labelled();
    label(world, ['bug', 'ux']);
    world.must('label.delete', { id: world.id('bug') });
    expect(seen(world)).toEqual(['ux']);
    const { version } = world.item('A');
    world.must('label.restore', { id: world.id('bug') });
    expect(seen(world)).toEqual(['bug', 'ux']);
    expect(world.item('A').version).toBe(version);
    expect(world.must('label.restore', { id: world.id('bug') })).toEqual([]);
  });

  it('LABEL-5 are not restored to a name that is taken by now', () => {
    const world = labelled();
    world.must('label.delete', { id: world.id('bug') });
    create(world, 'Bug');
    expect(world.do('label.restore', { id: world.id('bug') })).toEqual(
      refuse('EXISTS', { field: 'name' }),
    );
  });
});

describe('the labels of an item', () => {
  it('LABEL-6 are put on and taken off, and what others put on meanwhile stays', () => {
    const world = labelled();
    label(world, ['bug']);
    label(world, ['law'], ['ux']);
    expect(seen(world)).toEqual(['bug', 'law']);
    label(world, ['ux', 'bug'], ['bug']);
    expect(seen(world)).toEqual(['law', 'ux']);
    expect(label(world, ['law'], ['bug'])).toEqual([]);
  });

  it('LABEL-7 are live and of its project or the workspace when they are put on', () => {
    const world = labelled();
    const rule = 'must be live labels of the project or of the workspace';
    const wrong = refuse('INVALID', { field: 'labels', rule });
    label(world, ['bug']);
    world.must('label.delete', { id: world.id('bug') });
    world.must('label.delete', { id: world.id('ux') });
    for (const name of ['foreign', 'ux', 'gone']) expect(label(world, [name])).toEqual(wrong);
    expect(isRefusal(label(world, ['bug', 'law']))).toBe(false);
    expect(isRefusal(label(world, [], ['bug', 'gone']))).toBe(false);
    expect(seen(world)).toEqual(['law']);
  });

  it('LABEL-8 are kept as ids in order, each once, null for none, at most 30', () => {
    const world = labelled();
    label(world, ['ux', 'bug', 'law', 'ux']);
    const ids = ['ux', 'bug', 'law'].map((name) => world.id<'label'>(name));
    expect(world.item('A').labels).toEqual(ids.toSorted());
    label(world, [], ['ux', 'bug', 'law']);
    expect(world.item('A').labels).toBeNull();
    const many = Array.from({ length: MOST_LABELS }, (_, i) => `label ${i}`);
    for (const name of many) create(world, name);
    expect(isRefusal(label(world, many))).toBe(false);
    expect(label(world, ['ux'])).toEqual(refuse('LIMIT', { what: 'labels on an item', max: 30 }));
    expect(isRefusal(label(world, ['ux'], ['label 3']))).toBe(false);
  });

  it('LABEL-9 may be given when it is made', () => {
    const world = labelled();
    const words = { project: world.project.id, type: 'task', title: 'B' } as const;
    const labels = [world.id<'label'>('ux'), world.id<'label'>('law')];
    world.must('workItem.create', { id: world.id('B'), ...words, labels });
    expect(world.item('B').labels).toEqual(labels.toSorted());
    const foreign = {
      ...words,
      id: world.id<'workItem'>('C'),
      labels: [world.id<'label'>('foreign')],
    };
    expect(world.do('workItem.create', foreign)).toMatchObject({ field: 'labels' });
  });

  it('LABEL-10 are shown by name, as are those that it may have', () => {
    const world = labelled();
    create(world, 'Art');
    label(world, ['ux', 'law', 'Art', 'bug']);
    expect(seen(world)).toEqual(['Art', 'bug', 'law', 'ux']);
    const offered = labelsFor(world.tables, world.project.id).map(({ name }) => name);
    expect(offered).toEqual(['Art', 'bug', 'ux', 'law']);
    world.must('label.delete', { id: world.id('Art') });
    expect(labelsFor(world.tables, world.project.id)).toHaveLength(3);
  });
});
