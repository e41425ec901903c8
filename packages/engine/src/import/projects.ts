/** The part of a plan that brings projects over: their rows, and which states their items can have. */
import { keyHolder } from '../command/project.ts';
import { MOST_IMPORTED_NUMBER, project as projectEntity } from '../entity/project.ts';
import type { StateCategory, StateId } from '../entity/state.ts';
import { DEFAULT_STATES } from '../entity/state.ts';
import { derivedId, idOf } from '../lib/id.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { ExportedProject } from './file.ts';
import type { People } from './people.ts';
import type { Sheet } from './sheet.ts';
import type { Texts } from './texts.ts';

/** The state in which items of a category begin, for each project of the file. */
export type StatesOf = ReadonlyMap<string, ReadonlyMap<StateCategory, StateId>>;

/** Plans all projects of the file. Refuses a key that is none, or that another project has here. */
export function planProjects(sheet: Sheet, texts: Texts, people: People): StatesOf | Refusal {
  const states = new Map<string, ReadonlyMap<StateCategory, StateId>>();
  for (const [place, project] of sheet.file.projects.entries()) {
    const here = sheet.tables.get('project', idOf<'project'>(project.id));
    if (here !== undefined) {
      sheet.unchanged('projects');
      states.set(project.id, statesHere(sheet, project));
      continue;
    }
    const key = project.key.trim().toUpperCase();
    const wrong = wrongKey(sheet, project, key);
    if (wrong !== null) return wrong;
    const made = sheet.command('project.import', 'projects', place, {
      id: idOf<'project'>(project.id),
      key,
      title: texts.title(project.title, key),
      nextNumber: nextNumber(sheet, project),
      createdAt: sheet.instant(project.created_at),
      updatedAt: sheet.instant(project.updated_at),
      status: 'active',
      description: texts.body(project.description, key, 'description') ?? '',
      ...people.as('createdBy', project.created_by),
      ...people.as('updatedBy', project.updated_by ?? project.created_by),
    });
    const ids = DEFAULT_STATES.map(
      ({ category }, i) => [category, derivedId<'state'>(made, i)] as const,
    );
    states.set(project.id, new Map(ids));
    texts.come(project.title, project.description);
    sheet.created('projects');
    if (project.status === 'archived') {
      sheet.say(key, 'is archived in the file: it comes as active');
    }
  }
  return states;
}

function wrongKey(sheet: Sheet, project: ExportedProject, key: string): Refusal | null {
  const { rule, says } = projectEntity.fields.key;
  if (!rule.safeParse(key).success) {
    return refuse('INVALID', { field: `the key “${project.key}”`, rule: says });
  }
  const taken = keyHolder(sheet.tables, key) !== undefined;
  return taken ? refuse('EXISTS', { field: `key ${key}` }) : null;
}

function statesHere(sheet: Sheet, project: ExportedProject): ReadonlyMap<StateCategory, StateId> {
  const states = [...sheet.tables.list('state', 'byProject', project.id)].reverse();
  const live = states.filter((state) => state.deletedAt === null);
  return new Map(live.map((state) => [state.category, state.id]));
}

/** Past all numbers of the file, so that an item without one takes none of them. */
function nextNumber(sheet: Sheet, project: ExportedProject): number {
  let next = Math.max(1, project.next_work_item_number ?? 1);
  for (const item of sheet.file.work_items) {
    if (item.project_id === project.id) next = Math.max(next, (item.item_number ?? 0) + 1);
  }
  return Math.min(next, MOST_IMPORTED_NUMBER);
}
