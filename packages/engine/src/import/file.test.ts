import { describe, expect, it } from 'vitest';

import { refuse } from '../refusal.ts';
import { idFor } from '../testing/chance.ts';
import { project, item, file, plan, planned } from '../testing/exported.ts';
import { World } from '../testing/world.ts';

describe('reading the file of an export', () => {
  const reads = (json: unknown) => plan(new World(), json);

  it('PLAN-2 refuses what is no such file, with the place of the first thing that is wrong', () => {
    for (const [json, field] of [
      [null, 'the file'],
      ['{}', 'the file'],
      [[], 'the file'],
      [{}, 'schema_version'],
      [file([], { schema_version: 2 }), 'schema_version'],
      [file([], { projects: [] }), 'projects'],
      [file([item('A'), item('B', { parent_id: 'x' })]), 'work_items[1].parent_id'],
      [file([item('A', { title: 7 })]), 'work_items[0].title'],
      [file([item('A', { created_at: -1 })]), 'work_items[0].created_at'],
      [file([item('A', { item_number: 1.5 })]), 'work_items[0].item_number'],
      [file([], { projects: [project({ key: 'not a key' })] }), 'the key “not a key”'],
    ] as const) {
      expect(reads(json)).toMatchObject({ code: 'INVALID', field });
    }
  });

  it('PLAN-3 refuses a file in which an id or a key stands twice', () => {
    expect(reads(file([item('A'), item('A')]))).toMatchObject({
      code: 'INVALID',
      field: idFor('A'),
    });
    const two = [project(), project({ id: idFor('other'), key: ' pone' })];
    expect(reads(file([], { projects: two }))).toMatchObject({ code: 'INVALID', field: 'PONE' });
  });

  it('PLAN-4 refuses a file whose key another project has here', () => {
    const web = file([], { projects: [project({ key: 'web' })] });
    expect(reads(web)).toEqual(refuse('EXISTS', { field: 'key WEB' }));
  });

  it('PLAN-5 takes ids in capitals, leaves out what it does not know', () => {
    const json = file([item('A', { id: idFor('A').toUpperCase(), zzz: 1 })], { zzz: [] });
    expect(planned(new World(), json).commands.map(({ kind }) => kind)).toEqual([
      'user.import',
      'project.import',
      'workItem.import',
    ]);
  });
});
