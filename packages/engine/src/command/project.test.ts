import { describe, expect, it } from 'vitest';

import { DEFAULT_STATES } from '../entity/state.ts';
import { MOST_IMPORTED_NUMBER } from '../entity/project.ts';
import { refuse } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';
import { keyHolder } from './project.ts';

describe('projects', () => {
  it('PROJ-1 begin active, for everybody to edit, counting from 1', () => {
    const world = new World();
    expect(world.project).toMatchObject({
      key: 'WEB',
      title: 'Web shop',
      status: 'active',
      defaultRole: 'editor',
      nextNumber: 1,
      version: 1,
    });
  });

  it('PROJ-2 begin with the six default states in order', () => {
    const world = new World();
    const states = [...world.tables.list('state', 'byProject', world.project.id)];
    expect(states.map(({ name, category }) => `${name}: ${category}`)).toEqual([
      'Backlog: backlog',
      'To do: unstarted',
      'In progress: started',
      'In review: review',
      'Done: done',
      'Cancelled: cancelled',
    ]);
    expect(states.map((state) => state.colour)).toEqual(
      DEFAULT_STATES.map((state) => state.colour),
    );
    for (const state of states) expect(state.wipLimit).toBeNull();
  });

  it('PROJ-3 have who made them as their admin', () => {
    const world = new World();
    world.person('ben');
    world.as('ben').must('project.create', sampleArgs['project.create'](world));
    const members = [...world.tables.list('member', 'byProject', world.id('APP'))];
    expect(members.map(({ user, role }) => [user, role])).toEqual([[world.id('ben'), 'admin']]);
  });

  it('PROJ-4 get states and admin of the same ids wherever the command is decided', () => {
    const rows = (world: World): string[] => [...world.tables.all('state')].map((row) => row.id);
    const [one, other] = [new World(4), new World(4)];
    expect(rows(one)).toEqual(rows(other));
    expect(new Set([...rows(one), ...rows(new World(5))]).size).toBe(12);
  });

  it('PROJ-5 have a key of 2 to 10 capital letters and digits, a letter first', () => {
    const world = new World();
    for (const key of ['AB', 'A1', 'ABCDEFGHIJ']) {
      world.must('project.create', { id: world.id(key), key, title: key });
    }
    for (const key of ['A', 'ABCDEFGHIJK', 'ab', '1A', 'A-B', 'Ä1', '']) {
      expect(world.do('project.create', { id: world.id('x'), key, title: 'x' })).toMatchObject({
        code: 'INVALID',
        field: 'key',
      });
    }
  });

  it('PROJ-6 never share a key or an id, in the trash or not', () => {
    const world = new World();
    const args = { id: world.id<'project'>('APP'), key: 'WEB', title: 'App' };
    const taken = refuse('EXISTS', { field: 'key' });
    expect(world.do('project.create', args)).toEqual(taken);
    world.trash('project', 'WEB');
    expect(world.do('project.create', args)).toEqual(taken);
    expect(keyHolder(world.tables, 'WEB')?.id).toBe(world.id('WEB'));
    expect(world.do('project.create', { ...args, id: world.id('WEB'), key: 'APP' })).toEqual(
      refuse('EXISTS', { field: 'id' }),
    );
  });

  it('PROJ-7 can be renamed, recoloured, and opened or closed to others', () => {
    const world = new World();
    world.must('project.edit', {
      id: world.id('WEB'),
      title: ' Shop ',
      colour: '#112233',
      defaultRole: 'none',
    });
    expect(world.project).toMatchObject({
      title: 'Shop',
      colour: '#112233',
      defaultRole: 'none',
      version: 2,
    });
  });

  it('PROJ-8 change their key only while they have had no items, not even in the trash', () => {
    const world = new World();
    world.must('project.edit', { id: world.id('WEB'), key: 'SHOP' });
    expect(keyHolder(world.tables, 'SHOP')?.id).toBe(world.id('WEB'));
    world.add('A');
    world.must('workItem.delete', { id: world.id('A') });
    expect(world.do('project.edit', { id: world.id('WEB'), key: 'WEB' })).toMatchObject({
      code: 'INVALID',
      field: 'key',
    });
    world.must('project.edit', { id: world.id('WEB'), key: 'SHOP', title: 'Shop' });
    world.must('workItem.purge', { id: world.id('A') });
    expect(world.do('project.edit', { id: world.id('WEB'), key: 'WEB' })).toMatchObject({
      code: 'INVALID',
    });
  });

  it('PROJ-8 never to the key of another', () => {
    const world = new World();
    world.must('project.create', sampleArgs['project.create'](world));
    expect(world.do('project.edit', { id: world.id('WEB'), key: 'APP' })).toEqual(
      refuse('EXISTS', { field: 'key' }),
    );
  });

  it('PROJ-9 are read-only in the archive, and as they were when they come back', () => {
    const world = new World();
    world.add('A');
    world.must('project.archive', { id: world.id('WEB') });
    expect(world.project.status).toBe('archived');
    const archived = refuse('ARCHIVED', { project: 'WEB' });
    expect(world.do('project.edit', { id: world.id('WEB'), title: 'x' })).toEqual(archived);
    expect(world.do('workItem.edit', { id: world.id('A'), title: 'x' })).toEqual(archived);
    expect(world.do('project.archive', { id: world.id('WEB') })).toEqual([]);
    world.must('project.unarchive', { id: world.id('WEB') });
    world.must('workItem.edit', { id: world.id('A'), title: 'x' });
  });

  it('PROJ-10 have a title of up to 200 characters, or what the configuration says', () => {
    const world = new World();
    const edit = (title: string) => world.do('project.edit', { id: world.id('WEB'), title });
    expect(edit('t'.repeat(201))).toEqual(refuse('LIMIT', { what: 'title', max: 200 }));
    expect(edit('t'.repeat(501))).toMatchObject({ code: 'INVALID', field: 'title' });
    expect(edit('t'.repeat(200))).toHaveLength(1);
  });

  it('PROJ-11 imported keep their dates, their counter and their text, and get the same furniture', () => {
    const world = new World();
    const args = sampleArgs['project.import'](world);
    world.must('project.import', args, { via: 'import' });
    expect(world.tables.get('project', args.id)).toMatchObject({
      key: 'OLD',
      title: 'Old shop',
      status: 'active',
      nextNumber: 221,
      createdAt: 1_600_000_000_000,
      updatedAt: 1_700_000_000_000,
      createdBy: world.id('ann'),
      defaultRole: 'editor',
    });
    expect(world.text('OLD')?.text).toBe('Sells *bread*.');
    expect(world.tables.list('state', 'byProject', args.id).size).toBe(6);
    expect(world.tables.list('member', 'byProject', args.id).size).toBe(1);
  });

  it('PROJ-12 imported are never from the future, and never numbered past what the counter can hold', () => {
    const world = new World();
    const args = sampleArgs['project.import'](world);
    const future = { createdAt: world.now + 5, updatedAt: world.now + 5 };
    world.must('project.import', { ...args, ...future }, { via: 'job' });
    const { createdAt, updatedAt } = world.tables.get('project', args.id)!;
    expect([createdAt, updatedAt]).toEqual([world.now - 1000, world.now - 1000]);
    const other = { ...args, id: world.id<'project'>('x'), key: 'XX' };
    const far = { ...other, nextNumber: MOST_IMPORTED_NUMBER + 1 };
    expect(world.do('project.import', far, { via: 'job' })).toMatchObject({ field: 'nextNumber' });
  });

  it('PROJ-13 imported need a free key and id, and a text that fits; limits of people do not apply', () => {
    const world = new World();
    const args = sampleArgs['project.import'](world);
    const taken = { ...args, key: 'WEB' };
    expect(world.do('project.import', taken, { via: 'job' })).toMatchObject({ code: 'EXISTS' });
    const same = { ...args, id: world.id<'project'>('WEB') };
    expect(world.do('project.import', same, { via: 'job' })).toMatchObject({ code: 'EXISTS' });
    const heavy = { ...args, description: 'x'.repeat(192 * 1024 + 1) };
    expect(world.do('project.import', heavy, { via: 'job' })).toMatchObject({ code: 'LIMIT' });
    world.must('project.import', { ...args, title: 't'.repeat(500) }, { via: 'job' });
  });
});
