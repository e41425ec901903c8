import { describe, expect, it } from 'vitest';

import type { Member, ProjectRole } from '../entity/member.ts';
import { refuse } from '../refusal.ts';
import { memberOf, roleIn, scopeOf } from '../role.ts';
import { World } from '../testing/world.ts';

/** ann is the admin of WEB, whose default role is none; ben and cleo are in the workspace. */
function house(): World {
  const world = new World();
  world.must('project.edit', { id: world.id('WEB'), defaultRole: 'none' });
  for (const name of ['ben', 'cleo']) world.person(name);
  return world;
}

const add = (world: World, name: string, role: ProjectRole = 'editor') =>
  world.do('member.add', {
    id: world.chance.id(),
    project: world.id('WEB'),
    user: world.id(name),
    role,
  });

const memberIn = (world: World, name: string): Member =>
  memberOf(world.tables, world.id(name), world.id('WEB'))!;

const role = (world: World, name: string): ProjectRole | null =>
  roleIn(world.tables, world.tables.get('user', world.id(name))!, world.id('WEB'));

const KEEPS_ONE = refuse('INVALID', {
  field: 'role',
  rule: 'must stay admin: the project needs one',
});

describe('members', () => {
  it('MEMBER-1 have the role that they were given, until it is another', () => {
    const world = house();
    add(world, 'ben', 'viewer');
    expect(role(world, 'ben')).toBe('viewer');
    for (const next of ['admin', 'editor', 'viewer'] as const) {
      world.must('member.edit', { id: memberIn(world, 'ben').id, role: next });
      expect(role(world, 'ben')).toBe(next);
    }
  });

  it('MEMBER-2 are added once, while they are active, and again after they were removed', () => {
    const world = house();
    add(world, 'ben');
    expect(add(world, 'ben', 'admin')).toEqual(refuse('EXISTS', { field: 'user' }));
    world.must('member.remove', { id: memberIn(world, 'ben').id });
    expect(role(world, 'ben')).toBeNull();
    add(world, 'ben', 'admin');
    expect(role(world, 'ben')).toBe('admin');
    world.person('zoe', { status: 'deactivated' });
    expect(add(world, 'zoe')).toEqual(
      refuse('INVALID', { field: 'user', rule: 'must be an active person' }),
    );
    expect(add(world, 'nobody')).toEqual(refuse('NOT_FOUND', { what: 'person' }));
    const { id } = memberIn(world, 'ben');
    const args = { id, project: world.id<'project'>('WEB'), user: world.id<'user'>('cleo') };
    expect(world.do('member.add', { ...args, role: 'editor' })).toEqual(
      refuse('EXISTS', { field: 'id' }),
    );
  });

  it('MEMBER-3 always are an admin at least, who is active', () => {
    const world = house();
    const { id } = memberIn(world, 'ann');
    expect(world.do('member.remove', { id })).toEqual(KEEPS_ONE);
    expect(world.do('member.edit', { id, role: 'editor' })).toEqual(KEEPS_ONE);
    expect(world.must('member.edit', { id, role: 'admin' })).toEqual([]);
    add(world, 'ben', 'admin');
    world.person('ben', { status: 'deactivated' });
    expect(world.do('member.remove', { id })).toEqual(KEEPS_ONE);
    world.person('ben');
    world.must('member.edit', { id, role: 'editor' });
    expect(role(world, 'ann')).toBe('editor');
    world.as('ben');
    expect(world.do('member.remove', { id: memberIn(world, 'ben').id })).toEqual(KEEPS_ONE);
    world.must('member.remove', { id });
  });

  it('MEMBER-4 are added by themselves where they own the workspace, and leave by themselves', () => {
    const world = house();
    world.person('oz', { role: 'owner' });
    world.as('oz');
    expect(role(world, 'oz')).toBeNull();
    expect(add(world, 'cleo')).toEqual(refuse('NOT_FOUND', { what: 'project' }));
    expect(add(world, 'oz', 'admin')).toHaveLength(1);
    expect(role(world, 'oz')).toBe('admin');
    expect(world.activity.at(-1)).toMatchObject({
      table: 'member',
      verb: 'created',
      createdBy: world.id('oz'),
      project: world.id('WEB'),
      after: { user: world.id('oz'), role: 'admin' },
    });
    add(world, 'ben', 'viewer');
    world.as('ben');
    expect(world.do('member.remove', { id: memberIn(world, 'oz').id })).toMatchObject({
      code: 'FORBIDDEN',
    });
    world.must('member.remove', { id: memberIn(world, 'ben').id });
    expect(world.activity.at(-1)).toMatchObject({ verb: 'deleted', createdBy: world.id('ben') });
  });

  it('MEMBER-5 who are removed see nothing of the project any more', () => {
    const world = house();
    add(world, 'ben');
    expect(scopeOf(world.tables, world.id('ben'))).toContain(`project:${world.id('WEB')}`);
    world.must('member.remove', { id: memberIn(world, 'ben').id });
    expect(scopeOf(world.tables, world.id('ben'))).not.toContain(`project:${world.id('WEB')}`);
  });

  it('MEMBER-6 come and go in an archived project', () => {
    const world = house();
    world.must('project.archive', { id: world.id('WEB') });
    add(world, 'ben', 'viewer');
    world.must('member.edit', { id: memberIn(world, 'ben').id, role: 'editor' });
    world.must('member.remove', { id: memberIn(world, 'ben').id });
    expect(role(world, 'ben')).toBeNull();
  });
});
