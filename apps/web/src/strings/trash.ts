// The trash.
import { count } from './count.ts';

export const trash = {
  title: 'Trash',
  hint: (days: number | null) =>
    days === null
      ? 'Deleted items stay here for a while, and come back with all that is under them.'
      : `Deleted items come back with all that is under them. After ${count(days, 'day', 'days')} they are deleted for good.`,
  elsewhere: 'Removed columns and labels come back in the settings of the project.',
  search: 'Search the trash',
  nothing: 'Nothing in the trash is called so.',
  purge: 'Delete for good',
  purgeTitle: (key: string) => `Delete ${key} for good`,
  purgeText: (title: string, under: number) =>
    `“${title}”${under === 0 ? '' : ` and ${count(under, 'item', 'items')} under it`} will be gone, with texts, comments and files. This cannot be undone.`,
  purged: (key: string) => `${key} is deleted for good`,
  emptyDo: 'Empty the trash',
  emptyAsk: (items: number) =>
    `${count(items, 'item', 'items')} will be gone, with texts, comments and files. This cannot be undone.`,
  emptying: (done: number, total: number) => `Emptying the trash: ${done} of ${total}`,
  emptied: (items: number) => `${count(items, 'item is', 'items are')} deleted for good`,
  left: (items: number) => `${count(items, 'item', 'items')} could not go`,
  cutOff: 'Emptying the trash was cut off',
  soon: (days: number) => (days < 1 ? 'goes today' : `goes in ${count(days, 'day', 'days')}`),
  empty: 'The trash is empty',
  emptyText: 'What you delete can be brought back from here.',
  deleted: (who: string, when: string) => `Deleted by ${who} ${when}`,
  restore: 'Restore',
  withChildren: (number: number) => `with ${count(number, 'item', 'items')} under it`,
} as const;
