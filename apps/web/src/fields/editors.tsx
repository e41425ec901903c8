// The controls by which the properties of an item are changed: in its panel, and in the cells of a
// list. Each says its own field and command; what the engine refuses goes to `onRefused`.
import type { ItemType, Priority, StateId, WorkItem } from '@planwright/engine';
import { ITEM_TYPES, PRIORITIES, idOf } from '@planwright/engine';

import { editItem, setState } from '../actions/edits.ts';
import { formatDuration, parseDuration } from '../duration.ts';
import { formatPoints } from '../format.ts';
import { sameList, usePeople, useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Picker } from '../ui/picker.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { DayInput } from './day-value.tsx';
import { TypedInput } from './typed-value.tsx';

export interface EditorProps {
  readonly item: WorkItem;
  readonly disabled?: boolean;
  /** Is it opened at once? */
  readonly begin?: boolean;
  /** The person is done with it. */
  readonly onDone?: (() => void) | undefined;
  /** Why the last edit was refused; null when it was made. */
  readonly onRefused: (why: string | null) => void;
}

export const PRIORITY_CHOICES = PRIORITIES.toReversed().map((value) => ({
  value,
  label: strings.priorities[value],
  icon: <PriorityIcon priority={value} />,
}));

const TYPE_CHOICES = ITEM_TYPES.map((value) => ({
  value,
  label: strings.types[value],
  icon: <TypeIcon type={value} />,
}));

/** The states of a project as choices, in their order. */
export function useStateChoices(project: WorkItem['project']) {
  const states = useQuery(
    (tables) =>
      [...tables.list('state', 'byProject', project)].filter((one) => one.deletedAt === null),
    [project],
    sameList,
  );
  return states.map((state) => ({
    value: state.id,
    label: state.name,
    icon: <StateIcon category={state.category} />,
  }));
}

/** People who can be asked to do something, to pick from. */
export function usePeoplePicks() {
  return usePeople().map(({ id, name, handle }) => ({ id, label: name, hint: `@${handle}` }));
}

export function StateSelect({ item, disabled = false, begin = false, onDone }: EditorProps) {
  const store = useStore();
  return (
    <Select<StateId>
      label={strings.item.state}
      value={item.state}
      choices={useStateChoices(item.project)}
      disabled={disabled}
      begin={begin}
      onClosed={onDone}
      onChange={(state) => setState(store, item, state)}
    />
  );
}

export function PrioritySelect(props: EditorProps) {
  const edit = useEdit(props);
  return (
    <Select<Priority>
      label={strings.item.priority}
      value={props.item.priority}
      choices={PRIORITY_CHOICES}
      disabled={props.disabled ?? false}
      begin={props.begin ?? false}
      onClosed={props.onDone}
      onChange={(priority) => edit({ priority })}
    />
  );
}

export function TypeSelect(props: EditorProps) {
  const edit = useEdit(props);
  return (
    <Select<ItemType>
      label={strings.item.type}
      value={props.item.type}
      choices={TYPE_CHOICES}
      disabled={props.disabled ?? false}
      begin={props.begin ?? false}
      onClosed={props.onDone}
      onChange={(type) => edit({ type })}
    />
  );
}

export function AssigneePicker(props: EditorProps) {
  const edit = useEdit(props);
  return (
    <Picker
      label={strings.item.assignee}
      value={props.item.assignee}
      picks={usePeoplePicks()}
      none={strings.item.assigneeNone}
      search={strings.item.assigneeSearch}
      nothing={strings.item.assigneeNothing}
      disabled={props.disabled ?? false}
      begin={props.begin ?? false}
      onClosed={props.onDone}
      onChange={(id) => edit({ assignee: id === null ? null : idOf<'user'>(id) })}
    />
  );
}

export function PointsInput(props: EditorProps) {
  const edit = useEdit(props);
  const { points } = props.item;
  return (
    <TypedInput
      label={strings.item.points}
      value={points === null ? '' : formatPoints(points)}
      placeholder={strings.item.notSet}
      decimal
      disabled={props.disabled ?? false}
      begin={props.begin ?? false}
      onDone={props.onDone}
      onRefused={props.onRefused}
      onSave={(text) => edit({ points: pointsOf(text) })}
    />
  );
}

export function EstimateInput(props: EditorProps) {
  const edit = useEdit(props);
  const { estimateMinutes } = props.item;
  return (
    <TypedInput
      label={strings.item.estimate}
      value={estimateMinutes === null ? '' : formatDuration(estimateMinutes)}
      placeholder={strings.item.notSet}
      hint={strings.item.estimateHint}
      disabled={props.disabled ?? false}
      begin={props.begin ?? false}
      onDone={props.onDone}
      onRefused={props.onRefused}
      onSave={(text) => {
        const minutes = text === '' ? null : parseDuration(text);
        if (text !== '' && minutes === null) return strings.item.estimateWrong;
        return edit({ estimateMinutes: minutes });
      }}
    />
  );
}

export function DueDateInput(props: EditorProps) {
  const edit = useEdit(props);
  return <Day {...props} label={strings.item.dueDate} field="dueDate" edit={edit} />;
}

export function StartDateInput(props: EditorProps) {
  const edit = useEdit(props);
  return <Day {...props} label={strings.item.startDate} field="startDate" edit={edit} />;
}

interface DayProps extends EditorProps {
  readonly label: string;
  readonly field: 'startDate' | 'dueDate';
  readonly edit: (set: Parameters<typeof editItem>[2]) => string | null;
}

function Day({ item, label, field, edit, disabled, begin, onDone, onRefused }: DayProps) {
  return (
    <DayInput
      label={label}
      value={item[field]}
      disabled={disabled ?? false}
      begin={begin ?? false}
      onDone={onDone}
      onRefused={onRefused}
      onSave={(day) => edit({ [field]: day })}
    />
  );
}

/** Points as they are typed; '' is none. What is no number is the engine's to refuse. */
export function pointsOf(text: string): number | null {
  return text === '' ? null : Number(text.replace(',', '.'));
}

function useEdit({ item, onRefused }: EditorProps) {
  const store = useStore();
  return (set: Parameters<typeof editItem>[2]): string | null => {
    const why = editItem(store, item, set);
    onRefused(why);
    return why;
  };
}
