// One state of the board: its name and count, its cards, and a field for a new one at its foot.
import type { Column as ColumnData, Project } from '@planwright/engine';
import { memo, useCallback, useRef } from 'react';

import { addTo } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { useColumnDrop } from './board-drag.ts';
import type { Marks } from './card-list.tsx';
import { ColumnBody } from './column-body.tsx';
import type { Fold } from './column-head.tsx';
import { ColumnHead, FoldedHead } from './column-head.tsx';
import styles from './column.module.css';
import type { Deck } from './deck.ts';
import type { PickedIds } from './picked.ts';
import { QuickAdd } from './quick-add.tsx';

interface ColumnProps extends Marks {
  readonly column: ColumnData;
  /** Its cards, those included that a filter leaves out: a limit counts them all. */
  readonly total: number;
  readonly project: Project;
  readonly deck: Deck;
  readonly picked: PickedIds;
  readonly fold: Fold;
  /** Is the field for a new item open? */
  readonly adding: boolean;
}

export const Column = memo(function Column(props: ColumnProps) {
  const { column, total, project, deck, picked, fold, adding, open, stop, dragged } = props;
  const { state, cards } = column;
  const whole = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const over = useColumnDrop(whole, scroller, column, deck.editable, fold !== 'open');
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
        <ColumnBody
          scroller={scroller}
          column={column}
          deck={deck}
          marks={{ open, stop, dragged }}
          picked={picked}
          over={over}
          adding={adding}
        />
        {deck.editable && (
          <QuickAdd project={project} state={state} open={adding} onOpen={openField} />
        )}
      </div>
    </section>
  );
});
