import { describe, expect, it } from 'vitest';

import { apply } from './apply.ts';
import type { Command } from './command.ts';
import { decide, needs } from './decide.ts';
import { revisionIdOf } from './command/document.ts';
import { DEFAULT_LIMITS, MAX_ROWS_PER_COMMAND } from './limits.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import { World } from './testing/world.ts';

/** Decides a command of whatever shape as ann would send it. */
function raw(world: World, words: Record<string, unknown>): unknown {
  const command = {
    ...world.command('workspace.edit', { id: world.id('workspace') }),
    ...words,
  } as unknown as Command;
  return decide(world.tables, command, world.context(command.commandId));
}

const code = (answer: unknown): string | undefined =>
  isRefusal(answer) ? (answer as Refusal).code : undefined;

describe('the road of a command', () => {
  it('DECIDE-1 refuses a kind or a version of it that it does not know', () => {
    const world = new World();
    for (const kind of ['sprint.start', '', '__proto__', 'toString', 7, null]) {
      expect(code(raw(world, { kind }))).toBe('UNSUPPORTED');
    }
    expect(raw(world, { v: 2 })).toEqual(
      refuse('UNSUPPORTED', { kind: 'workspace.edit version 2' }),
    );
  });

  it('DECIDE-2 judges arguments first, then that the row is there, then the right', () => {
    const world = new World();
    world.person('gus', { role: 'guest' });
    world.as('gus');
    const gone = world.id('gone');
    expect(code(raw(world, { kind: 'workItem.delete', args: { id: 'x' } }))).toBe('INVALID');
    expect(raw(world, { kind: 'workItem.delete', args: { id: gone } })).toEqual(
      refuse('NOT_FOUND', { what: 'item' }),
    );
    expect(code(raw(world, {}))).toBe('FORBIDDEN');
  });

  it('DECIDE-3 then the archive, then the trash, then what the sender expects', () => {
    const world = new World();
    world.add('A');
    world.must('workItem.delete', { id: world.id('A') });
    world.must('project.archive', { id: world.id('WEB') });
    const edit = { id: world.id('A'), title: 'new' };
    const expectation = { expect: { version: 77 } };
    expect(world.do('workItem.edit', edit, expectation)).toEqual(
      refuse('ARCHIVED', { project: 'WEB' }),
    );
    world.must('project.unarchive', { id: world.id('WEB') });
    const { deletedBy: by, deletedAt: at } = world.item('A');
    expect(world.do('workItem.edit', edit, expectation)).toEqual(refuse('DELETED', { by, at }));
    world.must('workItem.restore', { id: world.id('A') });
    expect(code(world.do('workItem.edit', edit, expectation))).toBe('CONFLICT');
  });

  it('DECIDE-4 a row that was expected otherwise is refused with what it is', () => {
    const world = new World();
    const a = world.add('A', { points: 3 });
    const edit = { id: a.id, title: 'new' };
    expect(world.do('workItem.edit', edit, { expect: { version: 2 } })).toEqual(
      refuse('CONFLICT', { field: 'version', expected: 2, actual: 1 }),
    );
    expect(world.do('workItem.edit', edit, { expect: { fields: { points: 5 } } })).toEqual(
      refuse('CONFLICT', { field: 'points', expected: 5, actual: 3 }),
    );
    for (const field of ['colour', 'toString', '__proto__']) {
      const fields = JSON.parse(`{"${field}":"x"}`) as Record<string, string>;
      expect(world.do('workItem.edit', edit, { expect: { fields } })).toEqual(
        refuse('CONFLICT', { field, expected: 'x', actual: null }),
      );
    }
    const right = { version: 1, fields: { points: 3, parent: null } };
    expect(isRefusal(world.do('workItem.edit', edit, { expect: right }))).toBe(false);
  });

  it('DECIDE-4 so are projects, states, people and the workspace', () => {
    const world = new World();
    const expectation = { expect: { version: 9 } };
    for (const answer of [
      world.do('project.edit', { id: world.id('WEB'), title: 'x' }, expectation),
      world.do('project.archive', { id: world.id('WEB') }, expectation),
      world.do('state.edit', { id: world.state('Done').id, name: 'x' }, expectation),
      world.do('user.edit', { id: world.id('ann'), name: 'x' }, expectation),
      world.do('workspace.edit', { id: world.id('workspace'), name: 'x' }, expectation),
    ]) {
      expect(answer).toEqual(refuse('CONFLICT', { field: 'version', expected: 9, actual: 1 }));
    }
  });

  it('DECIDE-5 an edit by a person raises the version and says when and who', () => {
    const world = new World();
    const a = world.add('A');
    world.person('ben');
    world.as('ben').must('workItem.edit', { id: a.id, title: 'new' });
    expect(world.item('A')).toMatchObject({
      version: 2,
      title: 'new',
      createdAt: a.createdAt,
      createdBy: world.id('ann'),
      updatedAt: world.now - 1000,
      updatedBy: world.id('ben'),
    });
  });

  it('DECIDE-6 a change of ranks or counters is no edit: no version, no date, no name', () => {
    const world = new World();
    const [a, b] = [world.add('A'), world.add('B')];
    const web = world.project;
    world.must('workItem.move', { id: a.id, state: a.state, after: b.id });
    const moved = world.item('A');
    expect(moved).toEqual({ ...a, rank: moved.rank, seq: world.entries.length });
    expect(moved.rank > b.rank).toBe(true);
    world.add('C');
    expect(world.project).toEqual({ ...web, nextNumber: 4, seq: world.entries.length });
  });

  it('DECIDE-7 what is so already makes no change, and an edit of nothing none at all', () => {
    const world = new World();
    const a = world.add('A', { points: 3 });
    expect(world.do('workItem.edit', { id: a.id, title: ' A ', points: 3 })).toEqual([]);
    expect(world.do('workItem.edit', { id: a.id })).toEqual([]);
    expect(world.do('workItem.move', { id: a.id, state: a.state })).toEqual([]);
    expect(world.do('project.unarchive', { id: world.id('WEB') })).toEqual([]);
    expect(world.do('workspace.edit', { id: world.id('workspace'), weekStart: 1 })).toEqual([]);
    const some = world.must('workItem.edit', { id: a.id, points: 3, title: 'B' });
    expect(some).toEqual([
      {
        op: 'patch',
        table: 'workItem',
        id: a.id,
        set: { title: 'B', version: 2, updatedAt: world.now - 1000, updatedBy: world.id('ann') },
      },
    ]);
  });

  it('DECIDE-8 one command changes at most 500 rows', () => {
    const world = new World();
    const a = world.add('A');
    const under = (count: number): void =>
      world.write((tables) => {
        for (let i = 0; i < count; i += 1) {
          const id = world.id<'workItem'>(`child ${i}`);
          tables.set('workItem', id, { ...a, id, type: 'task', parent: a.id, number: null });
        }
      });
    under(MAX_ROWS_PER_COMMAND);
    const up = { id: a.id, children: 'up' } as const;
    expect(world.do('workItem.delete', up)).toEqual(
      refuse('LIMIT', { what: 'rows changed at once', max: 500 }),
    );
    world.write((tables) => tables.set('workItem', world.id('child 0'), undefined));
    expect(world.must('workItem.delete', up)).toHaveLength(500);
  });

  it('DECIDE-9 numbers are given only where the answer stands', () => {
    const world = new World();
    world.circumstances = { ...world.circumstances, authoritative: false };
    const a = world.add('A');
    expect([a.number, world.project.nextNumber]).toEqual([null, 1]);
    world.circumstances = { ...world.circumstances, authoritative: true };
    expect([world.add('B').number, world.project.nextNumber]).toEqual([1, 2]);
  });

  it('DECIDE-10 uses the actor and the time it is given, and keeps the limits it is given', () => {
    const world = new World();
    world.person('ben');
    const limits = { ...DEFAULT_LIMITS, titleLength: 3 };
    const create = {
      id: world.id('A'),
      project: world.id('WEB'),
      type: 'task',
      title: 'abcd',
    } as const;
    expect(world.do('workItem.create', create, { limits })).toEqual(
      refuse('LIMIT', { what: 'title', max: 3 }),
    );
    world.must('workItem.create', create, { actor: world.id('ben'), now: 5 });
    expect(world.item('A')).toMatchObject({
      createdAt: 5,
      createdBy: world.id('ben'),
      reporter: world.id('ben'),
      updatedAt: 5,
      version: 1,
    });
  });

  it('DECIDE-11 reads the tables and changes nothing in them', () => {
    const world = new World();
    const a = world.add('A');
    const command = world.command('workItem.edit', { id: a.id, title: 'new' });
    const mark = world.tables.mark();
    decide(world.tables, command as Command, world.context(command.commandId));
    expect(world.tables.mark()).toBe(mark);
    expect(world.item('A')).toBe(a);
  });

  it('DECIDE-12 gives the same answer wherever it is asked, so that what a device showed comes true', () => {
    const server = new World();
    const device = new World();
    for (const world of [server, device]) world.add('A');
    device.circumstances = { ...device.circumstances, authoritative: false };
    const command = server.command('state.create', {
      id: server.id('QA'),
      project: server.id('WEB'),
      name: 'QA',
      category: 'review',
    });
    expect(device.commit(command as Command)).toEqual(server.commit(command as Command));
  });
});

describe('cold rows that a command needs', () => {
  it('DECIDE-13 are named: the text and, where it follows an edit, that edit', () => {
    const world = new World();
    const id = world.id<'document'>('A');
    const after = world.id<'command'>('edit');
    const edit = (base: { rev: number } | { after: typeof after }): Command =>
      world.command('document.edit', { id, base, patch: [] }) as Command;
    const text = [
      { table: 'document', id },
      { table: 'comment', id },
    ];
    const named = (command: Command) => needs(command, world.tables);
    expect(named(edit({ rev: 3 }))).toEqual(text);
    expect(named(edit({ after }))).toEqual([
      ...text,
      { table: 'revision', id: revisionIdOf(after) },
    ]);
    expect(
      named(world.command('workItem.delete', { id: world.id<'workItem'>('A') }) as Command),
    ).toEqual([]);
    world.add('A', { description: 'One.' });
    for (const rev of [1, 2, 3]) {
      world.must('document.edit', { id, base: { rev }, patch: [[0, 0, 'x']] });
    }
    expect(named(edit({ rev: 2 }))).toEqual([
      ...text,
      { table: 'revision', field: 'document', of: id, last: 2 },
    ]);
  });

  it('DECIDE-14 are none for arguments that make no sense', () => {
    const world = new World();
    const command = world.command('document.edit', {
      id: world.id('A'),
      base: { rev: 1 },
      patch: [],
    });
    for (const args of [null, {}, { id: 7 }, { id: {}, base: null }, { id: 'x', base: {} }]) {
      expect(needs({ ...command, args } as unknown as Command, world.tables)).toEqual([]);
    }
    expect(needs({ ...command, kind: 'no.such' } as unknown as Command, world.tables)).toEqual([]);
  });

  it('DECIDE-15 where they are not on a device, an edit on them is refused there, not guessed', () => {
    const world = new World();
    world.add('A', { description: 'Say hello.' });
    apply(world.tables, [{ op: 'evict', table: 'document', id: world.id('A') }], null);
    const edit = { id: world.id('A'), base: { rev: 1 }, patch: [[0, 0, 'x']] } as const;
    expect(code(world.do('document.edit', edit))).toBe('TEXT_CONFLICT');
    expect(code(world.do('document.edit', edit, { authoritative: false }))).toBe('UNAVAILABLE');
  });
});
