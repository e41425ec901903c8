import { describe, expect, it } from 'vitest';

import type { CommandKind } from '../command.ts';
import { commands, declarationOf } from '../command.ts';
import type { Fields } from '../field.ts';
import { check } from '../field.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { isRefusal } from '../refusal.ts';
import { rowsOf } from '../testing/audit.ts';
import { sampleArgs, sampleWorld, viaOf } from '../testing/samples.ts';
import type { AnyRow } from './entity.ts';
import { audienceOf, entities, entityOf } from './list.ts';
import type { TableName } from './names.ts';
import { TABLE_NAMES } from './names.ts';

const kinds = Object.keys(commands) as CommandKind[];
const BASE = {
  id: 1,
  version: 2,
  seq: 3,
  createdAt: 4,
  createdBy: 5,
  updatedAt: 6,
  updatedBy: 7,
  deletedAt: 8,
  deletedBy: 9,
};

const numbersOf = (fields: Fields): number[] => Object.values(fields).map((field) => field.no);

describe('declarations', () => {
  it.each(TABLE_NAMES)(
    'ROW-1 a row has the base fields 1 to 9 and its own from 10: %s',
    (table) => {
      const fields = Object.entries(entityOf(table).fields);
      const numbers = Object.fromEntries(fields.map(([name, field]) => [name, field.no]));
      expect(numbers).toMatchObject(BASE);
      const own = fields.filter(([name]) => !(name in BASE)).map(([, field]) => field.no);
      expect(Math.min(...own)).toBeGreaterThanOrEqual(10);
    },
  );

  it('ROW-2 field numbers are unique in their shape, and from 1', () => {
    const shapes = [
      ...TABLE_NAMES.map((table): Fields => entityOf(table).fields),
      ...kinds.map((kind) => declarationOf(kind).args),
    ];
    for (const shape of shapes) {
      const numbers = numbersOf(shape);
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const no of numbers) expect(Number.isInteger(no) && no >= 1).toBe(true);
    }
  });

  it('ROW-3 tables and commands have numbers of their own, never used twice', () => {
    expect(TABLE_NAMES.map((table) => `${entityOf(table).no} ${table}`)).toEqual([
      '1 workspace',
      '2 user',
      '3 project',
      '4 member',
      '5 state',
      '11 label',
      '6 workItem',
      '14 alias',
      '16 itemStats',
      '13 dependency',
      '12 comment',
      '15 attachment',
      '7 document',
      '8 revision',
      '9 job',
      '10 activity',
    ]);
    expect(kinds.map((kind) => `${declarationOf(kind).no} ${kind}`)).toEqual([
      '1 workspace.found',
      '2 workspace.edit',
      '110 workspace.load',
      '3 user.edit',
      '100 user.import',
      '10 project.create',
      '11 project.edit',
      '12 project.archive',
      '13 project.unarchive',
      '14 project.import',
      '120 member.add',
      '121 member.edit',
      '122 member.remove',
      '20 state.create',
      '21 state.edit',
      '22 state.move',
      '23 state.delete',
      '24 state.restore',
      '60 label.create',
      '61 label.edit',
      '62 label.delete',
      '63 label.restore',
      '30 workItem.create',
      '31 workItem.edit',
      '38 workItem.editMany',
      '37 workItem.label',
      '32 workItem.move',
      '33 workItem.reparent',
      '34 workItem.delete',
      '35 workItem.restore',
      '90 workItem.purge',
      '91 workItem.transfer',
      '39 workItem.duplicate',
      '36 workItem.import',
      '101 workItem.reimport',
      '92 rows.revert',
      '40 document.edit',
      '102 document.import',
      '53 comment.create',
      '54 comment.delete',
      '55 comment.restore',
      '56 comment.resolve',
      '57 comment.unresolve',
      '58 comment.import',
      '80 attachment.add',
      '81 attachment.remove',
      '82 attachment.restore',
      '70 dependency.add',
      '71 dependency.remove',
      '72 dependency.import',
      '50 job.start',
      '51 job.progress',
      '52 job.finish',
    ]);
  });

  it('ROW-4 tables and commands are listed under their own names', () => {
    for (const table of TABLE_NAMES) expect(entities[table].name).toBe(table);
    for (const kind of kinds) expect(declarationOf(kind).kind).toBe(kind);
    expect(Object.keys(entities)).toEqual([...TABLE_NAMES]);
  });

  it('ROW-5 says which rows are in memory everywhere and which are read when needed', () => {
    const hot = TABLE_NAMES.filter((table) => entityOf(table).hot);
    expect(hot).toEqual([
      'workspace',
      'user',
      'project',
      'member',
      'state',
      'label',
      'workItem',
      'alias',
      'itemStats',
      'dependency',
      'job',
    ]);
  });
});

describe('rows', () => {
  const world = sampleWorld();

  /** The rows that every kind leaves behind: each in a world of its own, as they exclude each other. */
  const all = new Map<string, AnyRow>();
  for (const kind of kinds) {
    if (kind === 'workspace.found') continue;
    const other = sampleWorld();
    other.must(kind, sampleArgs[kind](other) as never, { via: viaOf(kind) });
    for (const [key, row] of rowsOf(other.tables)) all.set(`${kind} ${key}`, row);
  }

  it.each(TABLE_NAMES)(
    'ROW-6 are what their declaration says, whichever command made them: %s',
    (table) => {
      let seen = 0;
      for (const [key, row] of all) {
        if (key.split(' ')[1] !== table) continue;
        seen += 1;
        const fields = entityOf(table).fields as Fields;
        const checked = check(fields, row, DEFAULT_LIMITS);
        expect(isRefusal(checked) ? checked : row).toEqual(row);
        expect(Object.keys(row).sort()).toEqual(Object.keys(fields).sort());
      }
      const told = world.activity.filter(() => table === 'activity');
      for (const row of told) {
        expect(check(entityOf('activity').fields as Fields, row, DEFAULT_LIMITS)).toEqual(row);
      }
      expect(seen + told.length).toBeGreaterThan(0);
    },
  );

  it('ROW-7 have one audience: the workspace, a project, or a person', () => {
    const audience = <T extends TableName>(table: T, name: string): string =>
      audienceOf(table, world.tables.get(table, world.id(name)) as never);
    const web = `project:${world.project.id}`;
    expect(audience('workspace', 'workspace')).toBe('workspace');
    expect(audience('user', 'ann')).toBe('workspace');
    expect(audience('project', 'WEB')).toBe(web);
    expect(audience('workItem', 'A')).toBe(web);
    expect(audience('document', 'A')).toBe(web);
    expect(audience('job', 'J')).toBe(`user:${world.id('ann')}`);
    expect(audienceOf('state', world.state('Done'))).toBe(web);
    for (const table of ['member', 'revision'] as const) {
      for (const row of world.tables.all(table)) {
        expect(audienceOf(table, row as never)).toBe(`project:${row.project}`);
      }
    }
    for (const row of world.activity) {
      const own = row.project === null ? 'workspace' : `project:${row.project}`;
      expect(audienceOf('activity', row)).toBe(own);
    }
  });
});
