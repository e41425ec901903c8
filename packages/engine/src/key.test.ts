import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { project } from './entity/project.ts';
import { itemByKey, numberHolder, keyOf, suggestKey } from './key.ts';
import { World } from './testing/world.ts';

describe('keys', () => {
  it('KEY-1 are the project and the number; a dot until the number is given', () => {
    const world = new World();
    expect(keyOf(world.tables, world.add('A'))).toBe('WEB-1');
    world.circumstances = { ...world.circumstances, authoritative: false };
    expect(keyOf(world.tables, world.add('B'))).toBe('WEB-•');
    expect(keyOf(world.tables, { project: world.id('gone'), number: 3 })).toBe('?-3');
  });

  it('KEY-2 find their item in any case of letters, in the trash too', () => {
    const world = new World();
    world.add('A');
    world.must('workItem.delete', { id: world.id('A') });
    for (const key of ['WEB-1', 'web-1', 'Web-1']) {
      expect(itemByKey(world.tables, key)).toBe(world.item('A'));
    }
  });

  it('KEY-6 finds an item by the keys that it had in other projects', () => {
    const world = new World();
    world.must('project.create', { id: world.id('LAB'), key: 'LAB', title: 'Laboratory' });
    world.add('A');
    world.must('workItem.transfer', { id: world.id('A'), project: world.id('LAB') });
    expect(itemByKey(world.tables, 'web-1')).toBe(world.item('A'));
    expect(itemByKey(world.tables, 'LAB-1')).toBe(world.item('A'));
    const kept = { id: world.id<'project'>('WEB'), key: 'NEW' };
    expect(world.do('project.edit', kept)).toMatchObject({ code: 'INVALID', field: 'key' });
  });

  it('KEY-7 a key of an item that was deleted for good finds nothing', () => {
    const world = new World();
    world.add('A');
    world.must('workItem.delete', { id: world.id('A') });
    world.must('workItem.purge', { id: world.id('A') });
    expect(itemByKey(world.tables, 'WEB-1')).toBeUndefined();
    expect(numberHolder(world.tables, world.project.id, 1)).toBe(world.id('A'));
    expect(numberHolder(world.tables, world.project.id, 2)).toBeUndefined();
    expect(numberHolder(world.tables, world.project.id, null)).toBeUndefined();
  });

  it('KEY-3 find nothing where there is nothing, and in nothing that only looks like a key', () => {
    const world = new World();
    world.must('project.create', { id: world.id('SS'), key: 'SS', title: 'Sharp' });
    world.must('workItem.create', {
      id: world.id('A'),
      project: world.id('SS'),
      type: 'task',
      title: 'A',
    });
    expect(itemByKey(world.tables, 'ss-1')).toBe(world.item('A'));
    for (const key of [
      'SS-2',
      'SX-1',
      'ß-1',
      'ſs-1',
      'SS-01',
      'SS-0',
      'SS-•',
      'SS-1 ',
      'SS1',
      'S-1',
      'SS-١',
      'SS-99999999999',
      '',
    ]) {
      expect(itemByKey(world.tables, key)).toBeUndefined();
    }
  });

  it('KEY-4 are suggested from a title: initials of many words, else the first letters', () => {
    const suggest = (title: string): string => suggestKey(title, () => false);
    expect(suggest('Web shop')).toBe('WEBS');
    expect(suggest('Point of sale')).toBe('POS');
    expect(suggest('Käse & Brot')).toBe('KASE');
    expect(suggest('2026 plan')).toBe('PLAN');
    expect(suggest('X')).toBe('XPM');
    expect(suggest('面包店')).toBe('PM');
  });

  it('KEY-5 are suggested valid and free, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(30), (title, taken) => {
        const seen: string[] = [];
        const key = suggestKey(title, (one) => seen.push(one) <= taken);
        expect(project.fields.key.rule.safeParse(key).success).toBe(true);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});
