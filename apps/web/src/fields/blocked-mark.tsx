// The lock on what is blocked, with the key of what blocks it.
import type { WorkItem } from '@planwright/engine';
import { blockOf, keyOf } from '@planwright/engine';
import { Lock } from 'lucide-react';

import { useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import styles from './blocked-mark.module.css';

export function BlockedMark({ item }: { readonly item: WorkItem }) {
  const keys = useQuery(
    (tables) => {
      const block = blockOf(tables, item);
      if (block === null) return '';
      const named = block.items.map((one) => keyOf(tables, one));
      return (block.hidden > 0 ? [...named, strings.tie.private] : named).join(', ');
    },
    [item],
  );
  if (keys === '') return null;
  const [first = '', ...more] = keys.split(', ');
  return (
    <span className={styles.mark} title={strings.tie.blocked(keys)}>
      <Lock size={11} aria-hidden />
      <span aria-hidden>{more.length === 0 ? first : `${first} +${more.length}`}</span>
      <span className="visually-hidden">{strings.tie.blocked(keys)}</span>
    </span>
  );
}
