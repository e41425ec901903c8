/** The export of another board, made by hand: its rows with words of the test, and what comes of it. */
import type { Report } from '../entity/job.ts';
import type { ImportChoices } from '../import/choices.ts';
import type { ImportPlan } from '../import/plan.ts';
import { coldRowsOf, planImport } from '../import/plan.ts';
import { coldKey } from '../import/sheet.ts';
import { isRefusal } from '../refusal.ts';
import { idFor } from './chance.ts';
import { World } from './world.ts';

export const SECONDS = 1_700_000_000;

/** An exported project PONE; `words` say what is different. */
export const project = (words: object = {}) => ({
  id: idFor('PONE'),
  key: 'PONE',
  title: 'Project one',
  description: 'About *it*.',
  status: 'active',
  next_work_item_number: 10,
  created_at: SECONDS,
  updated_at: SECONDS + 0.25,
  created_by: '8357',
  ...words,
});

let position = 0;

/** An exported item of PONE. */
export const item = (name: string, words: object = {}) => ({
  id: idFor(name),
  project_id: idFor('PONE'),
  parent_id: null,
  item_type: 'task',
  title: name,
  description: null,
  status: 'todo',
  priority: 'medium',
  story_points: null,
  assignee_id: null,
  sprint_id: null,
  position: (position += 1),
  item_number: null,
  created_at: SECONDS,
  updated_at: SECONDS,
  created_by: '8357',
  updated_by: null,
  ...words,
});

export const file = (items: readonly object[], words: object = {}) => ({
  schema_version: 1,
  exported_by: 'pm-server',
  projects: [project()],
  work_items: items,
  ...words,
});

export const JOB = idFor<'job'>('J');

/** Plans a file in a world without any choice, or as `words` say; null: as it is offered. */
export function plan(world: World, json: unknown, words: Partial<ImportChoices> | null = {}) {
  const { tables, now, actor: me } = world;
  const cold = new Map(
    coldRowsOf(json).flatMap((key) => {
      const row = tables.get(key.table, key.id as never);
      return row === undefined ? [] : [[coldKey(key), row] as const];
    }),
  );
  const choices = words === null ? null : { repair: false, people: {}, ...words };
  return planImport({ tables, cold, job: JOB, me, now, choices }, json);
}

export function planned(
  world: World,
  json: unknown,
  words: Partial<ImportChoices> | null = {},
): ImportPlan {
  const made = plan(world, json, words);
  if (isRefusal(made)) throw new Error(JSON.stringify(made));
  return made;
}

/** Commits a plan, or its first commands; throws when one is refused. */
export function run(world: World, made: ImportPlan, most = Infinity): World {
  for (const command of made.commands.slice(0, most)) {
    const answer = world.commit(command, { via: 'import' });
    if (isRefusal(answer)) throw new Error(`${command.kind}: ${JSON.stringify(answer)}`);
  }
  return world;
}

export const imported = (items: readonly object[], words: object = {}): [World, Report] => {
  const world = new World();
  const made = planned(world, file(items, words));
  return [run(world, made), made.report];
};

export const says = (report: Report): string[] =>
  report.lines.map(({ at, says: what }) => `${at}: ${what}`);
