/**
 * What must hold whatever people do: hundreds of little histories by chance, each step compared
 * with the dumb way to know the same. A failing history prints the seeds of its wishes.
 */
import type { CommandKind } from './command.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { apply } from './apply.ts';
import type { Change } from './change.ts';
import { decide } from './decide.ts';
import type { AnyRow } from './entity/entity.ts';
import { entityOf } from './entity/list.ts';
import { LEVEL } from './entity/work-item.ts';
import { applyPatch } from './lib/text-patch.ts';
import { BoardView } from './query/board.ts';
import type { Card } from './query/card.ts';
import { ItemView } from './query/item.ts';
import { TrashView } from './query/trash.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, sentenceOf } from './refusal.ts';
import { Tables } from './tables.ts';
import { IndexAudit, frozen, rowsOf, textOf } from './testing/audit.ts';
import {
  naiveBelow,
  naiveBoard,
  naiveLive,
  naiveProgress,
  naiveTrash,
  shown,
} from './testing/naive.ts';
import { peopled, wish } from './testing/wishes.ts';
import { World } from './testing/world.ts';

const seeds = fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 50, size: 'max' });

/** Lets people wish in a world, one seed a wish; `between` is called after each answer. */
function history(
  wishes: readonly number[],
  between: (world: World, answer: readonly Change[] | Refusal) => void,
): World {
  const world = peopled(new World());
  for (const seed of wishes) {
    const { command, actor } = wish(world, seed);
    between(world, world.commit(command, { actor }));
  }
  return world;
}

/** Decides a wish and applies it as a device does while it waits for the verdict. */
function pend(world: World, seed: number): void {
  const { command, actor } = wish(world, seed);
  const context = world.context(command.commandId, { actor, authoritative: false });
  const answer = decide(world.tables, command, context);
  if (!isRefusal(answer)) apply(world.tables, answer, null);
}

/** Kinds that are no edit by a person: a newer file may tell the same row again. */
const TOLD_BY_FILES: ReadonlySet<CommandKind> = new Set(['workItem.reimport', 'document.import']);

describe('laws', () => {
  it('LAW-1 decide is pure: nothing it is given changes, and asked again it says the same', () => {
    fc.assert(
      fc.property(seeds, (wishes) => {
        const world = peopled(new World());
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          const context = frozen(world.context(command.commandId, { actor }));
          frozen(command);
          for (const row of rowsOf(world.tables).values()) frozen(row);
          const before = rowsOf(world.tables);
          const mark = world.tables.mark();
          const once = decide(world.tables, command, context);
          expect(decide(world.tables, command, context)).toEqual(once);
          expect(world.tables.mark()).toBe(mark);
          for (const [key, row] of rowsOf(world.tables)) expect(before.get(key)).toBe(row);
          world.commit(command, { actor });
        }
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('LAW-2 undo restores bit for bit: the same objects, the same indexes, nothing to tell', () => {
    fc.assert(
      fc.property(seeds, seeds, (settled, pending) => {
        const world = history(settled, () => undefined);
        const audit = new IndexAudit();
        const before = rowsOf(world.tables);
        const text = textOf(world.tables);
        const marks: number[] = [];
        for (const seed of pending) {
          marks.push(world.tables.mark());
          pend(world, seed);
          expect(audit.problems(world.tables)).toEqual([]);
        }
        for (const mark of marks.toReversed()) {
          world.tables.undo(mark);
          expect(audit.problems(world.tables)).toEqual([]);
        }
        const after = rowsOf(world.tables);
        expect(after.size).toBe(before.size);
        for (const [key, row] of after) expect(before.get(key)).toBe(row);
        expect(textOf(world.tables)).toBe(text);
        expect(world.tables.flush()).toEqual([]);
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  it('LAW-3 indexes equal ones that are built anew, after every command', () => {
    fc.assert(
      fc.property(seeds, (wishes) => {
        const audit = new IndexAudit();
        history(wishes, (world) => expect(audit.problems(world.tables)).toEqual([]));
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it('LAW-4 a board that follows shows what the dumb way shows, and keeps what it can', () => {
    fc.assert(
      fc.property(seeds, (wishes) => {
        const world = peopled(new World());
        const view = new BoardView(world.tables, world.project.id);
        for (const seed of wishes) {
          const before = new Map(cardsOf(view).map((card) => [card.item.id, card]));
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
          expect(boardOf(view)).toEqual(naiveBoard(world.tables, world.project.id));
          for (const card of cardsOf(view)) {
            const old = before.get(card.item.id);
            const same = old?.item === card.item && isSame(shown(old), shown(card));
            if (same) expect(card).toBe(old);
          }
        }
      }),
      { seed: 4, numRuns: 80 },
    );
  });

  it('LAW-5 so it does over pending commands that are undone, decided again, and confirmed', () => {
    fc.assert(
      fc.property(seeds, seeds, (settled, pending) => {
        const world = history(settled, () => undefined);
        const view = new BoardView(world.tables, world.project.id);
        const mark = world.tables.mark();
        for (const seed of pending) {
          pend(world, seed);
          world.tables.flush();
          expect(boardOf(view)).toEqual(naiveBoard(world.tables, world.project.id));
        }
        world.tables.undo(mark);
        for (const seed of pending.slice(1)) pend(world, seed);
        world.tables.flush();
        expect(boardOf(view)).toEqual(naiveBoard(world.tables, world.project.id));
        world.tables.undo(mark);
        world.tables.flush();
        expect(boardOf(view)).toEqual(naiveBoard(world.tables, world.project.id));
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('LAW-6 the panels of items and the trash show what the dumb way shows', () => {
    fc.assert(
      fc.property(seeds, seeds, (settled, wishes) => {
        const world = history(settled, () => undefined);
        const { tables } = world;
        const trash = new TrashView(tables, world.project.id);
        const panels = [...tables.all('workItem')].map(
          ({ id }) => [id, new ItemView(tables, id)] as const,
        );
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
          expect(trash.read()).toEqual(naiveTrash(tables, world.project.id));
          for (const [id, panel] of panels) {
            const detail = panel.read();
            expect(detail === null).toBe(tables.get('workItem', id) === undefined);
            if (detail === null) continue; // purged
            expect(detail).toEqual(new ItemView(tables, detail.item.id).read());
            expect(detail.live).toBe(naiveLive(tables, detail.item));
            expect(detail.progress).toEqual(naiveProgress(tables, detail.item));
            const below = naiveBelow(tables, detail.item).filter(
              (one) => one.parent === detail.item.id,
            );
            expect(new Set(detail.children.map((child) => child.item))).toEqual(new Set(below));
          }
        }
      }),
      { seed: 6, numRuns: 15 },
    );
  });

  it('LAW-7 the entries, applied to nothing, give the same rows as are there', () => {
    fc.assert(
      fc.property(seeds, (wishes) => {
        const world = peopled(new World());
        const people = rowsOf(world.tables);
        for (const seed of wishes) {
          const { command, actor } = wish(world, seed);
          world.commit(command, { actor });
        }
        const replica = new Tables();
        for (const entry of world.entries) apply(replica, entry.changes, entry.seq);
        for (const table of ['user', 'member'] as const) {
          for (const [key, row] of people) {
            if (!key.startsWith(`${table} `) || replica.get(table, row.id as never)) continue;
            const now = world.tables.get(table, row.id as never);
            replica.set(table, row.id as never, now as never);
          }
        }
        expect(textOf(replica)).toBe(textOf(world.tables));
        for (const entry of world.entries.slice(-3)) apply(replica, entry.changes, entry.seq);
        expect(textOf(replica)).toBe(textOf(world.tables));
        const snapshot = new Tables();
        const rows = [...rowsOf(world.tables)].map(([key, row]) => ({
          table: key.split(' ')[0],
          row,
        }));
        snapshot.replace(rows as never);
        expect(textOf(snapshot)).toBe(textOf(world.tables));
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it('LAW-8 an entry raises the version of a row by one or not at all, and then says who and when', () => {
    fc.assert(
      fc.property(seeds, (wishes) => {
        const world = peopled(new World());
        for (const seed of wishes) {
          const before = rowsOf(world.tables);
          const { command, actor } = wish(world, seed);
          const at = world.now;
          const answer = world.commit(command, { actor });
          if (isRefusal(answer)) continue;
          for (const [key, row] of rowsOf(world.tables)) {
            const old = before.get(key);
            if (old === undefined || old === row) continue;
            const edited =
              !TOLD_BY_FILES.has(command.kind) &&
              fieldsOf(old, row).some((name) => !isQuiet(key, name));
            expect(row.version - old.version).toBe(edited ? 1 : 0);
            if (edited) expect([row.updatedAt, row.updatedBy]).toEqual([at, actor]);
            expect(row.seq).toBe(world.entries.length);
          }
        }
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it('LAW-9 rows fit together: levels, projects, numbers, texts', () => {
    fc.assert(
      fc.property(seeds, (wishes) => {
        const { tables } = history(wishes, () => undefined);
        const numbers = new Set<string>();
        for (const item of tables.all('workItem')) {
          const parent = tables.get('workItem', item.parent);
          const state = tables.get('state', item.state);
          const project = tables.get('project', item.project)!;
          if (item.parent !== null) expect(parent?.project).toBe(item.project);
          if (parent !== undefined) expect(LEVEL[parent.type]).toBeLessThan(LEVEL[item.type]);
          expect(state?.project).toBe(item.project);
          expect(numbers.has(`${item.project} ${item.number}`)).toBe(false);
          numbers.add(`${item.project} ${item.number}`);
          expect(item.number ?? 0).toBeLessThan(project.nextNumber);
          expect((item.startDate ?? '') <= (item.dueDate ?? '9999')).toBe(true);
        }
        for (const { project, number } of tables.all('alias')) {
          expect(numbers.has(`${project} ${number}`)).toBe(false);
          numbers.add(`${project} ${number}`);
        }
        const keys = [...tables.all('project')].map((project) => project.key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const document of tables.all('document')) {
          const revisions = [...tables.list('revision', 'byDocument', document.id)];
          const inOrder = revisions.toSorted((a, b) => a.rev - b.rev);
          expect(inOrder.map(({ rev }) => rev)).toEqual(inOrder.map((_, i) => i + 1));
          const text = inOrder.reduce((base, { patch }) => applyPatch(base, patch) ?? 'unfit', '');
          expect([document.text, document.rev]).toEqual([text, inOrder.length]);
        }
      }),
      { seed: 9, numRuns: 100 },
    );
  });

  it('LAW-10 every answer is changes or a refusal with a whole sentence; most codes come up', () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(seeds, (wishes) => {
        history(wishes, (_, answer) => {
          const code = isRefusal(answer) ? answer.code : 'done';
          met.set(code, (met.get(code) ?? 0) + 1);
          if (isRefusal(answer))
            expect(sentenceOf(answer)).not.toMatch(/[{}]|undefined|object|[a-z][A-Z]/);
        });
      }),
      { seed: 10, numRuns: 100 },
    );
    const often = [
      'ARCHIVED',
      'CYCLE',
      'DELETED',
      'EXISTS',
      'FORBIDDEN',
      'HAS_CHILDREN',
      'HIERARCHY',
      'INVALID',
      'NOT_FOUND',
      'done',
    ];
    expect([...met.keys()]).toEqual(expect.arrayContaining(often));
    const all = [...met.values()].reduce((sum, count) => sum + count, 0);
    expect((met.get('done') ?? 0) / all).toBeGreaterThan(0.4);
  });
});

function cardsOf(view: BoardView): Card[] {
  return view.read().columns.flatMap(({ cards }) => [...cards]);
}

function boardOf(view: BoardView): unknown {
  return view.read().columns.map(({ state, cards }) => ({ state, cards: cards.map(shown) }));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const STAMPS = new Set(['version', 'seq', 'updatedAt', 'updatedBy']);

/** The fields that are different between two rows, the stamps aside. */
function fieldsOf(before: AnyRow, after: AnyRow): string[] {
  const names = Object.keys(after).filter((name) => !STAMPS.has(name));
  return names.filter((name) => !isSame(before[name], after[name]));
}

function isQuiet(key: string, name: string): boolean {
  return entityOf(key.split(' ')[0] as never).fields[name as 'seq']?.quiet ?? false;
}
