// The cards of one column. Only those in sight are in the page, and the few that must not leave it:
// the open one, the one that Tab reaches, the one that is dragged.
import type { Card as CardData, WorkItemId } from '@planwright/engine';
import type { RefObject } from 'react';
import { memo, useMemo } from 'react';

import { useVirtualRows } from '../ui/virtual-rows.ts';
import { Card, heightOf } from './card.tsx';
import styles from './card-list.module.css';
import type { Deck } from './deck.ts';
import { indexIn } from './standing.ts';

/** What is said of cards of one column; null: of none. */
export interface Marks {
  readonly open: WorkItemId | null;
  /** The card that Tab reaches. */
  readonly stop: WorkItemId | null;
  readonly dragged: WorkItemId | null;
}

interface CardListProps extends Marks {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly cards: readonly CardData[];
  readonly deck: Deck;
  readonly closed: boolean;
  readonly picked: ReadonlySet<WorkItemId>;
  /** Is it one of many lists, in a lane? Then less of it is drawn beyond what is in sight. */
  readonly short?: boolean;
}

export const CardList = memo(function CardList({
  scroller,
  cards,
  deck,
  closed,
  open,
  stop,
  dragged,
  picked,
  short = false,
}: CardListProps) {
  'use no memo';
  const keep = useMemo(
    () => [open, stop, dragged].filter((id) => id !== null).map((id) => indexIn(cards, id)),
    [cards, open, stop, dragged],
  );
  const whole = cards.length <= (short ? SHORT_IN_LANE : SHORT);
  const { indexes, list, row } = useVirtualRows({
    scroller,
    rows: cards,
    keyOf,
    heightOf,
    keep,
    overscan: whole ? SHORT : short ? OVERSCAN_IN_LANE : OVERSCAN,
  });
  return (
    <ul ref={list} className={styles.list}>
      {indexes.map((index) => {
        const card = cards[index];
        if (card === undefined) return null;
        const { id } = card.item;
        return (
          <li
            key={id}
            ref={row}
            data-index={index}
            className={styles.row}
            aria-setsize={whole ? undefined : cards.length}
            aria-posinset={whole ? undefined : index + 1}
          >
            <Card
              card={card}
              deck={deck}
              closed={closed}
              open={id === open}
              stop={id === stop}
              picked={picked.has(id)}
            />
          </li>
        );
      })}
    </ul>
  );
});

/** A column of so many cards is drawn whole: the browser's own search finds what is on them. */
const SHORT = 40;
const SHORT_IN_LANE = 10;
const OVERSCAN = 4;
const OVERSCAN_IN_LANE = 2;

function keyOf({ item }: CardData): string {
  return item.id;
}
