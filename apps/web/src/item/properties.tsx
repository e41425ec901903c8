// The properties of an item, each edited where it stands. What the engine refuses is said beside it.
import type { ItemDetail, ItemType, Priority, StateId, WorkItem } from '@planwright/engine';
import { ITEM_TYPES, LEVEL, PRIORITIES, idOf, keyOf } from '@planwright/engine';
import { useState } from 'react';

import { editItem, reparentItem, setState } from '../actions/edits.ts';
import { formatPoints } from '../format.ts';
import { usePeople, useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Picker } from '../ui/picker.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { DayValue } from './day-value.tsx';
import { formatDuration, parseDuration } from './duration.ts';
import styles from './properties.module.css';
import { Property } from './property.tsx';
import { TypedValue } from './typed-value.tsx';

interface PropertiesProps {
  readonly detail: ItemDetail;
  readonly editable: boolean;
}

const PRIORITY_CHOICES = PRIORITIES.toReversed().map((value) => ({
  value,
  label: strings.priorities[value],
  icon: <PriorityIcon priority={value} />,
}));

const TYPE_CHOICES = ITEM_TYPES.map((value) => ({
  value,
  label: strings.types[value],
  icon: <TypeIcon type={value} />,
}));

export function Properties({ detail: { item }, editable }: PropertiesProps) {
  const store = useStore();
  const [refused, setRefused] = useState<{ readonly field: string; readonly why: string } | null>(
    null,
  );
  const errorOf = (field: string): string | null => (refused?.field === field ? refused.why : null);
  const edit = (field: string, set: Parameters<typeof editItem>[2]): string | null => {
    const why = editItem(store, item, set);
    setRefused(why === null ? null : { field, why });
    return why;
  };
  return (
    <div className={styles.properties}>
      <StateProperty item={item} editable={editable} />
      <Property label={strings.item.priority} error={errorOf('priority')}>
        <Select<Priority>
          label={strings.item.priority}
          value={item.priority}
          choices={PRIORITY_CHOICES}
          disabled={!editable}
          onChange={(priority) => edit('priority', { priority })}
        />
      </Property>
      <Property label={strings.item.type} error={errorOf('type')}>
        <Select<ItemType>
          label={strings.item.type}
          value={item.type}
          choices={TYPE_CHOICES}
          disabled={!editable}
          onChange={(type) => edit('type', { type })}
        />
      </Property>
      <AssigneeProperty
        item={item}
        editable={editable}
        error={errorOf('assignee')}
        onChange={(assignee) => edit('assignee', { assignee })}
      />
      <TypedValue
        label={strings.item.points}
        value={item.points === null ? '' : formatPoints(item.points)}
        placeholder={strings.item.notSet}
        decimal
        disabled={!editable}
        onSave={(text) =>
          edit('points', { points: text === '' ? null : Number(text.replace(',', '.')) })
        }
      />
      <TypedValue
        label={strings.item.estimate}
        value={item.estimateMinutes === null ? '' : formatDuration(item.estimateMinutes)}
        placeholder={strings.item.notSet}
        hint={strings.item.estimateHint}
        disabled={!editable}
        onSave={(text) => {
          const minutes = text === '' ? null : parseDuration(text);
          if (text !== '' && minutes === null) return strings.item.estimateWrong;
          return edit('estimate', { estimateMinutes: minutes });
        }}
      />
      <DayValue
        label={strings.item.startDate}
        value={item.startDate}
        disabled={!editable}
        onSave={(startDate) => edit('startDate', { startDate })}
      />
      <DayValue
        label={strings.item.dueDate}
        value={item.dueDate}
        disabled={!editable}
        onSave={(dueDate) => edit('dueDate', { dueDate })}
      />
      {LEVEL[item.type] > 0 && (
        <div className={styles.wide}>
          <ParentProperty item={item} editable={editable} />
        </div>
      )}
    </div>
  );
}

function StateProperty({
  item,
  editable,
}: {
  readonly item: WorkItem;
  readonly editable: boolean;
}) {
  const store = useStore();
  const states = useQuery(
    (tables) =>
      [...tables.list('state', 'byProject', item.project)].filter((one) => one.deletedAt === null),
    [item.project],
    (a, b) => a.length === b.length && a.every((one, index) => one === b[index]),
  );
  return (
    <Property label={strings.item.state}>
      <Select<StateId>
        label={strings.item.state}
        value={item.state}
        choices={states.map((state) => ({
          value: state.id,
          label: state.name,
          icon: <StateIcon category={state.category} />,
        }))}
        disabled={!editable}
        onChange={(state) => setState(store, item, state)}
      />
    </Property>
  );
}

interface AssigneePropertyProps {
  readonly item: WorkItem;
  readonly editable: boolean;
  readonly error: string | null;
  readonly onChange: (assignee: WorkItem['assignee']) => void;
}

function AssigneeProperty({ item, editable, error, onChange }: AssigneePropertyProps) {
  const people = usePeople();
  return (
    <Property label={strings.item.assignee} error={error}>
      <Picker
        label={strings.item.assignee}
        value={item.assignee}
        picks={people.map(({ id, name, handle }) => ({ id, label: name, hint: `@${handle}` }))}
        none={strings.item.assigneeNone}
        search={strings.item.assigneeSearch}
        nothing={strings.item.assigneeNothing}
        disabled={!editable}
        onChange={(id) => onChange(id === null ? null : idOf<'user'>(id))}
      />
    </Property>
  );
}

function ParentProperty({
  item,
  editable,
}: {
  readonly item: WorkItem;
  readonly editable: boolean;
}) {
  const store = useStore();
  const [error, setError] = useState<string | null>(null);
  const candidates = useQuery(
    (tables) => {
      const items = [...tables.list('workItem', 'byProject', item.project)];
      return items.filter((one) => one.deletedAt === null && LEVEL[one.type] < LEVEL[item.type]);
    },
    [item.project, item.type],
    (a, b) => a.length === b.length && a.every((one, index) => one === b[index]),
  );
  return (
    <Property label={strings.item.parent} error={error}>
      <Picker
        label={strings.item.parent}
        value={item.parent}
        picks={candidates.map((one) => ({
          id: one.id,
          label: one.title,
          hint: keyOf(store.tables, one),
          icon: <TypeIcon type={one.type} />,
        }))}
        none={strings.item.parentNone}
        search={strings.item.parentSearch}
        nothing={strings.item.parentNothing}
        disabled={!editable}
        onChange={(id) =>
          setError(reparentItem(store, item, id === null ? null : idOf<'workItem'>(id)))
        }
      />
    </Property>
  );
}
