// The address of an item of ours in a text, as "Copy link" gives it: it leads there within the app, and
// where it stands by itself it is shown by the key, also of an item that had no number yet.
import type { Tables, WorkItem } from '@planwright/engine';
import { idOf, isUuid, itemByKey, keyOf } from '@planwright/engine';
import type { ReactNode } from 'react';

import { GoLink } from '../actions/go-link.tsx';
import { referenceOf } from '../actions/list.ts';
import { useQuery, useStore } from '../store/hooks.ts';

interface ItemAddressProps {
  /** The key of the item, or its id. */
  readonly reference: string;
  /** What stands there; null: the address alone. */
  readonly words: ReactNode;
  /** The link, where the item is not known here. */
  readonly otherwise: ReactNode;
}

export function ItemAddress({ reference, words, otherwise }: ItemAddressProps) {
  const store = useStore();
  const item = useQuery((tables) => itemOf(tables, reference) ?? null, [reference]);
  const project = useQuery((tables) => tables.get('project', item?.project) ?? null, [item]);
  if (item === null || project === null) return otherwise;
  return (
    <GoLink
      to={{ to: 'item', key: project.key, item: referenceOf(store, item) }}
      title={item.title}
    >
      {words ?? keyOf(store.tables, item)}
    </GoLink>
  );
}

/** The item that an address of this app names, by its key or its id; null for any other address. */
export function referenceAt(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.origin !== location.origin) return null;
  const [, page] = /^\/p\/[^/]+\/(?:board|list|item\/([^/]+))$/.exec(url.pathname) ?? [];
  return page ?? (url.pathname.startsWith('/p/') ? url.searchParams.get('item') : null);
}

function itemOf(tables: Tables, reference: string): WorkItem | undefined {
  if (!isUuid(reference)) return itemByKey(tables, reference);
  return tables.get('workItem', idOf<'workItem'>(reference));
}
