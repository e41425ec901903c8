// Takes items along to somewhere else: their keys, or a Markdown line each.
import type { Project, WorkItem } from '@planwright/engine';
import { keyIn } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';
import { referenceOf } from './list.ts';
import type { Navigation } from './place.ts';

/** One key a line; what has none yet is left out. */
export function keysOf(project: Project, items: readonly WorkItem[]): string {
  const numbered = items.filter(({ number }) => number !== null);
  return numbered.map(({ number }) => `${project.key}-${number}`).join('\n');
}

/** `- [WEB-7](address) Title` a line. `addressOf` gives the whole address of an item. */
export function linesOf(
  project: Project,
  items: readonly WorkItem[],
  addressOf: (item: WorkItem) => string,
): string {
  return items
    .map((item) => {
      return `- [${keyIn(project.key, item)}](${addressOf(item)}) ${escaped(item.title)}`;
    })
    .join('\n');
}

/** Puts items on the clipboard, and says so. */
export function copyItems(
  store: Store,
  href: Navigation['href'],
  project: Project,
  items: readonly WorkItem[],
  what: 'keys' | 'lines',
): void {
  const addressOf = (item: WorkItem): string => {
    const path = href({ to: 'item', key: project.key, item: referenceOf(store, item) });
    return new URL(path, location.href).href;
  };
  const text = what === 'keys' ? keysOf(project, items) : linesOf(project, items, addressOf);
  const refused = (): void => notify({ text: strings.item.notCopied, tone: 'problem' });
  if (navigator.clipboard === undefined) return refused(); // no secure context
  navigator.clipboard
    .writeText(text)
    .then(() => notify({ text: strings.list.copied(items.length) }), refused);
}

/** A title as plain text in Markdown. */
function escaped(title: string): string {
  return title.replace(/[\\`*_[\]<>]/g, '\\$&');
}
