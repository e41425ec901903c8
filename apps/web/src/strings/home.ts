// The first screen.
import { count } from './count.ts';

export const home = {
  title: 'Projects',
  archived: 'Archived',
  bringBack: 'Bring back',
  done: (done: number, total: number) =>
    `${done.toLocaleString()} of ${count(total, 'item', 'items')} done`,
  empty: 'Nothing in it yet',
  progress: (parts: string) => `Items by state: ${parts}`,
  welcome: 'Plan the work, see it move',
  welcomeText: 'Start a project of your own, or bring one along from a file.',
  dropHint: 'or drop a file anywhere on this page',
  dropNow: 'Drop the file to import it',
  dropText: 'A report tells what came over and what did not.',
} as const;
