// The lock on what is blocked, with the key of what blocks it.
import type { WorkItem } from '@planwright/engine';
import { blockOf } from '@planwright/engine';
import { Lock } from 'lucide-react';

import { namesOf } from '../actions/warnings.ts';
import { useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import styles from './blocked-mark.module.css';

export function BlockedMark({ item }: { readonly item: WorkItem }) {
  const keys = useQuery(
    (tables) => {
      const block = blockOf(tables, item);
      return block === null ? '' : namesOf(tables, block);
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
