// What a column is made of, on the whole board and in a lane alike: its cards in something that scrolls,
// at its foot the field for a new one, and what a card that is held over it makes of it.
import type { Column as ColumnData, LaneFields, Project } from '@planwright/engine';
import { isClosed } from '@planwright/engine';
import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';

import { strings } from '../strings.ts';
import { useColumnDrop } from './board-drag.ts';
import type { Marks } from './card-list.tsx';
import { CardList } from './card-list.tsx';
import type { Fold } from './column-head.tsx';
import styles from './column.module.css';
import type { Deck } from './deck.ts';
import type { PickedIds } from './picked.ts';
import { QuickAdd } from './quick-add.tsx';

/** What is said of a column, of the whole board or of a lane. */
export interface ColumnParts extends Marks {
  readonly column: ColumnData;
  readonly project: Project;
  readonly deck: Deck;
  readonly picked: PickedIds;
  readonly fold: Fold;
  /** Is the field for a new item open? */
  readonly adding: boolean;
}

/** The elements of a column that cards are dropped on, and what a held card is over of it. */
interface ColumnHold {
  readonly whole: RefObject<HTMLElement | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Whether a card is held over its free part or over its cards. */
  readonly over: 'free' | 'cards' | null;
}

export function useColumnHold({ column, deck, fold }: ColumnParts): ColumnHold {
  const whole = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const over = useColumnDrop(whole, scroller, column, deck.editable, fold !== 'open');
  return { whole, scroller, over };
}

interface ColumnBodyProps {
  readonly parts: ColumnParts;
  readonly hold: ColumnHold;
  readonly onAdd: () => void;
  /** The lane that it is a part of: there an empty column says nothing. */
  readonly lane?: { readonly name: string; readonly fields: LaneFields };
}

export function ColumnBody({ parts, hold, onAdd, lane }: ColumnBodyProps) {
  const { column, project, deck, picked, adding, open, stop, dragged } = parts;
  const { scroller, over } = hold;
  const { state, cards } = column;
  useNewInSight(scroller, adding, cards.length);
  return (
    <>
      <div ref={scroller} className={styles.scroller}>
        <CardList
          scroller={scroller}
          cards={cards}
          deck={deck}
          closed={isClosed(state.category)}
          open={open}
          stop={stop}
          dragged={dragged}
          picked={picked}
          short={lane !== undefined}
        />
        {over === 'free' && <div className={styles.end} aria-hidden />}
        {cards.length === 0 && over === null && lane === undefined && (
          <p className={styles.empty}>{strings.board.empty}</p>
        )}
      </div>
      {deck.editable && (
        <QuickAdd
          project={project}
          state={state}
          open={adding}
          onOpen={onAdd}
          {...(lane !== undefined && { lane: lane.name, fields: lane.fields })}
        />
      )}
    </>
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
