// The board of a project: a column for each state, cards that are dragged by pointer or moved by keys.
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import type { Column as ColumnData, Project, WorkItem, WorkItemId } from '@planwright/engine';
import { BoardView, isClosed, keyOf } from '@planwright/engine';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import type { BoardChoice, BoardSearch } from '../actions/board-search.ts';
import { addressed, choiceOf } from '../actions/board-search.ts';
import type { Spot } from '../actions/edits.ts';
import { moveItems } from '../actions/edits.ts';
import { ItemContextMenu } from '../actions/item-menu.tsx';
import { useNavigation } from '../actions/place.ts';
import { useStore, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './board.module.css';
import { BoardBar } from './board-bar.tsx';
import { useBoardDrag } from './board-drag.ts';
import { useCollapsed } from './collapsed.ts';
import type { Fold } from './column.tsx';
import { Column } from './column.tsx';
import { useDeck } from './deck.ts';
import { pickedWith, placeOf, spotBeside, spotOf } from './drop.ts';
import { makeFilter } from './filter.ts';
import { useFocusAfter } from './focus-after.ts';
import { usePicked } from './picked.ts';
import { focusCard, focusedCard, showCard, stepFrom, stepOf, stopOf } from './walk.ts';

interface BoardProps {
  readonly project: Project;
  /** The item that is open beside the board. */
  readonly open: WorkItemId | null;
  /** What the address says of what it shows. */
  readonly view: BoardSearch;
  /** What the address says of the item that is open. */
  readonly reference: string | undefined;
}

export function Board({ project, open, view, reference }: BoardProps) {
  const store = useStore();
  const board = useView(`board ${project.id}`, (tables) => new BoardView(tables, project.id));
  const deck = useDeck(project);
  const { go } = useNavigation();
  const said = JSON.stringify(view);
  const choice = useMemo(() => choiceOf(JSON.parse(said) as BoardSearch), [said]);
  const filter = useMemo(() => makeFilter(choice, project.key), [choice, project.key]);
  const columns = useMemo(() => filter(board.columns), [filter, board]);
  const [folded, toggle] = useCollapsed();
  const foldOf = ({ state }: ColumnData): Fold => {
    if (choice.hideDone && isClosed(state.category)) return 'hidden';
    return folded.has(state.id) ? 'folded' : 'open';
  };
  const shown = columns.filter((column) => foldOf(column) === 'open');
  const root = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<WorkItemId | null>(null);
  const [dragged, setDragged] = useState<WorkItemId | null>(null);
  const { picked, pick, unpick } = usePicked(columns);
  const stop = stopOf(shown, last);
  const refocus = useRef<WorkItemId | null>(null);

  const focus = useCallback((id: WorkItemId): void => {
    refocus.current = id;
    setLast(id);
  }, []);

  const move = useCallback(
    (items: readonly WorkItem[], spot: Spot): void => {
      const [first] = items;
      if (first === undefined || !moveItems(store, items, spot)) return;
      focus(first.id);
      const now = store.view(`board ${project.id}`, (tables) => new BoardView(tables, project.id));
      const place = placeOf(filter(now.read().columns), first.id);
      if (place === null) return;
      const { state, index, of } = place;
      announce(
        items.length === 1
          ? strings.board.moved(keyOf(store.tables, first), state, index, of)
          : strings.board.movedMany(items.length, state, index, of),
      );
    },
    [store, project.id, filter, focus],
  );

  useBoardDrag(root, {
    onDrag: setDragged,
    onDrop: (id, over) => {
      const ids = pickedWith(columns, id, picked);
      const along = new Set(ids.length > 1 ? ids : []);
      const spot = spotOf(columns, id, over, along);
      const items = ids.map((one) => store.tables.get('workItem', one));
      if (spot !== null)
        move(
          items.filter((item) => item !== undefined),
          spot,
        );
    },
  });

  // A moved card is drawn in another column: what had the focus keeps it.
  useLayoutEffect(() => {
    if (root.current === null || refocus.current === null) return;
    if (focusCard(root.current, refocus.current)) refocus.current = null;
  });
  const after = useFocusAfter(shown, focus);

  // The open card comes into sight when it is opened by its address, and has the focus again when
  // the panel that had it is gone.
  const opened = useRef(open);
  useEffect(() => {
    const before = opened.current;
    opened.current = open;
    if (open === null) {
      if (before === null || document.activeElement !== document.body) return;
      focus(before);
      return;
    }
    const card = root.current?.querySelector(`[data-card="${open}"]`);
    if (card) showCard(card);
  }, [open, focus]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const { currentTarget } = event;
    const id = focusedCard(event.target);
    if (id === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'x' && !event.shiftKey) return pick(id, 'toggle');
    if (event.key === 'Escape' && picked.size > 0) {
      event.preventDefault();
      return unpick();
    }
    const step = stepOf(event.key);
    if (step === null) return;
    event.preventDefault();
    if (!event.shiftKey) {
      const next = stepFrom(currentTarget, shown, id, step);
      if (next === null) return;
      flushSync(() => setLast(next));
      focusCard(currentTarget, next);
    } else if (step !== 'first' && step !== 'last') {
      const item = store.tables.get('workItem', id);
      const spot = spotBeside(shown, id, step);
      if (deck.editable && item !== undefined && spot !== null) move([item], spot);
    }
  };

  /** With Ctrl or ⌘ a click picks a card, with Shift all from the last that was picked. */
  const onClickCapture = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-card]') : null;
    const id = focusedCard(target);
    if (id === null || event.button !== 0 || event.altKey) return;
    if (event.shiftKey) pick(id, 'through');
    else if (event.ctrlKey || event.metaKey) pick(id, 'toggle');
    else return unpick();
    event.preventDefault();
    event.stopPropagation();
  };

  const markIn = (id: WorkItemId | null, state: string): WorkItemId | null =>
    id !== null && store.tables.get('workItem', id)?.state === state ? id : null;

  const choose = (next: BoardChoice): void => {
    const item = reference === undefined ? {} : { item: reference };
    go({ to: 'board', key: project.key, view: addressed(next), ...item }, { replace: true });
  };

  return (
    <div className={styles.whole}>
      <BoardBar choice={choice} deck={deck} onChoose={choose} />
      <ItemContextMenu
        project={project}
        area={
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrows walk between its links
          <div
            ref={root}
            className={classNames(styles.board, open !== null && styles.beside)}
            onKeyDown={onKeyDown}
            onClickCapture={onClickCapture}
            onFocus={(event) => {
              const id = focusedCard(event.target);
              if (id !== null) setLast(id);
              after.onFocus(event);
            }}
            onBlur={after.onBlur}
          >
            {columns.map((column, at) => (
              <Column
                key={column.state.id}
                column={column}
                total={board.columns[at]?.cards.length ?? 0}
                project={project}
                deck={deck}
                picked={picked}
                fold={foldOf(column)}
                onFold={toggle}
                open={markIn(open, column.state.id)}
                stop={markIn(stop, column.state.id)}
                dragged={markIn(dragged, column.state.id)}
              />
            ))}
          </div>
        }
      />
    </div>
  );
}
