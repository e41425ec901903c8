// The columns of a list: what they are called, how wide they are, and what a click on their head does.
import type { ListColumn } from '../actions/list-search.ts';
import { strings } from '../strings.ts';

interface ColumnFace {
  readonly name: string;
  /** Pixels; the title takes what is left. */
  readonly width: number;
  /** Is the first click on its head downwards? What is most urgent, newest or largest first. */
  readonly down?: boolean;
  /** Numbers end where their column ends. */
  readonly end?: boolean;
  readonly editable?: boolean;
}

export const COLUMNS: Readonly<Record<ListColumn, ColumnFace>> = {
  key: { name: strings.list.key, width: 86 },
  title: { name: strings.item.title, width: 300, editable: true },
  type: { name: strings.item.type, width: 104, editable: true },
  state: { name: strings.item.state, width: 132, editable: true },
  priority: {
    name: strings.item.priority,
    width: 116,
    down: true,
    editable: true,
  },
  assignee: { name: strings.item.assignee, width: 132, editable: true },
  labels: { name: strings.list.labels, width: 176, editable: true },
  points: {
    name: strings.item.points,
    width: 70,
    down: true,
    end: true,
    editable: true,
  },
  estimate: {
    name: strings.item.estimate,
    width: 92,
    down: true,
    end: true,
    editable: true,
  },
  startDate: { name: strings.item.startDate, width: 104, editable: true },
  dueDate: { name: strings.item.dueDate, width: 104, editable: true },
  progress: { name: strings.list.progress, width: 92, down: true },
  created: { name: strings.list.created, width: 104, down: true },
  updated: { name: strings.list.updated, width: 104, down: true },
};

/** Where a row is picked, pixels. */
const PICK = 36;
/** The title where there is little room, pixels. */
const NARROW_TITLE = 190;
const NARROW_KEY = 76;
const NARROW_STATE = 40;

/** The widths of the columns as a grid template, and what they need together, pixels. */
export function widthsOf(
  columns: readonly ListColumn[],
  narrow: boolean,
): { readonly template: string; readonly least: number } {
  const widths = columns.map((column) => {
    if (!narrow) return COLUMNS[column].width;
    if (column === 'title') return NARROW_TITLE;
    if (column === 'key') return NARROW_KEY;
    return column === 'state' ? NARROW_STATE : COLUMNS[column].width;
  });
  const template = widths.map((width, at) =>
    columns[at] === 'title' ? `minmax(${width}px, 1fr)` : `${width}px`,
  );
  return {
    template: [`${PICK}px`, ...template].join(' '),
    least: widths.reduce((sum, width) => sum + width, PICK),
  };
}
