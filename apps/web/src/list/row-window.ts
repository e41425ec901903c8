// Which rows of a list are in the page, where all rows are of one height: those in sight, a few beyond,
// and the row of the keyboard wherever it is. Nothing is measured but the box that scrolls.
import type { RefObject } from 'react';
import { useLayoutEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';

interface RowWindowOptions {
  /** An element in what scrolls, which is marked by `data-list`. */
  readonly inside: RefObject<HTMLElement | null>;
  /** How many rows there are. */
  readonly count: number;
  /** Of a row, and of what stays in sight above the rows, pixels. */
  readonly height: number;
  readonly head: number;
  /** The place of a row that stays in the page; -1: none. */
  readonly keep: number;
}

/** Rows from one place up to another, which is not included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Rows that are drawn beyond both edges; the window moves in steps of so many. */
const STEP = 4;
/** How high a list counts where nothing is laid out (hidden, or in a test), pixels. */
const UNKNOWN = 800;

/** The places of the rows to draw, in order. */
export function useRowWindow(options: RowWindowOptions): readonly number[] {
  const { inside, count, height, head, keep } = options;
  const [range, setRange] = useState<Range>(() => rangeAt(0, UNKNOWN, height, head));
  useLayoutEffect(() => {
    const element = scrollerOf(inside);
    if (element === null) return undefined;
    const look = (): void => {
      const { scrollTop, clientHeight } = element;
      const now = rangeAt(scrollTop, clientHeight || UNKNOWN, height, head);
      setRange((last) => (last.from === now.from && last.to === now.to ? last : now));
    };
    // In the frame that is scrolled: a row that comes a frame later is a white line.
    const scrolled = (): void => flushSync(look);
    look();
    element.addEventListener('scroll', scrolled, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', scrolled);
      observer.disconnect();
    };
  }, [inside, height, head]);
  return useMemo(() => indexesIn(range, count, keep), [range, count, keep]);
}

/** What is in sight when a list is scrolled so far, and a few rows beyond. */
export function rangeAt(top: number, box: number, height: number, head: number): Range {
  const first = Math.floor(top / height);
  const last = Math.ceil((top + box - head) / height);
  return {
    from: Math.max(0, Math.floor(first / STEP - 1) * STEP),
    to: Math.ceil(last / STEP + 1) * STEP,
  };
}

/** The places of a range that there are, and `keep`, in order. */
export function indexesIn({ from, to }: Range, count: number, keep: number): readonly number[] {
  const end = Math.min(to, count);
  const start = Math.max(0, Math.min(from, end - (to - from)));
  const near = Array.from({ length: end - start }, (_, at) => start + at);
  if (keep < 0 || keep >= count || (keep >= start && keep < end)) return near;
  return keep < start ? [keep, ...near] : [...near, keep];
}

/** Is what is so wide, in pixels, wider than the box that it scrolls in? */
export function useIsWider(inside: RefObject<HTMLElement | null>, width: number): boolean {
  const [wider, setWider] = useState(false);
  useLayoutEffect(() => {
    const element = scrollerOf(inside);
    if (element === null) return undefined;
    const look = (): void => setWider(width > element.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, [inside, width]);
  return wider;
}

/** What scrolls is further out: a ref of its own is not set yet when the rows are in the page. */
function scrollerOf({ current }: RefObject<HTMLElement | null>): HTMLElement | null {
  return current?.closest<HTMLElement>('[data-list]') ?? null;
}
