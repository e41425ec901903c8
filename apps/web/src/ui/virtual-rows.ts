// Long lists of which only what is in sight is in the page. Rows may be of any height: each is
// guessed, and measured once it is drawn. Places are written straight to the elements, so that
// scrolling draws again only when other rows come into sight.
//
//   const { indexes, list, row } = useVirtualRows({ scroller, rows, keyOf, heightOf });
//   <div ref={scroller} style={{ overflow: 'auto' }}>
//     <ul ref={list} style={{ position: 'relative' }}>
//       {indexes.map((index) => (
//         <li key={keyOf(rows[index])} ref={row} data-index={index} style={{ position: 'absolute' }}>
import {
  defaultRangeExtractor,
  measureElement,
  observeElementRect,
  useVirtualizer,
} from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useCallback, useLayoutEffect, useReducer } from 'react';

interface VirtualRowsOptions<T> {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly T[];
  /** Names a row: the same for its whole life. A function that never changes. */
  readonly keyOf: (row: T) => string;
  /** The height of a row that was not drawn yet, pixels: a guess. A function that never changes. */
  readonly heightOf: (row: T) => number;
  /** Rows in the page wherever they are: what has the focus, what is dragged. */
  readonly keep?: readonly number[];
  /** Rows drawn beyond both edges of what is in sight. */
  readonly overscan?: number;
  /** From the top of what scrolls to the top of the list, pixels. */
  readonly margin?: number;
}

interface VirtualRows {
  /** The rows to draw, in order. */
  readonly indexes: readonly number[];
  /** The list's element: `position: relative`, its height is written here. */
  readonly list: (element: HTMLElement | null) => void;
  /** Each row's element: `position: absolute`, with its index in `data-index`. */
  readonly row: (element: HTMLElement | null) => void;
  /** Scrolls until this row is in sight. */
  readonly reveal: (index: number) => void;
}

export function useVirtualRows<T>({
  scroller,
  rows,
  keyOf,
  heightOf,
  keep = [],
  overscan = 4,
  margin = 0,
}: VirtualRowsOptions<T>): VirtualRows {
  // The virtualizer changes in place: a compiler that remembers what was drawn would not see it.
  'use no memo';
  const kept = keep.filter((index) => index >= 0 && index < rows.length).join(' ');
  // oxlint-disable-next-line react/incompatible-library -- nothing is memoised here, see above
  const virtual = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => keyOf(rows[index] as T), [rows, keyOf]),
    estimateSize: (index) => heightOf(rows[index] as T),
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const near = defaultRangeExtractor(range);
        const far = kept === '' ? [] : [...new Set(kept.split(' ').map(Number))];
        const missing = far.filter((index) => !near.includes(index));
        return missing.length === 0 ? near : [...near, ...missing].sort((a, b) => a - b);
      },
      [kept],
    ),
    // A new row counts as guessed until the browser tells of its size, in the same frame: to ask for
    // it row by row would lay the page out once for each of them.
    measureElement: (element, entry, instance) => {
      if (entry !== undefined) return measureElement(element, entry, instance);
      const row = rows[instance.indexFromElement(element)] as T;
      return instance.itemSizeCache.get(keyOf(row)) ?? heightOf(row);
    },
    overscan,
    scrollMargin: margin,
    initialRect: WINDOW,
    // Where nothing is laid out (hidden, or in a test) it counts as high as a window.
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) => tell(rect.height === 0 ? WINDOW : rect)),
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
  });
  // What scrolls is further out, so it is known only after the first drawing: then it is drawn again.
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);
  useLayoutEffect(drawAgain, [drawAgain]);
  return {
    indexes: virtual.getVirtualItems().map(({ index }) => index),
    list: virtual.containerRef,
    row: virtual.measureElement,
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}

const WINDOW = { width: 1_280, height: 800 };
