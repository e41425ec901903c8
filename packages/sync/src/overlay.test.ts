/** Layers of waiting commands, beside deciding all of them again each time. */
import type { Command, CommandId, Refusal } from '@planwright/engine';
import { TABLE_NAMES, Tables, apply, decide, isRefusal } from '@planwright/engine';
import { IndexAudit, textOf } from '@planwright/engine/testing/audit.ts';
import { Chance, idFor } from '@planwright/engine/testing/chance.ts';
import { peopled, wish } from '@planwright/engine/testing/wishes.ts';
import { World } from '@planwright/engine/testing/world.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Overlay } from './overlay.ts';

/** A device of ann's that starts with the rows of a world. */
class Desk {
  readonly tables = new Tables();
  readonly overlay = new Overlay(this.tables);
  readonly waiting = new Map<CommandId, Command>();
  readonly #world: World;
  /** How many commands were decided. */
  decided = 0;

  constructor(world: World) {
    this.#world = world;
    for (const table of TABLE_NAMES) {
      for (const row of world.tables.all(table)) this.tables.set(table, row.id, row as never);
    }
    this.tables.settle();
  }

  wait(command: Command): void {
    this.waiting.set(command.commandId, command);
    this.#lay(command);
  }

  drop(id: CommandId): void {
    this.overlay.drop(id);
    this.waiting.delete(id);
    this.again();
  }

  /** Takes in the entries from here on. */
  hear(from: number): void {
    this.overlay.beneath(() => {
      for (const entry of this.#world.entries.slice(from)) {
        apply(this.tables, entry.changes, entry.seq);
        this.overlay.drop(entry.commandId);
        this.waiting.delete(entry.commandId);
      }
    });
    this.tables.settle();
    this.again();
  }

  again(): void {
    for (const command of this.waiting.values()) {
      if (!this.overlay.lies(command.commandId)) this.#lay(command);
    }
  }

  /** What shows when no layer is kept. */
  fromNothing(): string {
    this.overlay.clear();
    this.again();
    return textOf(this.tables);
  }

  #lay(command: Command): Refusal | null {
    this.decided += 1;
    return this.overlay.lay(command.commandId, () => {
      const context = this.#world.context(command.commandId, {
        actor: idFor('ann'),
        now: command.issuedAt,
        via: 'socket',
        authoritative: false,
      });
      const changes = decide(this.tables, command, context);
      if (isRefusal(changes)) return changes;
      apply(this.tables, changes, null);
      return null;
    });
  }
}

it('REPL-13 what is shown is what deciding all that waits again would show', () => {
  const step = fc.record({
    what: fc.constantFrom('own', 'own', 'foreign', 'commit', 'drop'),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = peopled(new World());
      const [desk, plain] = [new Desk(world), new Desk(world)];
      const audit = new IndexAudit();
      for (const { what, seed } of steps) {
        const from = world.entries.length;
        const own = new Chance(seed).pick([...desk.waiting.values()]);
        const fresh = wish(world, seed).command;
        for (const one of [desk, plain]) {
          if (what === 'own') one.wait(fresh);
          if (what === 'drop' && own !== undefined) one.drop(own.commandId);
        }
        if (what === 'commit' && own !== undefined) world.commit(own);
        if (what === 'foreign') world.commit(fresh);
        for (const one of [desk, plain]) one.hear(from);
        expect(audit.problems(desk.tables)).toEqual([]);
        expect(textOf(desk.tables)).toBe(plain.fromNothing());
      }
      expect(desk.decided).toBeLessThanOrEqual(plain.decided);
      for (const id of desk.waiting.keys()) desk.drop(id);
      expect(textOf(desk.tables)).toBe(textOf(new Desk(world).tables));
    }),
    { numRuns: 200, seed: 13 },
  );
});

it('REPL-14 only what an entry could change is decided again', () => {
  const world = peopled(new World());
  const desk = new Desk(world);
  const [task, bug] = [world.id<'workItem'>('task'), world.id<'workItem'>('bug')];
  desk.wait(world.command('workItem.edit', { id: task, title: 'Mine' }));
  desk.wait(world.command('workItem.edit', { id: bug, title: 'Mine, too' }));
  desk.wait(world.command('workItem.edit', { id: bug, points: 3 }));
  desk.decided = 0;
  const from = world.entries.length;
  world.must('workItem.edit', { id: task, priority: 'high' });
  desk.hear(from);
  expect(desk.decided).toBe(1);
  expect(desk.tables.get('workItem', task)).toMatchObject({ title: 'Mine', priority: 'high' });
  world.must('workItem.edit', { id: bug, priority: 'low' });
  desk.hear(from + 1);
  expect(desk.decided).toBe(3);
  expect(desk.tables.get('workItem', bug)).toMatchObject({ points: 3, priority: 'low' });
});

it('REPL-9 a rule that fails inside leaves nothing behind', () => {
  const world = peopled(new World());
  const desk = new Desk(world);
  const before = textOf(desk.tables);
  const id = world.chance.id<'command'>();
  const failing = () => {
    desk.tables.set('workItem', world.id('task'), undefined);
    throw new Error('a bug');
  };
  expect(() => desk.overlay.lay(id, failing)).toThrow('a bug');
  expect(textOf(desk.tables)).toBe(before);
  expect(desk.overlay.lies(id)).toBe(false);
});
