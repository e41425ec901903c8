// One lane of a board: what it is about, and for each column the cards that it has of it.
import type { BoardGroup, Column as ColumnData, Project } from '@planwright/engine';
import { laneFields } from '@planwright/engine';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, useRef } from 'react';

import { laneFold, toggleFold } from '../actions/folds.ts';
import { GoLink } from '../actions/go-link.tsx';
import { ChildProgress } from '../fields/child-progress.tsx';
import { formatNumber } from '../format.ts';
import { useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { useColumnDrop, useLaneDrop } from './board-drag.ts';
import type { Marks } from './card-list.tsx';
import { ColumnBody } from './column-body.tsx';
import type { Fold } from './column-head.tsx';
import type { Deck } from './deck.ts';
import styles from './lanes.module.css';
import { initials } from './initials.ts';
import type { PickedIds } from './picked.ts';
import { QuickAdd } from './quick-add.tsx';
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

interface LaneRowProps {
  readonly lane: ShownLane;
  readonly folded: boolean;
  readonly kit: LaneKit;
}

export function LaneRow({ lane, folded, kit }: LaneRowProps) {
  const { project, by, deck } = kit;
  const { key, count, columns } = lane;
  const progress = lane.head?.progress ?? null;
  const head = useRef<HTMLElement>(null);
  const over = useLaneDrop(head, key, deck.editable);
  const name = useQuery((tables) => laneName(tables, by, key), [by, key]);
  return (
    <section
      className={styles.lane}
      aria-label={strings.board.laneLabel(name, count)}
      data-lane={key ?? ''}
    >
      <header ref={head} className={classNames(styles.laneHead, over && styles.over)}>
        <div className={styles.laneTitle}>
          <button
            type="button"
            className={styles.foldLane}
            aria-expanded={!folded}
            aria-label={(folded ? strings.board.unfoldLane : strings.board.foldLane)(name)}
            data-fold-lane
            onClick={() => toggleFold(laneFold(project.id, by, key))}
          >
            {folded ? (
              <ChevronRight size={14} aria-hidden />
            ) : (
              <ChevronDown size={14} aria-hidden />
            )}
            <LaneIcon lane={lane} by={by} name={name} />
            {lane.head === null && <span className={styles.laneName}>{name}</span>}
          </button>
          {lane.head !== null && <EpicLink lane={lane} kit={kit} />}
          <span className={styles.count}>{formatNumber(count)}</span>
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
  readonly name: string;
}

function LaneIcon({ lane: { key }, by, name }: LaneIconProps) {
  if (by === 'priority') return <PriorityIcon priority={key as never} />;
  if (by === 'type') return <TypeIcon type={key as never} />;
  if (by === 'epic' && key !== null) return <TypeIcon type="epic" />;
  if (by === 'assignee' && key !== null)
    return (
      <span className={styles.person} aria-hidden>
        {initials(name)}
      </span>
    );
  return null;
}

/** The epic of a lane: its title leads to it. */
function EpicLink({ lane: { head }, kit }: { readonly lane: ShownLane; readonly kit: LaneKit }) {
  if (head === null) return null;
  const { item } = head;
  const { projectKey } = kit.deck;
  const itemKey = `${projectKey}-${item.number ?? '•'}`;
  const reference = item.number === null ? item.id : itemKey;
  return (
    <GoLink to={{ to: 'item', key: projectKey, item: reference }} className={styles.epic}>
      <span className={styles.key}>{itemKey}</span>
      <span className={styles.laneName}>{item.title}</span>
    </GoLink>
  );
}

interface CellProps extends Marks {
  readonly column: ColumnData;
  /** What its lane is called. */
  readonly name: string;
  readonly project: Project;
  readonly by: BoardGroup;
  readonly deck: Deck;
  readonly picked: PickedIds;
  readonly fold: Fold;
  readonly adding: boolean;
  readonly onAdd: (column: ColumnData) => void;
}

/** What a lane has of one column. */
const Cell = memo(function Cell(props: CellProps) {
  const { column, name, project, by, deck, picked, fold, adding, onAdd } = props;
  const { open, stop, dragged } = props;
  const { state, lane, cards } = column;
  const whole = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const over = useColumnDrop(whole, scroller, column, deck.editable, fold !== 'open');
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
        scroller={scroller}
        column={column}
        deck={deck}
        marks={{ open, stop, dragged }}
        picked={picked}
        over={over}
        adding={adding}
        inLane
      />
      {deck.editable && (
        <QuickAdd
          project={project}
          state={state}
          fields={laneFields(by, lane)}
          lane={name}
          open={adding}
          onOpen={() => onAdd(column)}
        />
      )}
    </section>
  );
});
