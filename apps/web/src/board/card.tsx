// One item on the board: key, type, title, and what is known of it in one line below.
// The card is a link, so that it can be opened in another tab, copied, and read out as what it is.
import type { Card as CardData, Label } from '@planwright/engine';
import { keyIn } from '@planwright/engine';
import { CalendarDays, MessageSquare } from 'lucide-react';
import { memo, useRef } from 'react';

import { GoLink } from '../actions/go-link.tsx';
import { referenceIn } from '../actions/place.ts';
import { BlockedMark } from '../fields/blocked-mark.tsx';
import { ChildProgress } from '../fields/child-progress.tsx';
import { LabelChips } from '../fields/label-chips.tsx';
import { formatDay, formatNumber, formatPoints } from '../format.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { initials } from '../ui/face.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { useArrival } from './arrival.ts';
import styles from './card.module.css';
import { useCardDrag } from './card-drag.ts';
import type { Deck } from './deck.ts';

interface CardProps {
  readonly card: CardData;
  readonly deck: Deck;
  /** Done or cancelled. */
  readonly closed: boolean;
  readonly open: boolean;
  /** Can be reached by Tab. */
  readonly stop: boolean;
  readonly picked: boolean;
}

export const Card = memo(function Card({ card, deck, closed, open, stop, picked }: CardProps) {
  const { item } = card;
  const slot = useRef<HTMLDivElement>(null);
  useArrival(slot, item, deck.seen);
  const { dragging, edge } = useCardDrag(slot, item.id, deck.editable);
  return (
    <div ref={slot} className={classNames(styles.slot, edge !== null && styles[edge])}>
      <GoLink
        to={{ to: 'item', key: deck.projectKey, item: referenceIn(deck.projectKey, item) }}
        className={classNames(
          styles.card,
          open && styles.open,
          picked && styles.picked,
          dragging && styles.dragging,
          closed && styles.closed,
        )}
        aria-current={open ? 'true' : undefined}
        data-card={item.id}
        data-picked={picked || undefined}
        tabIndex={stop ? 0 : -1}
      >
        <span className={styles.top}>
          <TypeIcon type={item.type} named />
          <span
            className={styles.key}
            title={item.number === null ? strings.item.numberComes : undefined}
          >
            {keyIn(deck.projectKey, item)}
          </span>
          {picked && <span className="visually-hidden">{strings.board.picked}</span>}
          {!closed && <BlockedMark item={item} />}
          <span className={styles.space} />
          {item.priority !== 'none' && <PriorityIcon priority={item.priority} named />}
        </span>
        <span className={styles.title}>{item.title}</span>
        <LabelChips labels={labelsOf(card, deck)} room={LABEL_ROOM} />
        {hasFoot(card, deck) && <Foot card={card} deck={deck} closed={closed} />}
      </GoLink>
    </div>
  );
});

interface FootProps {
  readonly card: CardData;
  readonly deck: Deck;
  readonly closed: boolean;
}

/** The line below: where it belongs, how far it is, who has it. */
function Foot({ card: { item, parent, progress, comments }, deck, closed }: FootProps) {
  const assignee = item.assignee === null ? undefined : deck.people.get(item.assignee);
  const late = item.dueDate !== null && !closed && item.dueDate < deck.today;
  return (
    <span className={styles.below}>
      {parent !== null && (
        <span className={styles.parent} title={parent.title}>
          <TypeIcon type={parent.type} size={11} />
          <span className={styles.parentTitle}>{parent.title}</span>
        </span>
      )}
      <span className={styles.space} />
      {item.dueDate !== null && (
        <span
          className={classNames(styles.mark, late && styles.late)}
          title={late ? strings.board.late(formatDay(item.dueDate)) : strings.item.dueDate}
        >
          <CalendarDays size={11} aria-hidden />
          {formatDay(item.dueDate)}
        </span>
      )}
      {progress !== null && <ChildProgress done={progress.done} total={progress.total} />}
      {comments > 0 && (
        <span className={styles.mark} title={strings.board.comments(comments)}>
          <MessageSquare size={11} aria-hidden />
          <span aria-hidden>{formatNumber(comments)}</span>
          <span className="visually-hidden">{strings.board.comments(comments)}</span>
        </span>
      )}
      {item.points !== null && (
        <span className={styles.points} title={strings.board.points(formatPoints(item.points))}>
          {formatPoints(item.points)}
        </span>
      )}
      {assignee !== undefined && (
        <span className={styles.assignee} title={assignee}>
          {initials(assignee)}
        </span>
      )}
    </span>
  );
}

function labelsOf({ item }: CardData, { labels }: Deck): readonly Label[] {
  if (item.labels === null) return [];
  return item.labels
    .map((id) => labels.get(id))
    .filter((label) => label !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name));
}

function hasFoot({ item, parent, progress, comments }: CardData, { people }: Deck): boolean {
  const assigned = item.assignee !== null && people.has(item.assignee);
  const below = parent !== null || progress !== null || comments > 0;
  return below || item.points !== null || item.dueDate !== null || assigned;
}

/** A guess at the height of a card that was not drawn yet, pixels: by the length of its title. */
export function heightOf({ item, parent, progress, comments }: CardData): number {
  const lines = Math.min(3, Math.ceil(item.title.length / CHARACTERS));
  const below = parent !== null || progress !== null || comments > 0;
  const foot = below || item.points !== null || item.dueDate !== null || item.assignee !== null;
  return BARE + lines * LINE + (item.labels === null ? 0 : LABELS) + (foot ? FOOT : 0);
}

/** Of a title, and of labels, in one line of a column of usual width. */
const CHARACTERS = 27;
const LABEL_ROOM = 33;
/** Heights that the style sheet comes to: without a title, a line of it, the labels, the foot. */
const BARE = 45;
const LINE = 18;
const LABELS = 23;
const FOOT = 23;
