// The board of a project: a column for each state, cards that are dragged by pointer or moved by keys.
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import type { Card as CardData, Project, WorkItem, WorkItemId } from '@planwright/engine';
import { BoardView, keyOf } from '@planwright/engine';
import type { KeyboardEvent } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

import type { Spot } from '../actions/edits.ts';
import { moveItem } from '../actions/edits.ts';
import { usePeople, useRights, useStore, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import type { Seen } from './arrival.ts';
import { useBoardDrag } from './board-drag.ts';
import styles from './board.module.css';
import { CardMenu } from './card-menu.tsx';
import { Column } from './column.tsx';
import { placeOf, spotBeside } from './drop.ts';
import { focusCard, focusedCard, keepOneTabStop, stopAt, walk } from './walk.ts';

interface BoardProps {
  readonly project: Project;
  /** The item that is open beside the board. */
  readonly open: WorkItemId | null;
}

const DIRECTIONS = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
} as const;

export function Board({ project, open }: BoardProps) {
  const store = useStore();
  const board = useView(`board ${project.id}`, (tables) => new BoardView(tables, project.id));
  const { edit } = useRights(project.id);
  const people = usePeople();
  const root = useRef<HTMLDivElement>(null);
  const [seen] = useState<Seen>(() => new Map());
  const refocus = useRef<WorkItemId | null>(null);

  const move = useCallback(
    (item: WorkItem, spot: Spot): void => {
      if (!moveItem(store, item, spot)) return;
      refocus.current = item.id;
      const now = store.view(`board ${project.id}`, (tables) => new BoardView(tables, project.id));
      const place = placeOf(now.read().columns, item.id);
      if (place !== null) {
        announce(
          strings.board.moved(keyOf(store.tables, item), place.state, place.index, place.of),
        );
      }
    },
    [store, project.id],
  );

  useBoardDrag(root, board.columns, (id, spot) => {
    const item = store.tables.get('workItem', id);
    if (item !== undefined) move(item, spot);
  });

  // A moved card is drawn in another column: what had the focus keeps it.
  useLayoutEffect(() => {
    if (root.current === null) return;
    if (refocus.current !== null) focusCard(root.current, refocus.current);
    refocus.current = null;
    keepOneTabStop(root.current);
  }, [board]);

  // The open card comes into sight when it is opened by its address, and has the focus again when
  // the panel that had it is gone.
  const opened = useRef(open);
  useEffect(() => {
    const last = opened.current;
    opened.current = open;
    if (open === null) {
      const lost = document.activeElement === document.body;
      if (last !== null && lost && root.current !== null) focusCard(root.current, last);
      return;
    }
    root.current
      ?.querySelector(`[data-card="${open}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const direction = DIRECTIONS[event.key as keyof typeof DIRECTIONS];
    const id = focusedCard(event.target);
    if (direction === undefined || id === null || event.ctrlKey || event.metaKey || event.altKey)
      return;
    event.preventDefault();
    if (!event.shiftKey) return walk(event.currentTarget, id, direction);
    const item = store.tables.get('workItem', id);
    const spot = spotBeside(board.columns, id, direction);
    if (edit && item !== undefined && spot !== null) move(item, spot);
  };

  const nameOf = useCallback(
    ({ item }: CardData) => people.find((person) => person.id === item.assignee)?.name ?? null,
    [people],
  );

  return (
    <CardMenu
      project={project}
      area={
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrows walk between its links
        <div
          ref={root}
          className={classNames(styles.board, open !== null && styles.beside)}
          onKeyDown={onKeyDown}
          onFocus={({ currentTarget, target }) => {
            if (focusedCard(target) !== null) stopAt(currentTarget, target);
          }}
        >
          {board.columns.map((column) => (
            <Column
              key={column.state.id}
              column={column}
              project={project}
              open={open}
              editable={edit}
              seen={seen}
              nameOf={nameOf}
            />
          ))}
        </div>
      }
    />
  );
}
