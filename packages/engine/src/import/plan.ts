/**
 * The plan of an import: which commands bring a file's rows over, and what there is to say about
 * the rest. Pure: nothing is changed by making a plan, so the plan is the dry run. The same file
 * again gives a plan without commands; a file whose import was cut off gives the rest.
 *
 *   file.ts      what must be in the file          choices.ts  what a person decides
 *   people.ts    whose work it is                  texts.ts    texts as they can be kept
 *   projects.ts, items.ts, conversations.ts        the commands, part by part
 *   sheet.ts     what has been written down so far
 */
import type { Command } from '../command.ts';
import type { RowKey } from '../command/declare.ts';
import type { Report } from '../entity/job.ts';
import { idOf } from '../lib/id.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { planComments, planDependencies } from './conversations.ts';
import type { ImportChoices } from './choices.ts';
import type { ExportFile } from './file.ts';
import { readExport } from './file.ts';
import { ItemPlanner } from './items.ts';
import type { Author } from './people.ts';
import { authorsOf, People, wrongPeople } from './people.ts';
import { planProjects } from './projects.ts';
import type { ImportGround } from './sheet.ts';
import { Sheet } from './sheet.ts';
import type { Damage } from './texts.ts';
import { damageOf, Texts } from './texts.ts';

export interface ImportPlan {
  /** In the order in which they must be committed: people first, parents before children. */
  readonly commands: readonly Command[];
  /** What the report says when all of them are committed. */
  readonly report: Report;
  /** Whose work stands in the file. */
  readonly authors: readonly Author[];
  readonly damage: Damage;
  /** The choices by which it was planned. */
  readonly choices: ImportChoices;
}

/** Without choices those hold that are offered: damage is repaired where it is known for certain. */
export type PlanGround = Omit<ImportGround, 'choices'> & { readonly choices: ImportChoices | null };

/**
 * Plans the import of parsed JSON. Refuses INVALID a file that is no such export and choices that
 * name nobody here, EXISTS a key that another project has here.
 */
export function planImport(given: PlanGround, json: unknown): ImportPlan | Refusal {
  const file = readExport(json);
  if (isRefusal(file)) return file;
  const damage = damageOf(file);
  const choices = given.choices ?? { repair: damage.known, people: {} };
  const ground: ImportGround = { ...given, choices };
  const wrong = repetitionIn(file) ?? wrongPeople(ground.tables, choices);
  if (wrong !== null) return wrong;
  const sheet = new Sheet(ground, file);
  const texts = new Texts(sheet);
  const people = new People(sheet);
  const states = planProjects(sheet, texts, people);
  if (isRefusal(states)) return states;
  new ItemPlanner(sheet, texts, people, states).plan();
  planComments(sheet, texts, people);
  planDependencies(sheet);
  tellTheRest(sheet, file);
  return {
    commands: sheet.commands,
    report: sheet.report(),
    authors: authorsOf(ground.tables, file),
    damage,
    choices,
  };
}

/** The cold rows that may be here already: a plan compares the file with them. */
export function coldRowsOf(json: unknown): readonly RowKey[] {
  const file = readExport(json);
  if (isRefusal(file)) return [];
  const comments = (file.comments ?? []).map(({ id }) => id);
  const owners = [...file.work_items.map(({ id }) => id), ...comments];
  return [
    ...comments.map((id) => ({ table: 'comment' as const, id: idOf<'comment'>(id) })),
    ...owners.map((id) => ({ table: 'document' as const, id: idOf<'document'>(id) })),
  ];
}

function repetitionIn(file: ExportFile): Refusal | null {
  const again =
    repeated(file.projects.map(({ id }) => id)) ??
    repeated(file.work_items.map(({ id }) => id)) ??
    repeated((file.comments ?? []).map(({ id }) => id)) ??
    repeated((file.dependencies ?? []).map(({ id }) => id)) ??
    repeated(file.projects.map(({ key }) => key.trim().toUpperCase()));
  return again === null
    ? null
    : refuse('INVALID', { field: again, rule: 'stands in the file twice' });
}

/** What there is no room for here. */
function tellTheRest(sheet: Sheet, { work_items: items, ...file }: ExportFile): void {
  const later = 'not brought over by this version';
  const planned = items.filter((one) => one.sprint_id).length;
  sheet.notDone('sprints', file.sprints?.length ?? 0, later);
  sheet.notDone('places in sprints', planned, later);
  sheet.notDone('swim lanes', file.swim_lanes?.length ?? 0, 'states take their place');
  sheet.notDone('time entries', file.time_entries?.length ?? 0, later);
}

function repeated(ids: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}
