// One state of the board: its name and count, its cards, and a field for a new one at its foot.
import type { Column as ColumnData, Project, StateId, WorkItemId } from '@planwright/engine';
import { isClosed } from '@planwright/engine';
import { ChevronsRightLeft, Plus } from 'lucide-react';
import type { RefObject } from 'react';
import { memo, useLayoutEffect, useRef } from 'react';

import { formatNumber } from '../format.ts';
import { addTo, useScreenState } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { useColumnDrop } from './board-drag.ts';
import type { Marks } from './card-list.tsx';
import { CardList } from './card-list.tsx';
import styles from './column.module.css';
import type { Deck } from './deck.ts';
import { QuickAdd } from './quick-add.tsx';

/** `folded` by the person; `hidden` as all columns of closed items are. */
export type Fold = 'open' | 'folded' | 'hidden';

interface ColumnProps extends Marks {
  readonly column: ColumnData;
  /** Its cards, those included that a filter leaves out: a limit counts them all. */
  readonly total: number;
  readonly project: Project;
  readonly deck: Deck;
  readonly picked: ReadonlySet<WorkItemId>;
  readonly fold: Fold;
  readonly onFold: (state: StateId) => void;
}

export const Column = memo(function Column({
  column: { state, cards },
  total,
  project,
  deck,
  picked,
  fold,
  onFold,
  open,
  stop,
  dragged,
}: ColumnProps) {
  const whole = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const over = useColumnDrop(whole, scroller, state.id, deck.editable, fold !== 'open');
  useNewInSight(scroller, state.id, cards.length);
  const label = strings.board.columnLabel(state.name, cards.length);
  const tooMany = state.wipLimit !== null && total > state.wipLimit;
  if (fold !== 'open') {
    return (
      <section ref={whole} className={styles.folded} aria-label={label} data-column={state.id}>
        <button
          type="button"
          className={classNames(styles.strip, over !== null && styles.over)}
          aria-label={strings.board.unfold(formatNumber(cards.length), state.name)}
          aria-expanded={false}
          disabled={fold === 'hidden'}
          onClick={() => onFold(state.id)}
        >
          <StateIcon category={state.category} />
          <span className={styles.count}>{formatNumber(cards.length)}</span>
          <span className={styles.upright}>{state.name}</span>
        </button>
      </section>
    );
  }
  return (
    <section ref={whole} className={styles.column} aria-label={label} data-column={state.id}>
      <div className={classNames(styles.box, over !== null && styles.over)}>
        <header className={styles.header}>
          <StateIcon category={state.category} />
          <h2 className={styles.name}>{state.name}</h2>
          <span
            className={classNames(styles.count, tooMany && styles.tooMany)}
            title={
              tooMany && state.wipLimit !== null ? strings.board.over(state.wipLimit) : undefined
            }
          >
            {state.wipLimit === null
              ? formatNumber(cards.length)
              : `${formatNumber(total)} / ${formatNumber(state.wipLimit)}`}
          </span>
          <span className={styles.space} />
          <IconButton
            size="s"
            className={styles.fold}
            label={strings.board.fold(state.name)}
            icon={<ChevronsRightLeft size={14} />}
            onClick={() => onFold(state.id)}
          />
          {deck.editable && (
            <IconButton
              size="s"
              className={styles.add}
              label={strings.board.newItemIn(state.name)}
              icon={<Plus size={15} />}
              onClick={() => addTo(state.id)}
            />
          )}
        </header>
        <div ref={scroller} className={styles.scroller}>
          <CardList
            scroller={scroller}
            cards={cards}
            deck={deck}
            closed={isClosed(state.category)}
            marks={{ open, stop, dragged }}
            picked={picked}
          />
          {over === 'free' && <div className={styles.end} aria-hidden />}
          {cards.length === 0 && over === null && (
            <p className={styles.empty}>{strings.board.empty}</p>
          )}
        </div>
        {deck.editable && <QuickAdd project={project} state={state} />}
      </div>
    </section>
  );
});

/** An item that is added at the foot of a column comes into sight above the field. */
function useNewInSight(
  scroller: RefObject<HTMLElement | null>,
  state: string,
  count: number,
): void {
  const { addingTo } = useScreenState();
  const known = useRef(count);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && count > known.current && addingTo === state)
      element.scrollTo({ top: element.scrollHeight });
    known.current = count;
  }, [scroller, addingTo, state, count]);
}
