import { describe, expect, it } from 'vitest';

import type { ProjectRole } from './entity/member.ts';
import type { User } from './entity/user.ts';
import { atLeast, roleIn, scopeOf } from './role.ts';
import { World } from './testing/world.ts';

const role = (world: World, name: string): ProjectRole | null =>
  roleIn(world.tables, world.tables.get('user', world.id(name)) as User, world.project.id);

function withDefault(world: World, defaultRole: 'none' | 'viewer' | 'editor'): World {
  world.must('project.edit', { id: world.id('WEB'), defaultRole });
  return world;
}

describe('roles in a project', () => {
  it('ROLE-1 one is what one’s member row says, whatever the default', () => {
    const world = withDefault(new World(), 'none');
    world.person('gus', { role: 'guest' });
    for (const given of ['viewer', 'editor', 'admin'] as const) {
      world.member('gus', given);
      expect(role(world, 'gus')).toBe(given);
    }
  });

  it('ROLE-2 without a row, owners and members have the default role, guests none', () => {
    const world = new World();
    world.person('mel', { role: 'member' });
    world.person('oz', { role: 'owner' });
    world.person('gus', { role: 'guest' });
    for (const given of ['editor', 'viewer'] as const) {
      withDefault(world, given);
      expect([role(world, 'mel'), role(world, 'oz'), role(world, 'gus')]).toEqual([
        given,
        given,
        null,
      ]);
    }
    withDefault(world, 'none');
    expect([role(world, 'mel'), role(world, 'oz'), role(world, 'gus')]).toEqual([null, null, null]);
  });

  it('ROLE-3 who is deactivated has no role and sees nothing', () => {
    const world = new World();
    world.person('zoe', { status: 'deactivated' });
    world.member('zoe', 'admin');
    expect(role(world, 'zoe')).toBeNull();
    expect(scopeOf(world.tables, world.id('zoe'))).toEqual(new Set());
    expect(scopeOf(world.tables, world.id('stranger'))).toEqual(new Set());
  });

  it('ROLE-4 a deleted member row is none, whichever of two rows has the smaller id', () => {
    const world = withDefault(new World(), 'none');
    world.person('mel');
    world.member('mel', 'admin');
    world.write((tables) => {
      const row = [...tables.all('member')].find((one) => one.user === world.id('mel'))!;
      tables.set('member', row.id, { ...row, deletedAt: 1, deletedBy: row.user });
    });
    expect(role(world, 'mel')).toBeNull();
    for (const id of [
      '00000000-0000-4000-8000-000000000000',
      'ffffffff-ffff-4fff-8fff-ffffffffffff',
    ]) {
      world.write((tables) => {
        const dead = [...tables.all('member')].find((one) => one.deletedAt !== null)!;
        const live = { ...dead, id: id as typeof dead.id, deletedAt: null, deletedBy: null };
        tables.set('member', live.id, live);
      });
      expect(role(world, 'mel')).toBe('admin');
    }
  });

  it('ROLE-5 admin is more than editor, editor more than viewer', () => {
    const ranks: readonly ProjectRole[] = ['viewer', 'editor', 'admin'];
    ranks.forEach((one, i) => {
      ranks.forEach((other, j) => expect(atLeast(one, other)).toBe(i >= j));
    });
  });

  it('ROLE-6 one’s scope is the workspace, oneself, and the projects in which one has a role', () => {
    const world = new World();
    world.person('gus', { role: 'guest' });
    world.person('mel');
    world.must('project.create', {
      id: world.id('APP'),
      key: 'APP',
      title: 'App',
      defaultRole: 'none',
    });
    const seen = (name: string): Set<string> => new Set(scopeOf(world.tables, world.id(name)));
    const [web, app] = [`project:${world.id('WEB')}`, `project:${world.id('APP')}`];
    const own = (name: string): string => `user:${world.id(name)}`;
    expect(seen('gus')).toEqual(new Set(['workspace', own('gus')]));
    expect(seen('mel')).toEqual(new Set(['workspace', own('mel'), web]));
    expect(seen('ann')).toEqual(new Set(['workspace', own('ann'), web, app]));
  });
});
