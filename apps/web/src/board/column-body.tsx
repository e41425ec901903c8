// The cards of a column, or of what a lane has of it, in something that scrolls.
import type { Column as ColumnData } from '@planwright/engine';
import { isClosed } from '@planwright/engine';
import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';

import { strings } from '../strings.ts';
import type { Marks } from './card-list.tsx';
import { CardList } from './card-list.tsx';
import styles from './column.module.css';
import type { Deck } from './deck.ts';
import type { PickedIds } from './picked.ts';

interface ColumnBodyProps {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly column: ColumnData;
  readonly deck: Deck;
  readonly marks: Marks;
  readonly picked: PickedIds;
  /** Whether a card is held over its free part or over its cards. */
  readonly over: 'free' | 'cards' | null;
  /** Is the field for a new item open below it? */
  readonly adding: boolean;
  /** Is it a part of a lane? There an empty column says nothing. */
  readonly inLane?: boolean;
}

export function ColumnBody(props: ColumnBodyProps) {
  const { scroller, column, deck, marks, picked, over, adding, inLane = false } = props;
  const { state, cards } = column;
  useNewInSight(scroller, adding, cards.length);
  return (
    <div ref={scroller} className={styles.scroller}>
      <CardList
        scroller={scroller}
        cards={cards}
        deck={deck}
        closed={isClosed(state.category)}
        {...marks}
        picked={picked}
        short={inLane}
      />
      {over === 'free' && <div className={styles.end} aria-hidden />}
      {cards.length === 0 && over === null && !inLane && (
        <p className={styles.empty}>{strings.board.empty}</p>
      )}
    </div>
  );
}

/** An item that is added at the foot of a column comes into sight above the field. */
function useNewInSight(
  scroller: RefObject<HTMLElement | null>,
  adding: boolean,
  count: number,
): void {
  const known = useRef(count);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && count > known.current && adding)
      element.scrollTo({ top: element.scrollHeight });
    known.current = count;
  }, [scroller, adding, count]);
}
