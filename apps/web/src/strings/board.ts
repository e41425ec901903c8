// The board.
import { count } from './count.ts';

export const board = {
  title: (project: string) => `Board of ${project}`,
  columnLabel: (name: string, items: number) => `${name}, ${count(items, 'item', 'items')}`,
  newItem: 'New item',
  newItemPlaceholder: 'What needs to be done?',
  newItemIn: (state: string) => `New item in ${state}`,
  newItemAt: (state: string, lane: string) => `New item in ${state}, ${lane}`,
  add: 'Add',
  typeOfNew: 'Type of the new item',
  children: (done: number, total: number) => `${done} of ${count(total, 'child', 'children')} done`,
  points: (points: string) => `${points} points`,
  empty: 'Nothing here',
  moved: (key: string, state: string, place: number, of: number) =>
    `${key} moved to ${state}, ${place} of ${of}`,
  inLane: (lane: string, moved: string) => `${lane}: ${moved}`,
  laneLabel: (lane: string, items: number) => `${lane}, ${count(items, 'item', 'items')}`,
  cellLabel: (lane: string, state: string, items: number) =>
    `${state}, ${lane}, ${count(items, 'item', 'items')}`,
  lane: 'Lane',
  group: 'Lanes',
  groups: {
    none: 'No lanes',
    assignee: 'Lanes by assignee',
    epic: 'Lanes by epic',
    priority: 'Lanes by priority',
    type: 'Lanes by type',
  },
  chooseGroup: 'Choose the lanes',
  pick: 'Pick the card',
  unpick: 'Let all cards go',
  foldColumn: 'Fold the column',
  foldThisLane: 'Fold the lane',
  over: (limit: number) => `More than the limit of ${limit}`,
  picked: 'Picked',
  tools: 'What the board shows',
  search: 'Search the board',
  fold: (state: string) => `Fold ${state}`,
  unfold: (items: string, state: string) => `${items} ${state}, unfold`,
  late: (day: string) => `Late: it was due on ${day}`,
  comments: (comments: number) => count(comments, 'comment', 'comments'),
  movedMany: (items: number, state: string, place: number, of: number) =>
    `${count(items, 'item', 'items')} moved to ${state}, from ${place} of ${of}`,
} as const;
