/** What must hold of comments, attachments and dependencies, counted again from nothing. */
import type { Dependency, Tables, WorkItem } from '@planwright/engine';

/** All that is wrong with the comments, counts and dependencies of a whole workspace. */
export function wrongTies(tables: Tables): string[] {
  return [...circles(tables), ...wrongCounts(tables), ...wrongPairs(tables), ...wrongOpen(tables)];
}

/** The counts of an item are those of its rows. */
function wrongCounts(tables: Tables): string[] {
  const problems: string[] = [];
  for (const item of tables.all('workItem')) {
    const stats = [...tables.all('itemStats')].find(({ id }) => (id as string) === item.id);
    const said = [...tables.all('comment')].filter(
      (one) => one.item === item.id && one.deletedAt === null,
    );
    const text = [...tables.all('document')].find(({ id }) => (id as string) === item.id);
    if ((stats?.comments ?? 0) !== said.length) {
      problems.push(`${item.id} counts ${stats?.comments ?? 0} comments of ${said.length}`);
    }
    const files = [...tables.all('attachment')].filter(
      (one) => one.item === item.id && one.deletedAt === null,
    );
    if ((stats?.attachments ?? 0) !== files.length) {
      problems.push(`${item.id} counts ${stats?.attachments ?? 0} attachments of ${files.length}`);
    }
    if (stats !== undefined && stats.descriptionRev !== 0) {
      const { descriptionRev } = stats;
      if (descriptionRev !== text?.rev) problems.push(`${item.id} counts another revision`);
    }
  }
  for (const one of tables.all('comment')) {
    const parent = tables.get('comment', one.parent);
    if (one.parent === null) continue;
    if (parent?.item !== one.item || parent.parent !== null) {
      problems.push(`comment ${one.id} answers what it cannot`);
    }
  }
  return problems;
}

/** Two items have one dependency of a kind, and none is of an item with itself. */
function wrongPairs(tables: Tables): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const one of standing(tables)) {
    const key = `${one.kind} ${[one.from, one.to].toSorted().join(' ')}`;
    if (seen.has(key) || one.from === one.to) problems.push(`${key} stands twice, or on itself`);
    seen.add(key);
    const [from, to] = [tables.get('workItem', one.from), tables.get('workItem', one.to)];
    if (from?.project !== one.project || to?.project !== one.toProject) {
      problems.push(`dependency ${one.id} is not where its items are`);
    }
  }
  return problems;
}

/** Across projects it says whether the first item is live and not done. */
function wrongOpen(tables: Tables): string[] {
  return standing(tables).flatMap((one) => {
    const from = tables.get('workItem', one.from);
    const category = tables.get('state', from?.state)?.category ?? 'done';
    const isOver = category === 'done' || category === 'cancelled';
    const project = tables.get('project', one.project);
    const open = !isOver && !isTrashed(tables, from) && project?.deletedAt === null;
    const should = one.project === one.toProject || open;
    return one.open === should ? [] : [`dependency ${one.id} says open: ${one.open}`];
  });
}

/** Takes away whatever nothing blocks, again and again: what is left blocks itself. */
function circles(tables: Tables): string[] {
  let edges = standing(tables).filter(
    (one) =>
      one.kind === 'blocks' &&
      ![one.from, one.to].some((end) => isTrashed(tables, tables.get('workItem', end))),
  );
  for (;;) {
    const blocked = new Set(edges.map((one) => one.to));
    const left = edges.filter((one) => blocked.has(one.from));
    if (left.length === edges.length) break;
    edges = left;
  }
  return edges.length === 0 ? [] : [`items block each other in a circle: ${edges.length} ties`];
}

function standing(tables: Tables): Dependency[] {
  return [...tables.all('dependency')].filter((one) => one.deletedAt === null);
}

function isTrashed(tables: Tables, item: WorkItem | undefined): boolean {
  let at = item;
  for (let step = 0; at !== undefined && step < 6; step += 1) {
    if (at.deletedAt !== null) return true;
    at = tables.get('workItem', at.parent);
  }
  return false;
}
