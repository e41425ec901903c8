// Another item in one line, as it stands among the children or the dependencies of one: its state, key
// and title; a link to it.
import type { State, WorkItem } from '@planwright/engine';
import { isClosed, keyIn } from '@planwright/engine';
import type { ReactNode } from 'react';

import { GoLink } from '../actions/go-link.tsx';
import { referenceIn } from '../actions/place.ts';
import { classNames } from '../ui/class-names.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './item-link.module.css';

interface ItemLinkProps {
  readonly item: WorkItem;
  readonly projectKey: string;
  readonly state: State | undefined;
  /** What stands at its end. */
  readonly children?: ReactNode;
}

export function ItemLink({ item, projectKey, state, children }: ItemLinkProps) {
  const closed = state !== undefined && isClosed(state.category);
  return (
    <GoLink
      to={{ to: 'item', key: projectKey, item: referenceIn(projectKey, item) }}
      className={classNames(styles.link, closed && styles.closed)}
    >
      <span className={styles.state} title={state?.name}>
        <StateIcon category={state?.category ?? 'backlog'} />
        <span className="visually-hidden">{state?.name}</span>
      </span>
      <TypeIcon type={item.type} named />
      <span className={styles.key}>{keyIn(projectKey, item)}</span>
      <span className={styles.title}>{item.title}</span>
      {children}
    </GoLink>
  );
}
