// What clicks and keys do in a list. The list hears them once, for all of its rows.
import type { ListRow, WorkItemId } from '@planwright/engine';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useCallback, useState } from 'react';

import type { ListColumn } from '../actions/list-search.ts';
import { COLUMNS } from './columns.ts';
import type { ListCursor } from './cursor.ts';
import type { Step } from './list-keys.ts';
import { stepOf } from './list-keys.ts';
import type { Selection } from './selection.ts';
import { NOTHING, all, extended, toggled } from './selection.ts';

/** What the list can do. */
export interface ListKit {
  readonly rows: readonly ListRow[];
  readonly columns: readonly ListColumn[];
  readonly editable: boolean;
  readonly cursor: ListCursor;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly fold: (id: string) => void;
  readonly openItem: (id: WorkItemId) => void;
  readonly copy: (what: 'keys' | 'lines') => void;
  readonly remove: () => void;
}

export interface Editing {
  readonly row: string;
  readonly column: ListColumn;
}

export function useSteps(kit: ListKit) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const onDone = useCallback(() => setEditing(null), []);
  const { rows, columns, cursor, selection } = kit;

  const edit = (row: string, column: ListColumn): void => {
    const cell = columns.indexOf(column);
    if (!kit.editable || COLUMNS[column].editable !== true || cell < 0) return;
    cursor.put({ row, cell }, false);
    setEditing({ row, column });
  };

  const perform = (step: Step): void => {
    switch (step.do) {
      case 'go':
        if (step.extend) {
          const from = cursor.row ?? step.cursor.row;
          kit.setSelection(extended(selection, rows, from, step.cursor.row));
        } else if (selection.anchor !== null) {
          kit.setSelection({ ...selection, anchor: null, base: selection.ids });
        }
        return cursor.put(step.cursor);
      case 'fold':
        return kit.fold(step.row);
      case 'select':
        return kit.setSelection(toggled(selection, rows, step.row));
      case 'selectAll':
        return kit.setSelection(all(rows));
      case 'open':
        return kit.openItem(step.row as WorkItemId);
      case 'edit':
        return edit(step.row, (step.cell === null ? undefined : columns[step.cell]) ?? 'title');
      case 'leave':
        if (cursor.cell !== null && cursor.row !== null)
          cursor.put({ row: cursor.row, cell: null });
        else kit.setSelection(NOTHING);
        return undefined;
      case 'copy':
        return kit.copy(step.what);
      case 'delete':
        return kit.editable ? kit.remove() : undefined;
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const { target, currentTarget } = event;
    if (!(target instanceof Element) || !currentTarget.contains(target)) return;
    if (target.closest('[data-row]') === null || target.closest('[data-editor]') !== null) return;
    const around = {
      rows,
      at: cursor.at,
      cells: columns.length,
      page: cursor.page(),
      selected: selection.ids.size,
    };
    const step = stepOf(event, { row: cursor.row ?? '', cell: cursor.cell }, around);
    if (step === null) return;
    event.preventDefault();
    perform(step);
  };

  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const { target, currentTarget } = event;
    if (!(target instanceof HTMLElement || target instanceof SVGElement)) return;
    if (!currentTarget.contains(target) || target.closest('[data-editor]') !== null) return;
    const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (row === undefined) return;
    const what = target.closest<HTMLElement>('[data-do]')?.dataset['do'];
    const link = target.closest('a') !== null;
    const column = target.closest<HTMLElement>('[data-editable]')?.dataset['column'];
    const group = rows.find(({ id }) => id === row)?.kind === 'group';
    if (what === 'fold' || (group && !link)) {
      cursor.put({ row, cell: null });
      return kit.fold(row);
    }
    if (event.shiftKey) {
      event.preventDefault();
      kit.setSelection(extended(selection, rows, cursor.row ?? row, row));
    } else if (what === 'pick' || (!link && (event.ctrlKey || event.metaKey))) {
      kit.setSelection(toggled(selection, rows, row));
    } else if (what === 'rename') return edit(row, 'title');
    else if (!link && column !== undefined && column !== 'title') {
      return edit(row, column as ListColumn);
    }
    cursor.put({ row, cell: null });
  };

  /** A row that gets the focus by Tab or by the pointer has the cursor. */
  const onFocus = ({ target }: { readonly target: EventTarget }): void => {
    const row = target instanceof HTMLElement ? target.dataset['row'] : undefined;
    if (row !== undefined && row !== cursor.row) cursor.put({ row, cell: null }, false);
  };

  /** Shift and a click select rows, not the text between. */
  const onMouseDown = (event: MouseEvent): void => {
    if (event.shiftKey) event.preventDefault();
  };

  return { editing, onDone, handlers: { onKeyDown, onClick, onFocus, onMouseDown } };
}
