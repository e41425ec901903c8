import { describe, expect, it } from 'vitest';

import { World } from '../testing/world.ts';
import { historyOf } from './history.ts';

const MINUTE = 60_000;

function written(
  ...edits: readonly (readonly [who: string, minute: number, text: string])[]
): World {
  const world = new World();
  const begin = world.now;
  for (const who of ['ann', 'ben']) if (who !== 'ann') world.person(who);
  world.add('A');
  for (const [rev, [who, minute, text]] of edits.entries()) {
    world.as(who).now = begin + minute * MINUTE;
    const length = world.text('A')?.text.length ?? 0;
    const patch = [[length, 0, text]] as const;
    world.must('document.edit', { id: world.id('A'), base: { rev }, patch });
  }
  return world;
}

const told = (world: World) => {
  const { steps, known } = historyOf(world.tables, world.text('A')!);
  const names = new Map(['ann', 'ben'].map((name) => [world.id(name) as string, name]));
  return [
    ...steps.map(
      (one) => `${names.get(one.author)} ${one.from}-${one.to} ${one.before}|${one.after}`,
    ),
    known,
  ];
};

describe('the history of a text', () => {
  it('HISTORY-1 has the newest step first, each with the text before and after it', () => {
    expect(told(written(['ann', 1, 'a'], ['ben', 2, 'b'], ['ann', 3, 'c']))).toEqual([
      'ann 3-3 ab|abc',
      'ben 2-2 a|ab',
      'ann 1-1 |a',
      0,
    ]);
  });

  it('HISTORY-2 shows what one person wrote within ten minutes as one step', () => {
    const world = written(['ann', 1, 'a'], ['ann', 6, 'b'], ['ann', 11, 'c'], ['ann', 16, 'd']);
    expect(told(world)).toEqual(['ann 2-4 a|abcd', 'ann 1-1 |a', 0]);
    const steps = told(written(['ann', 1, 'a'], ['ben', 2, 'b'], ['ann', 3, 'c'], ['ann', 4, 'd']));
    expect(steps[0]).toBe('ann 3-4 ab|abcd');
  });

  it('HISTORY-3 goes back as far as the revisions are here, and leaves out what changed nothing', () => {
    const world = written(['ann', 1, 'a'], ['ben', 2, 'b'], ['ann', 3, 'c']);
    world
      .as('ben')
      .must('document.edit', { id: world.id('A'), base: { rev: 2 }, patch: [[2, 0, 'c']] });
    expect(told(world)[0]).toBe('ann 3-3 ab|abc');
    const gone = world.tables.first('revision', 'byRev', `${world.id('A')} 2`)!;
    world.write((tables) => tables.set('revision', gone.id, undefined));
    expect(told(world)).toEqual(['ann 3-3 ab|abc', 2]);
  });
});
