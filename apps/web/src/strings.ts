// Every sentence that a person reads in the app, in one typed place; each area has its own file. What
// has a number or a name in it is a function. Refusals speak for themselves: their sentences are the
// engine's.
import { activity } from './strings/activity.ts';
import { attachment } from './strings/attachment.ts';
import { board } from './strings/board.ts';
import { comment } from './strings/comment.ts';
import { count } from './strings/count.ts';
import { filter } from './strings/filter.ts';
import { home } from './strings/home.ts';
import { exporting, importing } from './strings/import.ts';
import { item, tie, warning } from './strings/item.ts';
import { categories, priorities, types } from './strings/kinds.ts';
import { list } from './strings/list.ts';
import { colours, project, settings } from './strings/project.ts';
import { crash, nav, notFound, shortcuts, theme } from './strings/shell.ts';
import { commands, status } from './strings/status.ts';
import { text } from './strings/text.ts';
import { trash } from './strings/trash.ts';

export const strings = {
  app: 'Planwright',
  close: 'Close',
  undo: 'Undo',
  redo: 'Redo',
  notUndone: 'That cannot be taken back',
  notRedone: 'That cannot be done again',
  changedSince: 'It has been changed again since.',
  leftAsIs: (left: number) => `${count(left, 'change was', 'changes were')} left out`,
  leftWhy: 'Others have changed the same since, or a rule forbids it.',
  refused: 'That did not work',
  retry: 'Try again',
  more: 'More',
  loading: 'Loading',
  types,
  priorities,
  categories,
  commands,
  priorityIs: (priority: string) => `Priority: ${priority}`,

  nav,
  theme,
  home,
  project,
  board,
  item,
  attachment,
  comment,
  tie,
  warning,
  activity,
  text,
  list,
  filter,
  colours,
  settings,
  trash,
  import: importing,
  export: exporting,
  status,
  crash,
  notFound,
  shortcuts,
} as const;
