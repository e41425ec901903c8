// The head of a column: its name, how many cards it has and may have, and what is done with all of it.
import type { State } from '@planwright/engine';
import { ChevronsRightLeft, Plus } from 'lucide-react';
import type { RefObject } from 'react';
import { memo, useLayoutEffect, useRef } from 'react';

import { columnFold, takesFocus, toggleFold } from '../actions/folds.ts';
import { formatNumber } from '../format.ts';
import { addTo } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import styles from './column.module.css';

/** `folded` by the person; `hidden` as all columns of closed items are. */
export type Fold = 'open' | 'folded' | 'hidden';

interface ColumnHeadProps {
  readonly state: State;
  /** How many cards are shown of it. */
  readonly count: number;
  /** Its cards, those included that a filter leaves out: a limit counts them all. */
  readonly total: number;
  readonly editable: boolean;
}

export const ColumnHead = memo(function ColumnHead(props: ColumnHeadProps) {
  const { state, count, total, editable } = props;
  const tooMany = state.wipLimit !== null && total > state.wipLimit;
  return (
    <header className={styles.header}>
      <StateIcon category={state.category} />
      <h2 className={styles.name}>{state.name}</h2>
      <span
        className={classNames(styles.count, tooMany && styles.tooMany)}
        title={tooMany && state.wipLimit !== null ? strings.board.over(state.wipLimit) : undefined}
      >
        {state.wipLimit === null
          ? formatNumber(count)
          : `${formatNumber(total)} / ${formatNumber(state.wipLimit)}`}
      </span>
      <span className={styles.space} />
      <Tools state={state} editable={editable} />
    </header>
  );
});

/** What is done with the column; not drawn again when it counts another card. */
const Tools = memo(function Tools({
  state,
  editable,
}: Pick<ColumnHeadProps, 'state' | 'editable'>) {
  const fold = useRef<HTMLButtonElement>(null);
  useTakenOver(fold, state);
  return (
    <>
      <IconButton
        ref={fold}
        size="s"
        className={styles.fold}
        label={strings.board.fold(state.name)}
        shortcut="f"
        icon={<ChevronsRightLeft size={14} />}
        onClick={() => toggleFold(columnFold(state.id))}
      />
      {editable && (
        <IconButton
          size="s"
          className={styles.add}
          label={strings.board.newItemIn(state.name)}
          icon={<Plus size={15} />}
          onClick={() => addTo(state.id)}
        />
      )}
    </>
  );
});

interface FoldedHeadProps {
  readonly state: State;
  readonly count: number;
  readonly fold: Fold;
  /** Is a card held over it? */
  readonly over: boolean;
}

/** A folded column: a strip that unfolds it. */
export function FoldedHead({ state, count, fold, over }: FoldedHeadProps) {
  const strip = useRef<HTMLButtonElement>(null);
  useTakenOver(strip, state);
  return (
    <button
      ref={strip}
      type="button"
      className={classNames(styles.strip, over && styles.over)}
      aria-label={strings.board.unfold(formatNumber(count), state.name)}
      aria-expanded={false}
      disabled={fold === 'hidden'}
      onClick={() => toggleFold(columnFold(state.id))}
    >
      <StateIcon category={state.category} />
      <span className={styles.count}>{formatNumber(count)}</span>
      <span className={styles.upright}>{state.name}</span>
    </button>
  );
}

/** The strip and the head of a column take the focus over from each other. */
function useTakenOver(button: RefObject<HTMLButtonElement | null>, { id }: State): void {
  useLayoutEffect(() => {
    if (takesFocus(columnFold(id))) button.current?.focus();
  }, [button, id]);
}
