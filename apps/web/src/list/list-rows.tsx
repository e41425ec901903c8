// The rows of a list that are in the page. Scrolling draws this alone again, not what stands around it.
import type { ListGroup, ListRow, WorkItemId } from '@planwright/engine';
import { memo, useRef } from 'react';

import styles from './item-list.module.css';
import type { ListDesk } from './list-desk.ts';
import { GroupRow, ItemRow } from './list-row.tsx';
import { useIsWider, useRowWindow } from './row-window.ts';
import type { Editing } from './use-steps.ts';

interface ListRowsProps {
  readonly rows: readonly ListRow[];
  readonly group: ListGroup;
  readonly desk: ListDesk;
  /** Of a row, of what stands above the rows and does not scroll, and the least width, pixels. */
  readonly height: number;
  readonly head: number;
  readonly width: number;
  /** The place of the row that has the cursor (-1: none), and of the one that Tab reaches. */
  readonly at: number;
  readonly stop: number;
  readonly selected: ReadonlySet<WorkItemId>;
  readonly open: WorkItemId | null;
  readonly editing: Editing | null;
  readonly onDone: () => void;
}

export const ListRows = memo(function ListRows(props: ListRowsProps) {
  const { rows, group, desk, height, head, width, at, stop } = props;
  const { selected, open, editing, onDone } = props;
  const inside = useRef<HTMLDivElement>(null);
  const indexes = useRowWindow({ inside, count: rows.length, height, head, keep: at });
  const wide = useIsWider(inside, width);
  return (
    <div
      ref={inside}
      role="rowgroup"
      className={styles.rows}
      data-wide={wide || undefined}
      style={{ height: `${rows.length * height}px` }}
    >
      {indexes.map((index) => {
        const row = rows[index];
        if (row === undefined) return null;
        const common = { index, top: index * height, desk, stop: index === stop };
        return row.kind === 'group' ? (
          <GroupRow key={row.id} {...common} row={row} group={group} />
        ) : (
          <ItemRow
            key={row.id}
            {...common}
            entry={row.entry}
            depth={row.depth}
            grouped={group !== 'none'}
            holds={row.below > 0}
            folded={row.folded}
            parent={row.parent}
            selected={selected.has(row.id)}
            open={row.id === open}
            editing={editing?.row === row.id ? editing.column : null}
            onDone={onDone}
          />
        );
      })}
    </div>
  );
});
