// The cards that a choice leaves on a board. Columns in which nothing changed are not looked through
// again: an edit costs its own column.
import type { Card, Column, ItemFilter, WorkItem } from '@planwright/engine';
import { fitsFilter, keyIn, searchText } from '@planwright/engine';

/** Leaves the cards that fit; gives the very columns where all do. */
export function makeFilter(
  filter: ItemFilter,
  projectKey: string,
): (columns: readonly Column[]) => readonly Column[] {
  const fits = fitsFilter<Card>(filter, ({ item }) => textOf(item, projectKey));
  if (fits === null) return (columns) => columns;
  const known = new WeakMap<Column, Column>();
  return (columns) =>
    columns.map((column) => {
      const left = known.get(column) ?? {
        state: column.state,
        lane: column.lane,
        cards: column.cards.filter(fits),
      };
      known.set(column, left);
      return left;
    });
}

/** What a search reads of an item, made once for all that is typed. */
const texts = new WeakMap<WorkItem, { readonly projectKey: string; readonly text: string }>();

function textOf(item: WorkItem, projectKey: string): string {
  const known = texts.get(item);
  if (known?.projectKey === projectKey) return known.text;
  const text = searchText(keyIn(projectKey, item), item.title);
  texts.set(item, { projectKey, text });
  return text;
}
