// The cards that a choice leaves on a board. Columns in which nothing changed are not looked through
// again: an edit costs its own column.
import type { Card, Column, WorkItem } from '@planwright/engine';

import type { BoardChoice } from '../actions/board-search.ts';

/** Leaves the cards that fit; gives the very columns where all do. */
export function makeFilter(
  choice: BoardChoice,
  projectKey: string,
): (columns: readonly Column[]) => readonly Column[] {
  const tests = testsOf(choice, projectKey);
  if (tests.length === 0) return (columns) => columns;
  const known = new WeakMap<Column, Column>();
  return (columns) =>
    columns.map((column) => {
      const left = known.get(column) ?? {
        state: column.state,
        lane: column.lane,
        cards: column.cards.filter((card) => tests.every((fits) => fits(card))),
      };
      known.set(column, left);
      return left;
    });
}

/** Of each kind of wish any value may be met, and every kind must be. */
function testsOf(choice: BoardChoice, projectKey: string): ((card: Card) => boolean)[] {
  const { assignees, types, priorities, labels } = choice;
  const words = choice.words.toLowerCase().split(/\s+/).filter(Boolean);
  const [people, marks] = [new Set(assignees), new Set(labels)];
  const tests: ((card: Card) => boolean)[] = [];
  if (people.size > 0) tests.push(({ item }) => people.has(item.assignee ?? 'none'));
  if (types.length > 0) tests.push(({ item }) => types.includes(item.type));
  if (priorities.length > 0) tests.push(({ item }) => priorities.includes(item.priority));
  if (marks.size > 0)
    tests.push(({ item }) => item.labels?.some((label) => marks.has(label)) ?? false);
  if (words.length > 0)
    tests.push(({ item }) => {
      const text = textOf(item, projectKey);
      return words.every((word) => text.includes(word));
    });
  return tests;
}

/** What a search reads of an item, made once for all that is typed. */
const texts = new WeakMap<WorkItem, { readonly projectKey: string; readonly text: string }>();

function textOf(item: WorkItem, projectKey: string): string {
  const known = texts.get(item);
  if (known?.projectKey === projectKey) return known.text;
  const text = `${projectKey}-${item.number ?? ''} ${item.title}`.toLowerCase();
  texts.set(item, { projectKey, text });
  return text;
}
