// A board in lanes: the heads of the columns stay in sight, below them lane after lane, of which those
// in sight are in the page. A lane grows to two thirds of a window; its columns scroll by themselves, so
// that a lane of thousands leaves the next one near.
import type { Column as ColumnData } from '@planwright/engine';
import type { RefObject } from 'react';
import { useMemo } from 'react';

import { laneFold } from '../actions/folds.ts';
import { classNames } from '../ui/class-names.ts';
import { useVirtualRows } from '../ui/virtual-rows.ts';
import { ColumnHead, FoldedHead } from './column-head.tsx';
import type { LaneKit } from './lane-row.tsx';
import { LaneRow, isThin } from './lane-row.tsx';
import styles from './lanes.module.css';
import type { ShownLane } from './shown-lanes.ts';

interface LanesProps {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly lanes: readonly ShownLane[];
  /** The columns of the whole board, nothing left out. */
  readonly whole: readonly ColumnData[];
  /** How many cards fit in each of them. */
  readonly counts: readonly number[];
  readonly folds: ReadonlySet<string>;
  readonly kit: LaneKit;
  /** Lanes that are in the page wherever they are. */
  readonly keep: readonly (string | null)[];
}

interface Row {
  readonly lane: ShownLane;
  readonly folded: boolean;
}

export function Lanes({ scroller, lanes, whole, counts, folds, kit, keep }: LanesProps) {
  'use no memo';
  const { project, by } = kit;
  const rows = useMemo<readonly Row[]>(
    () => lanes.map((lane) => ({ lane, folded: folds.has(laneFold(project.id, by, lane.key)) })),
    [lanes, folds, project.id, by],
  );
  const { indexes, list, row } = useVirtualRows({
    scroller,
    rows,
    keyOf,
    heightOf,
    keep: keep.map((key) => rows.findIndex(({ lane }) => lane.key === key)),
    overscan: 1,
    margin: HEADS,
  });
  return (
    <div className={styles.sheet}>
      <div className={styles.heads}>
        {whole.map((column, at) => {
          const { state } = column;
          const fold = kit.foldOf(column);
          const count = counts[at] ?? 0;
          return fold === 'open' ? (
            <div key={state.id} className={styles.head}>
              <ColumnHead
                state={state}
                count={count}
                total={column.cards.length}
                editable={kit.deck.editable}
              />
            </div>
          ) : (
            <div key={state.id} className={classNames(styles.head, styles.narrow)}>
              <FoldedHead state={state} count={count} fold={fold} over={false} />
            </div>
          );
        })}
      </div>
      <div ref={list} className={styles.lanes}>
        {indexes.map((index) => {
          const one = rows[index];
          if (one === undefined) return null;
          return (
            <div key={keyOf(one)} ref={row} data-index={index} className={styles.row}>
              <LaneRow lane={one.lane} folded={one.folded} kit={kit} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Heights in pixels: of the heads of the columns, of the head of a lane, of what a cell has at least. */
const HEADS = 44;
const HEAD = 38;
const THIN = 38;
const LEAST = 48;
/** Of a usual card, and of the tallest cell in a usual window. */
const CARD = 92;
const MOST = 560;

function keyOf({ lane }: Row): string {
  return `${lane.key ?? ''}`;
}

/** A guess: as high as its longest column. */
function heightOf({ lane, folded }: Row): number {
  if (folded) return HEAD;
  if (isThin(lane, folded)) return THIN;
  const most = Math.max(0, ...lane.columns.map(({ cards }) => cards.length));
  return HEAD + LEAST + Math.min(MOST, most * CARD);
}
