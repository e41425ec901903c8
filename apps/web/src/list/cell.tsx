// What a cell of a list shows while nobody edits it: text and marks alone, so that a screen of cells
// is cheap to draw. What is not set is an empty cell.
import type { Label, ListEntry } from '@planwright/engine';
import { keyIn } from '@planwright/engine';
import type { ReactNode } from 'react';

import type { ListColumn } from '../actions/list-search.ts';
import { formatDuration } from '../duration.ts';
import { ChildProgress } from '../fields/child-progress.tsx';
import { LabelChips } from '../fields/label-chips.tsx';
import { formatAgo, formatDay, formatInstant, formatPoints } from '../format.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './cell.module.css';
import type { ListDesk } from './list-desk.ts';

/** Letters that the labels' column has room for. */
const LABEL_ROOM = 28;

interface CellProps {
  readonly column: Exclude<ListColumn, 'title'>;
  readonly entry: ListEntry;
  readonly desk: ListDesk;
}

export function Cell({ column, entry: { item, progress, closed }, desk }: CellProps) {
  switch (column) {
    case 'key':
      return (
        <span
          className={styles.key}
          title={item.number === null ? strings.item.numberComes : undefined}
        >
          {keyIn(desk.projectKey, item)}
        </span>
      );
    case 'type':
      return <Named icon={<TypeIcon type={item.type} />} name={strings.types[item.type]} />;
    case 'state': {
      const state = desk.states.get(item.state);
      const name = state?.name ?? '';
      return (
        <span className={styles.named} title={desk.narrow ? name : undefined}>
          <StateIcon category={state?.category ?? 'backlog'} />
          <span className={desk.narrow ? 'visually-hidden' : styles.name}>{name}</span>
        </span>
      );
    }
    case 'priority':
      if (item.priority === 'none') return null;
      return (
        <Named
          icon={<PriorityIcon priority={item.priority} />}
          name={strings.priorities[item.priority]}
        />
      );
    case 'assignee': {
      const name = item.assignee === null ? undefined : desk.people.get(item.assignee);
      return name === undefined ? null : <span className={styles.name}>{name}</span>;
    }
    case 'labels': {
      const labels = labelsOf(item.labels ?? [], desk);
      return <LabelChips labels={labels} room={LABEL_ROOM} />;
    }
    case 'points':
      return item.points === null ? null : formatPoints(item.points);
    case 'estimate':
      return item.estimateMinutes === null ? null : formatDuration(item.estimateMinutes);
    case 'startDate':
      return item.startDate === null ? null : formatDay(item.startDate, desk.now);
    case 'dueDate': {
      if (item.dueDate === null) return null;
      const day = formatDay(item.dueDate, desk.now);
      const late = !closed && item.dueDate < desk.today;
      return (
        <span
          className={classNames(late && styles.late)}
          title={late ? strings.board.late(day) : undefined}
        >
          {day}
        </span>
      );
    }
    case 'progress':
      return progress === null ? null : (
        <ChildProgress done={progress.done} total={progress.total} />
      );
    case 'created':
    case 'updated': {
      const at = column === 'created' ? item.createdAt : item.updatedAt;
      return (
        <span className={styles.quiet} title={formatInstant(at)}>
          {formatAgo(at, desk.now)}
        </span>
      );
    }
  }
}

function Named({ icon, name }: { readonly icon: ReactNode; readonly name: string }) {
  return (
    <span className={styles.named}>
      {icon}
      <span className={styles.name}>{name}</span>
    </span>
  );
}

function labelsOf(ids: readonly Label['id'][], { labels }: ListDesk): readonly Label[] {
  return ids
    .map((id) => labels.get(id))
    .filter((label) => label !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name));
}
