/** Keys: `WEB-12`, the name by which people call an item. */
import type { ProjectId } from './entity/project.ts';
import type { WorkItem, WorkItemId } from './entity/work-item.ts';
import type { Tables } from './tables.ts';

/** The item's key; `WEB-•` until the server has given its number. */
export function keyOf(tables: Tables, item: Pick<WorkItem, 'project' | 'number'>): string {
  return keyIn(tables.get('project', item.project)?.key ?? '?', item);
}

/** The same, where the key of the item's project is at hand. */
export function keyIn(projectKey: string, { number }: Pick<WorkItem, 'number'>): string {
  return `${projectKey}-${number ?? '•'}`;
}

/**
 * The item to which a number of a project was given: one that is there, has gone to another project
 * or was deleted for good. Undefined for a number that is free, and for none.
 */
export function numberHolder(
  tables: Tables,
  project: ProjectId,
  number: number | null,
): WorkItemId | undefined {
  const name = `${project} ${number}`;
  return tables.first('workItem', 'byKey', name)?.id ?? tables.first('alias', 'byKey', name)?.item;
}

/**
 * The item of a key, in any case of letters; undefined where there is none. A key that it had in a
 * project that it has left leads to it as well; that of an item that was deleted for good leads
 * nowhere.
 */
export function itemByKey(tables: Tables, key: string): WorkItem | undefined {
  const parts = /^([A-Z][A-Z0-9]{1,9})-([1-9][0-9]{0,9})$/i.exec(key);
  if (parts === null) return undefined;
  const project = tables.first('project', 'byKey', (parts[1] ?? '').toUpperCase());
  if (project === undefined) return undefined;
  const name = `${project.id} ${parts[2]}`;
  const old = tables.first('alias', 'byKey', name);
  return tables.first('workItem', 'byKey', name) ?? tables.get('workItem', old?.item);
}

/** A key that a person may want for a project of this title: initials, or the first letters. */
export function suggestKey(title: string, taken: (key: string) => boolean): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const words = plain.match(/[A-Z0-9]+/g) ?? [];
  const initials = words.map((word) => word.charAt(0)).join('');
  const letters = words.join('').replace(/^[0-9]+/, '');
  const base = (words.length > 2 ? initials.replace(/^[0-9]+/, '') : letters).slice(0, 4);
  const stem = base.length >= 2 ? base : (letters + 'PM').slice(0, 3);
  for (let i = 1; ; i += 1) {
    const key = i === 1 ? stem : `${stem}${i}`;
    if (!taken(key)) return key;
  }
}
