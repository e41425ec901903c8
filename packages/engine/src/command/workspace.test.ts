import { describe, expect, it } from 'vitest';

import { refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

const founding = (world: World) => ({
  id: world.id<'workspace'>('workspace'),
  name: ' Bakery ',
  timeZone: 'Europe/Berlin',
  userName: 'Ann',
  handle: 'ann',
});

describe('the workspace and its people', () => {
  it('WORK-1 is founded with its first person, who owns it', () => {
    const world = new World(1, 'empty');
    world.must('workspace.found', founding(world));
    expect(world.tables.get('workspace', world.id('workspace'))).toMatchObject({
      name: 'Bakery',
      timeZone: 'Europe/Berlin',
      version: 1,
      createdBy: world.id('ann'),
    });
    expect(world.tables.get('user', world.id('ann'))).toMatchObject({
      name: 'Ann',
      handle: 'ann',
      kind: 'human',
      owner: null,
      role: 'owner',
      status: 'active',
    });
  });

  it('WORK-2 begins with weeks from Monday and work from Monday to Friday', () => {
    const world = new World();
    expect(world.tables.get('workspace', world.id('workspace'))).toMatchObject({
      weekStart: 1,
      workingDays: 0b0011111,
    });
  });

  it('WORK-3 can be edited field by field', () => {
    const world = new World();
    const id = world.id<'workspace'>('workspace');
    world.must('workspace.edit', { id, weekStart: 7 });
    world.must('workspace.edit', { id, name: 'Patisserie', workingDays: 0 });
    expect(world.tables.get('workspace', id)).toMatchObject({
      name: 'Patisserie',
      timeZone: 'Europe/Berlin',
      weekStart: 7,
      workingDays: 0,
      version: 3,
    });
  });

  it('WORK-4 has a weekday as its first, any set of working days, and the name of a zone', () => {
    const world = new World();
    const id = world.id<'workspace'>('workspace');
    for (const wrong of [
      { weekStart: 0 },
      { weekStart: 8 },
      { workingDays: 128 },
      { timeZone: '' },
      { timeZone: 'Europe/Berlin; DROP' },
      { name: ' ' },
    ]) {
      expect(world.do('workspace.edit', { id, ...wrong })).toMatchObject({
        code: 'INVALID',
        field: Object.keys(wrong)[0],
      });
    }
  });

  it('WORK-5 people have handles of 2 to 32 of a–z, 0–9, dot, underscore and hyphen', () => {
    const world = new World();
    const id = world.id<'user'>('ann');
    for (const handle of ['an', 'a.n_n-1', 'a'.repeat(32)]) world.must('user.edit', { id, handle });
    for (const handle of ['a', 'a'.repeat(33), 'Ann', 'änn', 'a n', 'ann@home', '']) {
      expect(world.do('user.edit', { id, handle })).toMatchObject({
        code: 'INVALID',
        field: 'handle',
      });
    }
  });

  it('WORK-6 no two people have one handle; one’s own may be given again', () => {
    const world = new World();
    world.person('ben');
    expect(world.do('user.edit', { id: world.id('ann'), handle: 'ben' })).toEqual(
      refuse('EXISTS', { field: 'handle' }),
    );
    expect(world.do('user.edit', { id: world.id('ann'), handle: 'ann' })).toEqual([]);
    world.must('user.edit', { id: world.id('ben'), handle: 'benno' });
    world.must('user.edit', { id: world.id('ann'), handle: 'ben' });
    expect(world.tables.first('user', 'byHandle', 'ben')?.id).toBe(world.id('ann'));
  });

  it('WORK-7 people have a name of up to 100 characters and a colour', () => {
    const world = new World();
    const id = world.id<'user'>('ann');
    world.must('user.edit', { id, name: 'n'.repeat(100), colour: '#0a0b0c' });
    for (const wrong of [{ name: 'n'.repeat(101) }, { colour: '#FFF' }, { colour: 'red' }]) {
      expect(world.do('user.edit', { id, ...wrong })).toMatchObject({ code: 'INVALID' });
    }
  });
});
