import { describe, expect, it } from 'vitest';

import { idFor } from '../testing/chance.ts';
import { item, file, plan, planned, run } from '../testing/exported.ts';
import { World } from '../testing/world.ts';
import { readChoices } from './choices.ts';

describe('choosing whose work it was', () => {
  it('PLAN-21 makes a new person of each author, or takes who was chosen for them', () => {
    const json = file([item('A', { updated_by: idFor('someone'), assignee_id: idFor('someone') })]);
    const world = new World();
    const made = planned(world, json);
    expect(made.authors).toMatchObject([
      { id: '8357', rows: 2, name: 'Imported user 8357', here: null },
      { id: idFor('someone'), rows: 1, here: null },
    ]);
    run(world, made);
    const { createdBy, updatedBy, assignee, reporter } = world.item('A');
    expect([updatedBy, assignee]).toEqual([idFor('someone'), idFor('someone')]);
    expect(reporter).toBe(createdBy);
    expect(world.tables.get('user', createdBy)).toMatchObject({
      name: 'Imported user 8357',
      handle: 'imported-8357',
      status: 'deactivated',
    });
    expect(planned(world, json).authors.map(({ here }) => here)).toEqual([createdBy, updatedBy]);
    const nobody = new World();
    run(nobody, planned(nobody, json, { people: { '8357': nobody.id('ann') } }));
    expect(planned(nobody, json).commands).toEqual([]);

    const other = new World();
    run(other, planned(other, json, { people: { '8357': other.id('ann') } }));
    expect(other.item('A')).toMatchObject({ createdBy: other.id('ann'), updatedBy });
    expect(other.tables.count('user')).toBe(2);
  });

  it('PLAN-22 refuses a choice that names nobody who is active here', () => {
    const world = new World();
    world.person('zoe', { status: 'deactivated' });
    for (const nobody of ['zoe', 'nobody']) {
      const choices = { people: { '8357': world.id<'user'>(nobody) } };
      expect(plan(world, file([]), choices)).toMatchObject({ field: 'people.8357' });
    }
  });

  it('PLAN-26 choices must be of their shape', () => {
    expect(readChoices({ repair: true, people: {} })).toEqual({ repair: true, people: {} });
    for (const wrong of [null, {}, { repair: 1, people: {} }, { repair: true, people: { a: 'b' } }])
      expect(readChoices(wrong)).toMatchObject({ code: 'INVALID' });
  });
});
