// What the address says of the items that a board or a list shows. It holds only what is asked for; what
// it says wrongly is as if unsaid.
import type { ListFilter } from '@planwright/engine';
import { ITEM_TYPES, PRIORITIES, idOf, isUuid } from '@planwright/engine';

/** The part of an address that a filter is, as the router keeps it: values with commas between. */
export interface FilterSearch {
  /** Ids of people; `none`: items of nobody. */
  readonly assignee?: string;
  readonly type?: string;
  readonly priority?: string;
  readonly label?: string;
  /** `hide`: what is closed is folded away on a board, and not listed in a list. */
  readonly done?: 'hide';
  /** Words that are in a title or a key. */
  readonly q?: string;
}

/** The filter's part of an address; what is not known in it is left out. */
export function filterSearchOf(search: Readonly<Record<string, unknown>>): FilterSearch {
  const { assignee, type, priority, label, done, q } = search;
  return addressedFilter(
    filterOf({
      ...(typeof assignee === 'string' ? { assignee } : {}),
      ...(typeof type === 'string' ? { type } : {}),
      ...(typeof priority === 'string' ? { priority } : {}),
      ...(typeof label === 'string' ? { label } : {}),
      ...(done === 'hide' ? { done } : {}),
      ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    }),
  );
}

export function filterOf(search: FilterSearch): ListFilter {
  const { assignee, type, priority, label, done, q } = search;
  return {
    assignees: split(assignee)
      .filter((one) => one === 'none' || isUuid(one))
      .map((one) => (one === 'none' ? one : idOf<'user'>(one))),
    types: ITEM_TYPES.filter((one) => split(type).includes(one)),
    priorities: PRIORITIES.filter((one) => split(priority).includes(one)),
    labels: split(label)
      .filter(isUuid)
      .map((one) => idOf<'label'>(one)),
    hideDone: done === 'hide',
    words: q ?? '',
  };
}

/** The address that says this filter. */
export function addressedFilter(filter: ListFilter): FilterSearch {
  const { assignees, types, priorities, labels, hideDone, words } = filter;
  return {
    ...(assignees.length > 0 ? { assignee: assignees.join(',') } : {}),
    ...(types.length > 0 ? { type: types.join(',') } : {}),
    ...(priorities.length > 0 ? { priority: priorities.join(',') } : {}),
    ...(labels.length > 0 ? { label: labels.join(',') } : {}),
    ...(hideDone ? { done: 'hide' } : {}),
    ...(words.trim() === '' ? {} : { q: words }),
  };
}

function split(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [...new Set(text.split(','))];
}
