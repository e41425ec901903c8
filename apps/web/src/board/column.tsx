// One state of the board: its name and count, its cards, and a field for a new one at its foot.
import { memo, useCallback } from 'react';

import { addTo } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import type { ColumnParts } from './column-body.tsx';
import { ColumnBody, useColumnHold } from './column-body.tsx';
import { ColumnHead, FoldedHead } from './column-head.tsx';
import styles from './column.module.css';

interface ColumnProps extends ColumnParts {
  /** Its cards, those included that a filter leaves out: a limit counts them all. */
  readonly total: number;
}

export const Column = memo(function Column({ total, ...parts }: ColumnProps) {
  const { column, deck, fold } = parts;
  const { state, cards } = column;
  const hold = useColumnHold(parts);
  const { whole, over } = hold;
  const openField = useCallback(() => addTo(state.id), [state.id]);
  const label = strings.board.columnLabel(state.name, cards.length);
  if (fold !== 'open') {
    return (
      <section ref={whole} className={styles.folded} aria-label={label} data-column={state.id}>
        <FoldedHead state={state} count={cards.length} fold={fold} over={over !== null} />
      </section>
    );
  }
  return (
    <section ref={whole} className={styles.column} aria-label={label} data-column={state.id}>
      <div className={classNames(styles.box, over !== null && styles.over)}>
        <ColumnHead state={state} count={cards.length} total={total} editable={deck.editable} />
        <ColumnBody parts={parts} hold={hold} onAdd={openField} />
      </div>
    </section>
  );
});
