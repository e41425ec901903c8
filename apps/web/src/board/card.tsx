// One item on the board: key, type, title, and what is known of it in one line below.
// The card is a link, so that it can be opened in another tab, copied, and read out as what it is.
import type { Card as CardData } from '@planwright/engine';
import { memo, useRef } from 'react';

import { GoLink } from '../actions/go-link.tsx';
import { formatPoints } from '../format.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import type { Seen } from './arrival.ts';
import { useArrival } from './arrival.ts';
import styles from './card.module.css';
import { useCardDrag } from './card-drag.ts';
import { ChildProgress } from './child-progress.tsx';

interface CardProps {
  readonly card: CardData;
  readonly projectKey: string;
  /** The name of the person it is assigned to. */
  readonly assignee: string | null;
  /** Done or cancelled. */
  readonly closed: boolean;
  readonly open: boolean;
  readonly editable: boolean;
  readonly seen: Seen;
}

export const Card = memo(function Card({
  card: { item, parent, progress },
  projectKey,
  assignee,
  closed,
  open,
  editable,
  seen,
}: CardProps) {
  const slot = useRef<HTMLLIElement>(null);
  useArrival(slot, item, seen);
  const { dragging, edge } = useCardDrag(slot, item.id, editable);
  const itemKey = `${projectKey}-${item.number ?? '•'}`;
  const below = parent !== null || progress !== null || item.points !== null || assignee !== null;
  return (
    <li ref={slot} className={classNames(styles.slot, edge !== null && styles[edge])}>
      <GoLink
        to={{ to: 'board', key: projectKey, item: item.number === null ? item.id : itemKey }}
        className={classNames(
          styles.card,
          open && styles.open,
          dragging && styles.dragging,
          closed && styles.closed,
        )}
        aria-current={open ? 'true' : undefined}
        data-card={item.id}
        tabIndex={-1}
      >
        <span className={styles.top}>
          <TypeIcon type={item.type} named />
          <span
            className={styles.key}
            title={item.number === null ? strings.item.numberComes : undefined}
          >
            {itemKey}
          </span>
          <span className={styles.space} />
          {item.priority !== 'none' && <PriorityIcon priority={item.priority} named />}
        </span>
        <span className={styles.title}>{item.title}</span>
        {below && (
          <span className={styles.below}>
            {parent !== null && (
              <span className={styles.parent} title={parent.title}>
                <TypeIcon type={parent.type} size={11} />
                <span className={styles.parentTitle}>{parent.title}</span>
              </span>
            )}
            <span className={styles.space} />
            {progress !== null && <ChildProgress done={progress.done} total={progress.total} />}
            {item.points !== null && (
              <span
                className={styles.points}
                title={strings.board.points(formatPoints(item.points))}
              >
                {formatPoints(item.points)}
              </span>
            )}
            {assignee !== null && (
              <span className={styles.assignee} title={assignee}>
                {initials(assignee)}
              </span>
            )}
          </span>
        )}
      </GoLink>
    </li>
  );
});

/** Two letters for a person: `Ann Lee` → `AL`. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}
