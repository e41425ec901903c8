/** Labels as people see them: those that are live, by name. */
import type { Label } from '../entity/label.ts';
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import type { Tables } from '../tables.ts';

/** The live labels of an item, by name. A deleted one stays on it unseen, until it is restored. */
export function labelsOf(tables: Tables, item: Pick<WorkItem, 'labels'>): readonly Label[] {
  const found: Label[] = [];
  for (const id of item.labels ?? []) {
    const label = tables.get('label', id);
    if (label !== undefined && label.deletedAt === null) found.push(label);
  }
  return found.length > 1 ? found.sort(byName) : found;
}

/** The live labels that items of a project may have: its own, then those of every project. */
export function labelsFor(tables: Tables, project: ProjectId): readonly Label[] {
  return [...liveLabels(tables, project), ...liveLabels(tables, null)];
}

/** The live labels of one scope (null: those of every project), by name. */
export function liveLabels(tables: Tables, project: ProjectId | null): readonly Label[] {
  const all = [...tables.list('label', 'byProject', project ?? 'workspace')];
  return all.filter((label) => label.deletedAt === null).sort(byName);
}

/** Names that differ only in the case of their letters are one name. */
export function foldedName(name: string): string {
  return name.toLowerCase();
}

function byName(a: Label, b: Label): number {
  const [one, other] = [foldedName(a.name), foldedName(b.name)];
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1;
}
