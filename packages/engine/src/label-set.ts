/** The labels of an item: a set that people add to and take from, each their own. */
import type { Label, LabelId } from './entity/label.ts';
import { MOST_LABELS } from './entity/label.ts';
import type { ProjectId } from './entity/project.ts';
import type { WorkItem } from './entity/work-item.ts';
import { foldedName, liveLabels } from './query/labels.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Tables } from './tables.ts';

/**
 * The labels of an item after some are put on and others taken off, in the form in which a row
 * keeps them: ids in order, null for none. Refuses a new one that is not live, or of another
 * project, and more than an item may have. What is to be put on and taken off is taken off.
 */
export function relabelled(
  tables: Tables,
  item: Pick<WorkItem, 'project' | 'labels'>,
  add: readonly LabelId[] = [],
  remove: readonly LabelId[] = [],
): readonly LabelId[] | null | Refusal {
  const labels = new Set(item.labels);
  for (const which of add) {
    if (labels.has(which)) continue;
    if (!mayHave(item.project, tables.get('label', which))) {
      const rule = 'must be live labels of the project or of the workspace';
      return refuse('INVALID', { field: 'labels', rule });
    }
    labels.add(which);
  }
  for (const which of remove) labels.delete(which);
  if (labels.size > MOST_LABELS) {
    return refuse('LIMIT', { what: 'labels on an item', max: MOST_LABELS });
  }
  return labels.size === 0 ? null : [...labels].sort();
}

/**
 * The labels of an item that goes to another project: those of the workspace stay, for one of the
 * old project comes the one of the same name there, and what has none is dropped.
 */
export function labelsAs(
  tables: Tables,
  labels: WorkItem['labels'],
  project: ProjectId,
): readonly LabelId[] | null {
  const there = liveLabels(tables, project);
  const kept = new Set<LabelId>();
  for (const which of labels ?? []) {
    const label = tables.get('label', which);
    if (label === undefined) continue;
    const same = (one: Label): boolean => foldedName(one.name) === foldedName(label.name);
    const other = label.project === null ? label : there.find(same);
    if (other !== undefined) kept.add(other.id);
  }
  return kept.size === 0 ? null : [...kept].sort();
}

function mayHave(project: ProjectId, one: Label | undefined): boolean {
  if (one === undefined || one.deletedAt !== null) return false;
  return one.project === null || one.project === project;
}
