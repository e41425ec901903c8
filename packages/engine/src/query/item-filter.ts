/**
 * What of the items of a project somebody wants to see, on a board and in a list alike: of each kind
 * of wish any value may be met, and every kind must be.
 *
 *   fitsFilter<ListEntry>({ ...WHOLE, assignees: [ann, 'none'] }, ({ text }) => text)
 */
import type { LabelId } from '../entity/label.ts';
import type { UserId } from '../entity/user.ts';
import type { ItemType, Priority, WorkItem } from '../entity/work-item.ts';
import { folded } from '../lib/folded.ts';

/** What is asked for; an empty list, and no words, ask for nothing. */
export interface ItemFilter {
  /** `none`: items of nobody. */
  readonly assignees: readonly (UserId | 'none')[];
  readonly types: readonly ItemType[];
  readonly priorities: readonly Priority[];
  readonly labels: readonly LabelId[];
  /** Each of these words must be in the key or the title, whatever the case and the accents. */
  readonly words: string;
}

/** The filter that lets everything pass. */
export const WHOLE: ItemFilter = {
  assignees: [],
  types: [],
  priorities: [],
  labels: [],
  words: '',
};

/** Does it ask for anything? */
export function asksFor(filter: ItemFilter): boolean {
  const { assignees, types, priorities, labels, words } = filter;
  return (
    [assignees, types, priorities, labels].some(({ length }) => length > 0) ||
    soughtWords(words).length > 0
  );
}

/** What a search reads of an item, as it is compared: its key and its title. */
export function searchText(key: string, title: string): string {
  return `${folded(key)} ${folded(title)}`;
}

/** The words of a search as they are compared. */
export function soughtWords(text: string): readonly string[] {
  return folded(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

/**
 * Tells what fits a filter; null where everything does. `textOf` gives the `searchText` of one; it is
 * asked for only where there are words, and last.
 */
export function fitsFilter<T extends { readonly item: WorkItem }>(
  filter: ItemFilter,
  textOf: (one: T) => string,
): ((one: T) => boolean) | null {
  const { types, priorities } = filter;
  const words = soughtWords(filter.words);
  const [people, labels] = [new Set(filter.assignees), new Set(filter.labels)];
  const tests: ((one: T) => boolean)[] = [];
  if (people.size > 0) tests.push(({ item }) => people.has(item.assignee ?? 'none'));
  if (types.length > 0) tests.push(({ item }) => types.includes(item.type));
  if (priorities.length > 0) tests.push(({ item }) => priorities.includes(item.priority));
  if (labels.size > 0)
    tests.push(({ item }) => item.labels?.some((label) => labels.has(label)) ?? false);
  if (words.length > 0)
    tests.push((one) => {
      const text = textOf(one);
      return words.every((word) => text.includes(word));
    });
  const [only] = tests;
  if (only === undefined || tests.length === 1) return only ?? null;
  return (one) => tests.every((fits) => fits(one));
}
