/** What must hold of items, their keys and labels and all that follows them, told from all rows. */
import type { ProjectId, Tables, WorkItem } from '@planwright/engine';
import { isLive, itemByKey, progressOf, sameValue } from '@planwright/engine';
import { naiveLive, naiveProgress } from '@planwright/engine/testing/naive.ts';

/** All that is wrong with the items of a whole workspace. */
export function wrongItems(tables: Tables): string[] {
  return [
    ...wrongKeys(tables),
    ...wrongLabels(tables),
    ...wrongFollowers(tables),
    ...wrongRollUps(tables),
  ];
}

/** No key is given twice, old ones included, and each leads to its item while that is there. */
function wrongKeys(tables: Tables): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  const once = (project: ProjectId, number: number | null, item: WorkItem | undefined): void => {
    const home = tables.get('project', project);
    const key = `${home?.key}-${number}`;
    if (seen.has(key)) problems.push(`${key} was given twice`);
    seen.add(key);
    if (number !== null && number >= (home?.nextNumber ?? 0)) problems.push(`${key} is uncounted`);
    if (itemByKey(tables, key) !== item) problems.push(`${key} leads elsewhere`);
  };
  for (const item of tables.all('workItem')) once(item.project, item.number, item);
  for (const old of tables.all('alias')) {
    once(old.project, old.number, tables.get('workItem', old.item));
  }
  return problems;
}

/** Labels of an item are in order, each once, of its project or the workspace; names are unique. */
function wrongLabels(tables: Tables): string[] {
  const problems: string[] = [];
  for (const item of tables.all('workItem')) {
    const ids = item.labels ?? [];
    const normal = [...new Set(ids)].sort();
    const empty = item.labels !== null && ids.length === 0;
    if (empty || !sameValue(ids, normal)) problems.push(`labels of ${item.id} are in no order`);
    for (const which of ids) {
      const label = tables.get('label', which);
      const fits = label?.project === null || label?.project === item.project;
      if (!fits) problems.push(`${item.id} has a label of elsewhere`);
    }
  }
  const names = new Set<string>();
  for (const { project, name, deletedAt } of tables.all('label')) {
    const scoped = `${project} ${name.toLowerCase()}`;
    if (deletedAt !== null) continue;
    if (names.has(scoped)) problems.push(`two labels are ${name}`);
    names.add(scoped);
  }
  return problems;
}

/** What belongs to an item is in its project, and is there only with it. */
function wrongFollowers(tables: Tables): string[] {
  const problems: string[] = [];
  const check = (what: string, project: string, item: WorkItem | undefined): void => {
    if (item === undefined) problems.push(`${what} belongs to no item`);
    else if (item.project !== project) problems.push(`${what} did not follow ${item.id}`);
  };
  for (const table of ['comment', 'attachment'] as const) {
    for (const row of tables.all(table)) {
      check(`${table} ${row.id}`, row.project, tables.get('workItem', row.item));
    }
  }
  for (const { id, project } of tables.all('itemStats')) {
    check(`itemStats ${id}`, project, tables.get('workItem', id as string as WorkItem['id']));
  }
  for (const row of [...tables.all('document'), ...tables.all('revision')]) {
    const owner = 'document' in row ? row.document : row.id;
    if ((owner as string) === row.project) continue;
    const comment = tables.get('comment', owner as never);
    const item = tables.get('workItem', comment?.item ?? (owner as string as WorkItem['id']));
    check(`text ${owner}`, row.project, item);
  }
  return problems;
}

/** What is live, and how far it is, as counted from all rows. */
function wrongRollUps(tables: Tables): string[] {
  const problems: string[] = [];
  for (const item of tables.all('workItem')) {
    if (isLive(tables, item) !== naiveLive(tables, item)) problems.push(`${item.id} half lives`);
    if (!sameValue(progressOf(tables, item), naiveProgress(tables, item))) {
      problems.push(`the progress of ${item.id} is another`);
    }
  }
  return problems;
}
