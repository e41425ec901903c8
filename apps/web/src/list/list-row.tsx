// One row of a list: an item with its cells, or the head of a group. What it does is the list's: the
// list hears clicks and keys, and finds the row by `data-row` and the cell by `data-column`.
import type {
  ListEntry,
  ListGroup,
  ListGroupRow,
  StateId,
  UserId,
  WorkItem,
} from '@planwright/engine';
import { keyIn } from '@planwright/engine';
import { ChevronDown, ChevronRight, CornerLeftUp, Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { memo } from 'react';

import { GoLink } from '../actions/go-link.tsx';
import type { ListColumn } from '../actions/list-search.ts';
import { referenceIn } from '../actions/place.ts';
import { formatNumber, formatPoints } from '../format.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { Cell } from './cell.tsx';
import { CellEditor } from './cell-editor.tsx';
import { COLUMNS } from './columns.ts';
import type { ListDesk } from './list-desk.ts';
import styles from './list-row.module.css';

interface RowProps {
  /** Its place among all rows, from 0. */
  readonly index: number;
  /** Where it begins, pixels below the first row. */
  readonly top: number;
  readonly desk: ListDesk;
  /** Can it be reached by Tab? */
  readonly stop: boolean;
}

interface ItemRowProps extends RowProps, CellsProps {
  /** Stands it in a group? */
  readonly grouped: boolean;
  readonly selected: boolean;
  readonly open: boolean;
}

/** What the cells of a row show: where it is, and whether it is open or selected, is none of it. */
interface CellsProps {
  readonly desk: ListDesk;
  readonly entry: ListEntry;
  readonly depth: number;
  readonly holds: boolean;
  readonly folded: boolean;
  /** Its parent, where that is not the row above it in the tree. */
  readonly parent: WorkItem | null;
  /** The column that is edited. */
  readonly editing: ListColumn | null;
  readonly onDone: () => void;
}

export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { index, top, stop, grouped, open, selected, ...shown } = props;
  const { desk, entry, depth, holds, folded, editing } = shown;
  const { item, closed } = entry;
  return (
    <div
      role="row"
      style={{ top: `${top}px` }}
      data-row={item.id}
      data-card={item.id}
      tabIndex={stop ? 0 : -1}
      aria-rowindex={index + 2}
      aria-level={depth + (grouped ? 2 : 1)}
      aria-expanded={holds ? !folded : undefined}
      aria-selected={selected}
      aria-current={open ? 'true' : undefined}
      className={classNames(
        styles.row,
        selected && styles.selected,
        open && styles.open,
        closed && styles.closed,
        editing !== null && styles.editing,
      )}
    >
      <div role="gridcell" className={styles.pick} data-do="pick">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selected}
          readOnly
          aria-label={strings.list.select(keyIn(desk.projectKey, item))}
        />
      </div>
      <Cells {...shown} />
    </div>
  );
});

const Cells = memo(function Cells(props: CellsProps) {
  const { entry, desk, editing, onDone } = props;
  const { item } = entry;
  return (
    <>
      {desk.columns.map((column) => (
        <div
          key={column}
          role="gridcell"
          tabIndex={-1}
          data-column={column}
          data-editable={(desk.editable && COLUMNS[column].editable) || undefined}
          className={classNames(
            styles.cell,
            styles[column],
            COLUMNS[column].end === true && styles.end,
          )}
        >
          {column === editing ? (
            <CellEditor column={column} item={item} onDone={onDone} />
          ) : column === 'title' ? (
            <Title {...props} />
          ) : (
            <Cell column={column} entry={entry} desk={desk} />
          )}
        </div>
      ))}
    </>
  );
});

function Title({ entry: { item }, desk, depth, holds, folded, parent }: CellsProps) {
  const key = keyIn(desk.projectKey, item);
  return (
    <span className={styles.name} style={{ paddingLeft: `${depth * (desk.narrow ? 12 : 20)}px` }}>
      {holds ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.fold}
          data-do="fold"
          aria-label={folded ? strings.list.unfold(key) : strings.list.fold(key)}
        >
          {folded ? <ChevronRight size={14} /> : <ChevronDown size={14} />}
        </button>
      ) : (
        <span className={styles.fold} />
      )}
      <TypeIcon type={item.type} named />
      <GoLink
        to={{ to: 'item', key: desk.projectKey, item: referenceIn(desk.projectKey, item) }}
        tabIndex={-1}
        className={styles.link}
        title={item.title}
      >
        {item.title}
      </GoLink>
      {parent !== null && (
        <span className={styles.parent} title={strings.list.under(parent.title)}>
          <CornerLeftUp size={11} aria-hidden />
          <span className="visually-hidden">{strings.list.under('')}</span>
          {parent.title}
        </span>
      )}
      {desk.editable && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.rename}
          data-do="rename"
          aria-label={strings.list.rename(key)}
        >
          <Pencil size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

interface GroupRowProps extends RowProps {
  readonly row: ListGroupRow;
  readonly group: ListGroup;
}

export const GroupRow = memo(function GroupRow(props: GroupRowProps) {
  const { row, group, desk } = props;
  return (
    <div
      role="row"
      style={{ top: `${props.top}px` }}
      data-row={row.id}
      data-card={row.head?.id}
      tabIndex={props.stop ? 0 : -1}
      aria-rowindex={props.index + 2}
      aria-level={1}
      aria-expanded={!row.folded}
      className={classNames(styles.row, styles.group)}
    >
      <div role="gridcell" aria-colspan={desk.columns.length + 1} className={styles.head}>
        <button
          type="button"
          tabIndex={-1}
          className={styles.fold}
          data-do="fold"
          aria-label={row.folded ? strings.list.unfoldGroup : strings.list.foldGroup}
        >
          {row.folded ? <ChevronRight size={14} /> : <ChevronDown size={14} />}
        </button>
        <GroupName row={row} group={group} desk={desk} />
        <span className={styles.count}>{formatNumber(row.count)}</span>
        {row.points > 0 && (
          <span className={styles.sum}>{strings.board.points(formatPoints(row.points))}</span>
        )}
      </div>
    </div>
  );
});

function GroupName({
  row: { key, head },
  group,
  desk,
}: Pick<GroupRowProps, 'row' | 'group' | 'desk'>) {
  if (head !== null) {
    return (
      <>
        <TypeIcon type={head.type} named />
        <GoLink
          to={{ to: 'item', key: desk.projectKey, item: referenceIn(desk.projectKey, head) }}
          tabIndex={-1}
          className={styles.groupName}
        >
          {head.title}
        </GoLink>
      </>
    );
  }
  const { icon, name } = faceOf(key, group, desk);
  return (
    <>
      {icon}
      <span className={styles.groupName}>{name}</span>
    </>
  );
}

interface Face {
  readonly icon: ReactNode;
  readonly name: string;
}

function faceOf(key: string | null, group: ListGroup, desk: ListDesk): Face {
  switch (group) {
    case 'state': {
      const state = desk.states.get(key as StateId);
      const icon = <StateIcon category={state?.category ?? 'backlog'} />;
      return { icon, name: state?.name ?? '' };
    }
    case 'assignee': {
      const name = desk.people.get(key as UserId) ?? strings.item.assigneeNone;
      return { icon: null, name };
    }
    case 'type': {
      const type = key as WorkItem['type'];
      return { icon: <TypeIcon type={type} />, name: strings.types[type] };
    }
    case 'priority': {
      const priority = key as WorkItem['priority'];
      return { icon: <PriorityIcon priority={priority} />, name: strings.priorities[priority] };
    }
    case 'epic':
    case 'none':
      return { icon: null, name: strings.list.noEpic };
  }
}
