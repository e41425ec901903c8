// What the address says of a board: whose, which and what it shows. It holds only what differs from
// the whole board; what it says wrongly is as if unsaid.
import type { BoardGroup, ItemType, LabelId, Priority, UserId } from '@planwright/engine';
import { BOARD_GROUPS, ITEM_TYPES, PRIORITIES, idOf, isUuid } from '@planwright/engine';

/** The part of an address that a board is, as the router keeps it: values with commas between. */
export interface BoardSearch {
  /** Ids of people; `none`: items of nobody. */
  readonly assignee?: string;
  readonly type?: string;
  readonly priority?: string;
  readonly label?: string;
  /** `hide`: columns of closed items are folded. */
  readonly done?: 'hide';
  /** Words that are in a title or a key. */
  readonly q?: string;
  /** What its lanes are; unsaid: as this browser has it for the project. */
  readonly group?: BoardGroup;
}

/** What a board shows: its address, read. An empty list asks for nothing. */
export interface BoardChoice {
  readonly assignees: readonly (UserId | 'none')[];
  readonly types: readonly ItemType[];
  readonly priorities: readonly Priority[];
  readonly labels: readonly LabelId[];
  readonly hideDone: boolean;
  readonly words: string;
  readonly group: BoardGroup;
}

/** The board's part of an address; what is not known in it is left out. */
export function boardSearchOf(search: Readonly<Record<string, unknown>>): BoardSearch {
  const { assignee, type, priority, label, done, q, group } = search;
  return addressed(
    choiceOf({
      ...(typeof assignee === 'string' ? { assignee } : {}),
      ...(typeof type === 'string' ? { type } : {}),
      ...(typeof priority === 'string' ? { priority } : {}),
      ...(typeof label === 'string' ? { label } : {}),
      ...(done === 'hide' ? { done } : {}),
      ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
      ...(isGroup(group) ? { group } : {}),
    }),
  );
}

export function choiceOf(search: BoardSearch): BoardChoice {
  const { assignee, type, priority, label, done, q, group } = search;
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
    group: group ?? 'none',
  };
}

/** The address that says this choice. */
export function addressed(choice: BoardChoice): BoardSearch {
  const { assignees, types, priorities, labels, hideDone, words, group } = choice;
  return {
    ...(assignees.length > 0 ? { assignee: assignees.join(',') } : {}),
    ...(types.length > 0 ? { type: types.join(',') } : {}),
    ...(priorities.length > 0 ? { priority: priorities.join(',') } : {}),
    ...(labels.length > 0 ? { label: labels.join(',') } : {}),
    ...(hideDone ? { done: 'hide' } : {}),
    ...(words.trim() === '' ? {} : { q: words }),
    ...(group === 'none' ? {} : { group }),
  };
}

function isGroup(value: unknown): value is BoardGroup {
  return (BOARD_GROUPS as readonly unknown[]).includes(value);
}

function split(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [...new Set(text.split(','))];
}
