// One lane of a board: what it is about, and for each column the cards that it has of it.
import type { BoardGroup, Column as ColumnData, Project, UserId } from '@planwright/engine';
import { keyIn, laneFields } from '@planwright/engine';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, useRef } from 'react';

import { laneFold, toggleFold } from '../actions/folds.ts';
import { GoLink } from '../actions/go-link.tsx';
import { referenceIn } from '../actions/place.ts';
import { ChildProgress } from '../fields/child-progress.tsx';
import { formatNumber } from '../format.ts';
import { useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { Face } from '../ui/face.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { useLaneDrop } from './board-drag.ts';
import type { Marks } from './card-list.tsx';
import type { ColumnParts } from './column-body.tsx';
import { ColumnBody, useColumnHold } from './column-body.tsx';
import type { Fold } from './column-head.tsx';
import type { Deck } from './deck.ts';
import styles from './lanes.module.css';
import type { PickedIds } from './picked.ts';
import type { ShownLane } from './shown-lanes.ts';
import { laneName } from './shown-lanes.ts';

/** What the cells of all lanes have in common. */
export interface LaneKit {
  readonly project: Project;
  readonly by: BoardGroup;
  readonly deck: Deck;
  readonly picked: PickedIds;
  readonly foldOf: (column: ColumnData) => Fold;
  /** The marks of the cards of one cell. */
  readonly marksOf: (column: ColumnData) => Marks;
  /** Is the field for a new item open in it? */
  readonly isAdding: (column: ColumnData) => boolean;
  readonly add: (column: ColumnData) => void;
}

/** A lane that is only offered is one line, until a new item is written in it. */
export function isThin(lane: ShownLane, folded: boolean, adding = false): boolean {
  return lane.offered && !folded && !adding;
}

interface LaneRowProps {
  readonly lane: ShownLane;
  readonly folded: boolean;
  readonly kit: LaneKit;
}

export function LaneRow({ lane, folded, kit }: LaneRowProps) {
  const { project, by, deck } = kit;
  const { key, count, columns } = lane;
  const thin = isThin(lane, folded, columns.some(kit.isAdding));
  const progress = lane.head?.progress ?? null;
  const head = useRef<HTMLElement>(null);
  const over = useLaneDrop(head, key, deck.editable);
  const name = useQuery((tables) => laneName(tables, by, key), [by, key]);
  return (
    <section
      className={classNames(styles.lane, thin && styles.thin)}
      aria-label={strings.board.laneLabel(name, count)}
      data-lane={key ?? ''}
    >
      <header ref={head} className={classNames(styles.laneHead, over && styles.over)}>
        <div className={styles.laneTitle}>
          <button
            type="button"
            className={styles.foldLane}
            aria-expanded={!folded}
            data-fold-lane
            onClick={() => toggleFold(laneFold(project.id, by, key))}
          >
            {folded ? (
              <ChevronRight size={14} aria-hidden />
            ) : (
              <ChevronDown size={14} aria-hidden />
            )}
            <LaneIcon lane={lane} by={by} />
            <span className="visually-hidden">{`${strings.board.lane} `}</span>
            <span className={lane.head === null ? styles.laneName : 'visually-hidden'}>{name}</span>
          </button>
          {lane.head !== null && <EpicLink lane={lane} kit={kit} />}
          {!thin && <span className={styles.count}>{formatNumber(count)}</span>}
          {progress !== null && (
            <span className={styles.progress}>
              <ChildProgress done={progress.done} total={progress.total} />
            </span>
          )}
        </div>
      </header>
      {!folded && (
        <div className={styles.cells}>
          {columns.map((column) => (
            <Cell
              key={column.state.id}
              column={column}
              name={name}
              project={project}
              by={by}
              deck={deck}
              picked={kit.picked}
              fold={kit.foldOf(column)}
              adding={kit.isAdding(column)}
              onAdd={kit.add}
              {...kit.marksOf(column)}
            />
          ))}
        </div>
      )}
    </section>
  );
}

interface LaneIconProps {
  readonly lane: ShownLane;
  readonly by: BoardGroup;
}

function LaneIcon({ lane: { key }, by }: LaneIconProps) {
  if (by === 'priority') return <PriorityIcon priority={key as never} />;
  if (by === 'type') return <TypeIcon type={key as never} />;
  if (by === 'epic' && key !== null) return <TypeIcon type="epic" />;
  return by === 'assignee' && key !== null ? <PersonFace id={key as UserId} /> : null;
}

function PersonFace({ id }: { readonly id: UserId }) {
  return <Face person={useQuery((tables) => tables.get('user', id), [id])} />;
}

/** The epic of a lane: its title leads to it. */
function EpicLink({ lane: { head }, kit }: { readonly lane: ShownLane; readonly kit: LaneKit }) {
  if (head === null) return null;
  const { item } = head;
  const { projectKey } = kit.deck;
  const reference = referenceIn(projectKey, item);
  return (
    <GoLink to={{ to: 'item', key: projectKey, item: reference }} className={styles.epic}>
      <span className={styles.key}>{keyIn(projectKey, item)}</span>
      <span className={styles.laneName}>{item.title}</span>
    </GoLink>
  );
}

interface CellProps extends ColumnParts {
  /** What its lane is called. */
  readonly name: string;
  readonly by: BoardGroup;
  readonly onAdd: (column: ColumnData) => void;
}

/** What a lane has of one column. */
const Cell = memo(function Cell({ name, by, onAdd, ...parts }: CellProps) {
  const { column, fold } = parts;
  const { state, lane, cards } = column;
  const hold = useColumnHold(parts);
  const { whole, over } = hold;
  const label = strings.board.cellLabel(name, state.name, cards.length);
  const common = { ref: whole, 'aria-label': label, 'data-column': state.id };
  if (fold !== 'open') {
    return (
      <section
        {...common}
        className={classNames(styles.cell, styles.narrow, over !== null && styles.over)}
      >
        {cards.length > 0 && <span className={styles.count}>{formatNumber(cards.length)}</span>}
      </section>
    );
  }
  return (
    <section {...common} className={classNames(styles.cell, over !== null && styles.over)}>
      <ColumnBody
        parts={parts}
        hold={hold}
        onAdd={() => onAdd(column)}
        lane={{ name, fields: laneFields(by, lane) }}
      />
    </section>
  );
});
