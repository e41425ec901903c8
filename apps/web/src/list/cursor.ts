// Where the keyboard is in a list: on a row or on one of its cells. The row of the cursor stays in the
// page wherever one scrolls, and when it goes, the cursor is on what stands in its place: the focus is
// never lost.
import type { ListRow, WorkItemId } from '@planwright/engine';
import type { RefObject } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

import type { ListColumn } from '../actions/list-search.ts';
import type { Cursor } from './list-keys.ts';

interface CursorParts {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: readonly ListRow[];
  /** Of a row, and of what stands above the rows and does not scroll, pixels. */
  readonly height: number;
  readonly head: number;
  readonly open: WorkItemId | null;
}

export interface ListCursor {
  /** The place of its row; -1 while there is none. */
  readonly at: number;
  readonly row: string | null;
  readonly cell: number | null;
  /** The place of the row that can be reached by Tab. */
  readonly stop: number;
  /** Puts the cursor somewhere; with the focus, unless `focus` is false. */
  readonly put: (to: Cursor, focus?: boolean) => void;
  /** Takes the focus to where the cursor is, or to the first row. */
  readonly take: () => void;
  /** How often the focus was asked to come to where the cursor is. */
  readonly asked: number;
  /** How many rows are in sight. */
  readonly page: () => number;
  /** Scrolls until a row is in sight. */
  readonly reveal: (at: number) => void;
}

interface Kept extends Cursor {
  /** Where its row was, for when it is gone. */
  readonly at: number;
  readonly asked: number;
}

/** Room below the row of the cursor: for the bar of the selection, pixels. */
const BELOW = 72;

export function useCursor({ scroller, rows, height, head, open }: CursorParts): ListCursor {
  const [cursor, setCursor] = useState<Kept | null>(null);
  const found = cursor === null ? -1 : placeOf(rows, cursor.row, cursor.at);
  const at = cursor === null || found >= 0 ? found : Math.min(cursor.at, rows.length - 1);
  const row = rows[at]?.id ?? null;
  const cell = rows[at]?.kind === 'item' ? (cursor?.cell ?? null) : null;

  const reveal = useCallback(
    (index: number): void => {
      const box = scroller.current;
      if (box === null || index < 0) return;
      const top = index * height;
      const last = top + height + head + BELOW - box.clientHeight;
      if (box.scrollTop > top) box.scrollTo({ top });
      else if (box.scrollTop < last) box.scrollTo({ top: last });
    },
    [scroller, height, head],
  );

  const page = useCallback((): number => {
    const box = scroller.current?.clientHeight ?? 0;
    return Math.max(1, Math.floor((box - head - BELOW) / height));
  }, [scroller, head, height]);

  const put = useCallback(
    (to: Cursor, focus = true): void => {
      setCursor((last) => {
        const place = Math.max(0, placeOf(rows, to.row, last?.at ?? 0));
        return { ...to, at: place, asked: (last?.asked ?? 0) + (focus ? 1 : 0) };
      });
    },
    [rows],
  );

  const take = useCallback((): void => {
    const first = rows[Math.max(at, 0)];
    if (first !== undefined) put({ row: first.id, cell });
  }, [rows, at, cell, put]);

  // What is opened by its address comes into sight; what had the panel has the focus when it closes.
  const opened = useRef<WorkItemId | null>(null);
  useEffect(() => {
    const last = opened.current;
    opened.current = open;
    if (open !== null && last === null) reveal(placeOf(rows, open, 0));
    if (open === null && last !== null && isLost()) put({ row: last, cell: null });
  }, [open, rows, reveal, put]);

  return {
    at,
    row,
    cell,
    stop: Math.max(at, 0),
    asked: cursor?.asked ?? 0,
    page,
    reveal,
    put,
    take,
  };
}

/** The place of a row, looked for around a place first: most steps are small. -1: it is not listed. */
function placeOf(rows: readonly ListRow[], id: string, near: number): number {
  for (const at of [near, near + 1, near - 1]) if (rows[at]?.id === id) return at;
  return rows.findIndex((row) => row.id === id);
}

/** Gives the focus where it belongs, after the rows are drawn. Gives the ref for the grid. */
export function useFocusAt(
  { at, row, cell, asked, reveal }: ListCursor,
  columns: readonly ListColumn[],
): RefObject<HTMLDivElement | null> {
  const grid = useRef<HTMLDivElement>(null);
  const inside = useRef(false);
  const answered = useRef(asked);
  useEffect(() => {
    const here = ({ target }: FocusEvent): void => {
      inside.current = target instanceof Node && (grid.current?.contains(target) ?? false);
    };
    document.addEventListener('focusin', here);
    return () => document.removeEventListener('focusin', here);
  }, []);
  useLayoutEffect(() => {
    const wanted = asked !== answered.current;
    if (row === null || !(wanted || (inside.current && isLost()))) return;
    if (wanted) reveal(at);
    answered.current = asked;
    focusRow(grid.current, row, cell === null ? null : (columns[cell] ?? null));
  });
  return grid;
}

/** Gives a row, or one of its cells, the focus; the row does not jump. */
export function focusRow(
  grid: HTMLElement | null,
  row: string | null,
  column: ListColumn | null = null,
): void {
  if (grid === null || row === null) return;
  const element = grid.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`);
  const cell =
    column === null ? null : element?.querySelector<HTMLElement>(`[data-column="${column}"]`);
  (cell ?? element)?.focus({ preventScroll: true });
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Is the focus nowhere? */
function isLost(): boolean {
  return document.activeElement === document.body || document.activeElement === null;
}
