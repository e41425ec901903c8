// What the kinds of things are called: of items, of urgency, of columns.
import type { ItemType, Priority, StateCategory } from '@planwright/engine';

export const types: Readonly<Record<ItemType, string>> = {
  epic: 'Epic',
  story: 'Story',
  task: 'Task',
  bug: 'Bug',
  subtask: 'Subtask',
};

export const priorities: Readonly<Record<Priority, string>> = {
  none: 'No priority',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const categories: Readonly<Record<StateCategory, string>> = {
  backlog: 'Backlog',
  unstarted: 'To do',
  started: 'In progress',
  review: 'In review',
  done: 'Done',
  cancelled: 'Cancelled',
};
