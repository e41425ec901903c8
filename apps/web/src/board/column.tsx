// One state of the board: its name and count, its cards, and a field for a new one at its foot.
import type {
  Card as CardData,
  Column as ColumnData,
  Project,
  WorkItemId,
} from '@planwright/engine';
import { isClosed } from '@planwright/engine';
import { Plus } from 'lucide-react';
import type { RefObject } from 'react';
import { memo, useEffect, useRef, useState } from 'react';

import { formatNumber } from '../format.ts';
import { addTo } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import type { Seen } from './arrival.ts';
import { useColumnDrop } from './board-drag.ts';
import { Card } from './card.tsx';
import styles from './column.module.css';
import { QuickAdd } from './quick-add.tsx';

interface ColumnProps {
  readonly column: ColumnData;
  readonly project: Project;
  readonly open: WorkItemId | null;
  readonly editable: boolean;
  readonly seen: Seen;
  readonly nameOf: (card: CardData) => string | null;
}

export const Column = memo(function Column({
  column,
  project,
  open,
  editable,
  seen,
  nameOf,
}: ColumnProps) {
  const { state, cards } = column;
  const whole = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const over = useColumnDrop(whole, list, state.id, editable);
  const closed = isClosed(state.category);
  const openAt = open === null ? -1 : cards.findIndex(({ item }) => item.id === open);
  const [drawn, more] = useDrawn(list, cards.length, openAt);
  const tooMany = state.wipLimit !== null && cards.length > state.wipLimit;
  return (
    <section
      ref={whole}
      className={styles.column}
      aria-label={strings.board.columnLabel(state.name, cards.length)}
      data-column={state.id}
    >
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
            {formatNumber(cards.length)}
            {state.wipLimit !== null && ` / ${formatNumber(state.wipLimit)}`}
          </span>
          <span className={styles.space} />
          {editable && (
            <IconButton
              size="s"
              className={styles.add}
              label={strings.board.newItemIn(state.name)}
              icon={<Plus size={15} />}
              onClick={() => addTo(state.id)}
            />
          )}
        </header>
        <ul ref={list} className={styles.list}>
          {cards.slice(0, drawn).map((card) => (
            <Card
              key={card.item.id}
              card={card}
              projectKey={project.key}
              assignee={nameOf(card)}
              closed={closed}
              open={card.item.id === open}
              editable={editable}
              seen={seen}
            />
          ))}
          {drawn < cards.length && <li ref={more} className={styles.more} aria-hidden />}
          {over === 'free' && <li className={styles.end} aria-hidden />}
          {cards.length === 0 && over === null && (
            <li className={styles.empty}>{strings.board.empty}</li>
          )}
        </ul>
        {editable && <QuickAdd project={project} state={state} />}
      </div>
    </section>
  );
});

/** Cards drawn at first, and more of them each time the end of those comes near. */
const DRAWN = 200;

/**
 * How many cards of a column are drawn: enough for what is in sight and for the open one. A column
 * of ten thousand is drawn as far as somebody has scrolled. `more` marks the end of what is drawn.
 */
function useDrawn(
  list: RefObject<HTMLElement | null>,
  total: number,
  openAt: number,
): readonly [number, RefObject<HTMLLIElement | null>] {
  const [limit, setLimit] = useState(DRAWN);
  const more = useRef<HTMLLIElement>(null);
  const drawn = Math.min(total, Math.max(limit, openAt + 1));
  useEffect(() => {
    if (more.current === null) return undefined;
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setLimit(drawn + DRAWN);
      },
      { root: list.current, rootMargin: '1200px' },
    );
    near.observe(more.current);
    return () => near.disconnect();
  }, [list, drawn]);
  return [drawn, more];
}
