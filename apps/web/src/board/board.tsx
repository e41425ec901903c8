// The board of a project: a column for each state, on the whole or in lanes, with cards that are dragged
// by pointer or moved by keys.
import type { Column as ColumnData, GroupKey, Project, WorkItem } from '@planwright/engine';
import { BoardView, asksFor, isClosed, laneOf, peopleFitting } from '@planwright/engine';
import type { WorkItemId } from '@planwright/engine';
import type { KeyboardEvent, MouseEvent } from 'react';
import {
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

import type { BoardChoice, BoardSearch } from '../actions/board-search.ts';
import { addressed, choiceOf } from '../actions/board-search.ts';
import { columnFold, laneFold, useFolds } from '../actions/folds.ts';
import { ItemContextMenu } from '../actions/item-menu.tsx';
import { pick, pickThrough, unpick } from '../actions/picks.ts';
import { useNavigation } from '../actions/place.ts';
import { sameList, useQuery, useStore, useView } from '../store/hooks.ts';
import { addTo, useScreenState } from '../store/screen-state.ts';
import { chunk } from '../ui/chunk.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './board.module.css';
import { BoardBar } from './board-bar.tsx';
import { useBoardDrag } from './board-drag.ts';
import type { Marks } from './card-list.tsx';
import { Column } from './column.tsx';
import type { Fold } from './column-head.tsx';
import { useDeck } from './deck.ts';
import type { Landing } from './drop.ts';
import { cardsBetween, landingBeside, landingOf, pickedWith } from './drop.ts';
import { makeFilter } from './filter.ts';
import { useFocusAfter } from './focus-after.ts';
import { Lanes } from './lanes.tsx';
import { usePicked } from './picked.ts';
import { rememberGroup, rememberedGroup } from './remembered-group.ts';
import { makeLanes } from './shown-lanes.ts';
import { useMove } from './use-move.ts';
import { focusCard, focusedCard, showCard, stepFrom, stepOf, stopOf } from './walk.ts';

const PickedBar = chunk(async () => (await import('./picked-bar.tsx')).PickedBar);

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
  const { choice: chosen, choose } = useChoice(project, view, reference);
  // The bar shows a choice in the frame of the click; the cards follow, and a further letter that is
  // typed does not wait for them.
  const choice = useDeferredValue(chosen);
  const by = choice.group;
  const parted = by !== 'none';
  const name = `board ${project.id} ${by}`;
  const make = (tables: typeof store.tables) => new BoardView(tables, project.id, by);
  const board = useView(name, make);
  const deck = useDeck(project);
  const filter = useMemo(() => makeFilter(choice, project.key), [choice, project.key]);
  const people = useOffered(project, by === 'assignee' && deck.editable);
  const lanesOf = useMemo(
    () => makeLanes({ by, filter, hideDone: choice.hideDone, filtered: asksFor(choice), people }),
    [by, filter, choice, people],
  );
  const { lanes, counts } = useMemo(() => lanesOf(board.lanes), [lanesOf, board]);
  /** The columns of the board, or of all lanes, as far as cards fit. */
  const columns = useMemo(
    () => (parted ? lanes.flatMap((lane) => lane.columns) : filter(board.columns)),
    [parted, lanes, filter, board],
  );
  const folds = useFolds();
  const foldOf = ({ state }: ColumnData): Fold => {
    if (choice.hideDone && isClosed(state.category)) return 'hidden';
    return folds.has(columnFold(state.id)) ? 'folded' : 'open';
  };
  const isLaneFolded = (key: GroupKey): boolean =>
    parted && folds.has(laneFold(project.id, by, key));
  const shown = columns.filter((column) => foldOf(column) === 'open' && !isLaneFolded(column.lane));
  const root = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<WorkItemId | null>(null);
  const [dragged, setDragged] = useState<WorkItemId | null>(null);
  const picked = usePicked(columns);
  const stop = stopOf(shown, last);
  const refocus = useRef<WorkItemId | null>(null);
  const [laneOfNew, setLaneOfNew] = useState<GroupKey>(null);

  const focus = useCallback((id: WorkItemId): void => {
    refocus.current = id;
    setLast(id);
  }, []);

  const columnsNow = (): readonly ColumnData[] => {
    const now = store.view(name, make).read();
    return parted ? lanesOf(now.lanes).lanes.flatMap((lane) => lane.columns) : filter(now.columns);
  };
  const moveTo = useMove(by, columnsNow);
  const move = (items: readonly WorkItem[], landing: Landing): void => {
    const [first] = items;
    if (first !== undefined && moveTo(items, landing)) focus(first.id);
  };

  useBoardDrag(root, {
    onDrag: setDragged,
    onDrop: (id, over) => {
      const ids = pickedWith(columns, id, picked);
      const along = new Set(ids.length > 1 ? ids : []);
      const landing = landingOf(columns, id, over, along);
      const items = ids.map((one) => store.tables.get('workItem', one));
      if (landing !== null)
        move(
          items.filter((item) => item !== undefined),
          landing,
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
      if (before !== null && document.activeElement === document.body) focus(before);
      return undefined;
    }
    const card = root.current?.querySelector(`[data-card="${open}"]`);
    if (!card) return undefined;
    // In the frame that comes: what the panel leaves of the board is laid out then, once for both.
    const frame = requestAnimationFrame(() => showCard(card));
    return () => cancelAnimationFrame(frame);
  }, [open, focus]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const { currentTarget } = event;
    const id = focusedCard(event.target);
    if (id === null || event.ctrlKey || event.metaKey || event.altKey) return;
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
      const landing = landingBeside(shown, id, step);
      if (deck.editable && item !== undefined && landing !== null) move([item], landing);
    }
  };

  /** With Ctrl or ⌘ a click picks a card, with Shift all from the last that was picked. */
  const onClickCapture = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-card]') : null;
    const id = focusedCard(target);
    if (id === null || event.button !== 0 || event.altKey) return;
    if (event.shiftKey) pickThrough(id, (one, other) => cardsBetween(columns, one, other));
    else if (event.ctrlKey || event.metaKey) pick(id);
    else return unpick();
    event.preventDefault();
    event.stopPropagation();
  };

  const { addingTo } = useScreenState();
  const add = useCallback(({ state, lane }: ColumnData): void => {
    setLaneOfNew(lane);
    addTo(state.id);
  }, []);
  const addingLane = lanes.some(({ key }) => key === laneOfNew && !isLaneFolded(key))
    ? laneOfNew
    : (lanes.find(({ key }) => !isLaneFolded(key))?.key ?? null);
  const isIn = (id: WorkItemId | null, { state, lane }: ColumnData): boolean => {
    const item = store.tables.get('workItem', id);
    if (item?.state !== state.id) return false;
    return !parted || laneOf(store.tables, by, item) === lane;
  };
  const marksOf = (column: ColumnData): Marks => ({
    open: isIn(open, column) ? open : null,
    stop: isIn(stop, column) ? stop : null,
    dragged: isIn(dragged, column) ? dragged : null,
  });
  const laneKeyOf = (id: WorkItemId | null): readonly GroupKey[] => {
    const item = store.tables.get('workItem', id);
    return item === undefined ? [] : [laneOf(store.tables, by, item)];
  };

  return (
    <div className={styles.whole}>
      <BoardBar choice={chosen} deck={deck} onChoose={choose} />
      <ItemContextMenu
        project={project}
        area={
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrows walk between its links
          <div
            ref={root}
            className={classNames(
              styles.board,
              parted && styles.parted,
              open !== null && styles.beside,
            )}
            onKeyDown={onKeyDown}
            onClickCapture={onClickCapture}
            onFocus={(event) => {
              const id = focusedCard(event.target);
              if (id !== null) setLast(id);
              const [lane] = laneKeyOf(id);
              if (parted && lane !== undefined) setLaneOfNew(lane);
              after.onFocus(event);
            }}
            onBlur={after.onBlur}
          >
            {parted ? (
              <Lanes
                scroller={root}
                lanes={lanes}
                whole={board.columns}
                counts={counts}
                folds={folds}
                keep={[open, stop, dragged]
                  .flatMap(laneKeyOf)
                  .concat(addingTo === null ? [] : [addingLane])}
                kit={{
                  project,
                  by,
                  deck,
                  picked,
                  foldOf,
                  marksOf,
                  isAdding: ({ state, lane }) => addingTo === state.id && lane === addingLane,
                  add,
                }}
              />
            ) : (
              columns.map((column, at) => (
                <Column
                  key={column.state.id}
                  column={column}
                  total={board.columns[at]?.cards.length ?? 0}
                  project={project}
                  deck={deck}
                  picked={picked}
                  fold={foldOf(column)}
                  adding={addingTo === column.state.id}
                  {...marksOf(column)}
                />
              ))
            )}
          </div>
        }
      />
      {picked.size > 0 && (
        <Suspense>
          <PickedBar project={project} columns={columns} picked={picked} deck={deck} />
        </Suspense>
      )}
    </div>
  );
}

/** Those who are offered a lane though they have nothing: the people of the project. */
function useOffered(project: Project, asked: boolean): ReadonlySet<string> {
  const people = useQuery(
    (tables) => (asked ? peopleFitting(tables, project.id, '') : []),
    [project.id, asked],
    sameList,
  );
  return useMemo(() => new Set<string>(people.map(({ id }) => id)), [people]);
}

/** What the address says is to be shown, and with which lanes: those of last time where it says none. */
function useChoice(project: Project, view: BoardSearch, reference: string | undefined) {
  const { go } = useNavigation();
  const [remembered, setRemembered] = useState(() => rememberedGroup(project.id));
  const said = JSON.stringify({ group: remembered, ...view });
  const choice = useMemo(() => choiceOf(JSON.parse(said) as BoardSearch), [said]);
  const show = (next: BoardChoice): void => {
    const item = reference === undefined ? {} : { item: reference };
    go({ to: 'board', key: project.key, view: addressed(next), ...item }, { replace: true });
  };
  // A link to what one sees shows others the same.
  useEffect(() => {
    if (view.group === undefined && choice.group !== 'none') show(choice);
  });
  const choose = (next: BoardChoice): void => {
    if (next.group !== choice.group) {
      rememberGroup(project.id, next.group);
      setRemembered(next.group);
    }
    show(next);
  };
  // The bar need not be drawn again for another item that is open.
  const latest = useRef(choose);
  useLayoutEffect(() => {
    latest.current = choose;
  });
  return { choice, choose: useCallback((next: BoardChoice) => latest.current(next), []) };
}
