// What can be done with everything that is selected: it stands at the foot of a list or a board while
// something is, and stays until the selection is cleared.
import type { Label, ProjectId, WorkItem } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { Copy, Hash, Signal, SquareKanban, Tag, Trash2, User, X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useRef, useState } from 'react';

import type { ManyFields } from '../actions/edit-many.ts';
import { editItems } from '../actions/edit-many.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuItem } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './bulk-bar.module.css';
import { DeleteSelected } from './delete-selected.tsx';
import { PRIORITY_CHOICES, pointsOf, usePeoplePicks, useStateChoices } from './editors.tsx';
import type { Bulk } from './use-bulk.ts';

interface BulkBarProps {
  readonly project: ProjectId;
  /** What is selected, as it is now. */
  readonly items: readonly WorkItem[];
  readonly labels: readonly Label[];
  readonly editable: boolean;
  readonly bulk: Bulk;
  readonly onClear: () => void;
}

export function BulkBar(props: BulkBarProps) {
  const { project, items, labels, editable, bulk, onClear } = props;
  const store = useStore();
  const set = (fields: ManyFields): boolean =>
    editItems(
      store,
      project,
      bulk.items().map(({ id }) => id),
      fields,
    );
  return (
    <div className={styles.place}>
      <div className={styles.bar} role="toolbar" aria-label={strings.list.bulk}>
        <span className={styles.count} aria-live="polite">
          {strings.list.selectedCount(items.length)}
        </span>
        {editable && (
          <>
            <StateMenu project={project} onChoose={set} />
            <PriorityMenu onChoose={set} />
            <AssigneeMenu onChoose={set} />
            <LabelMenu items={items} labels={labels} onChoose={set} />
            <PointsField onChoose={set} />
          </>
        )}
        <Menu
          align="end"
          trigger={<IconButton label={strings.list.copy} icon={<Copy size={15} />} />}
        >
          <MenuItem shortcut="y" onSelect={() => bulk.copy('keys')}>
            {strings.list.copyKeys}
          </MenuItem>
          <MenuItem shortcut="Shift+Y" onSelect={() => bulk.copy('lines')}>
            {strings.list.copyLines}
          </MenuItem>
        </Menu>
        {editable && (
          <IconButton
            label={strings.list.delete}
            shortcut="Shift+Delete"
            icon={<Trash2 size={15} />}
            onClick={bulk.remove}
          />
        )}
        <span className={styles.line} />
        <IconButton
          label={strings.list.clear}
          shortcut="Escape"
          icon={<X size={15} />}
          onClick={onClear}
        />
      </div>
      {bulk.asking !== null && (
        <DeleteSelected
          count={items.length}
          under={bulk.asking}
          onDelete={bulk.answer}
          onClose={() => bulk.answer(null)}
        />
      )}
    </div>
  );
}

interface ChooseProps {
  readonly onChoose: (set: ManyFields) => boolean;
}

function StateMenu({ project, onChoose }: ChooseProps & { readonly project: ProjectId }) {
  const choices = useStateChoices(project);
  return (
    <Menu trigger={<Trigger icon={<SquareKanban size={15} />} label={strings.item.state} />}>
      {choices.map(({ value, label, icon }) => (
        <MenuItem key={value} icon={icon} onSelect={() => onChoose({ state: value })}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

function PriorityMenu({ onChoose }: ChooseProps) {
  return (
    <Menu trigger={<Trigger icon={<Signal size={15} />} label={strings.item.priority} />}>
      {PRIORITY_CHOICES.map(({ value, label, icon }) => (
        <MenuItem key={value} icon={icon} onSelect={() => onChoose({ priority: value })}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

function AssigneeMenu({ onChoose }: ChooseProps) {
  const people = usePeoplePicks();
  return (
    <Menu trigger={<Trigger icon={<User size={15} />} label={strings.item.assignee} />}>
      <MenuItem onSelect={() => onChoose({ assignee: null })}>{strings.item.assigneeNone}</MenuItem>
      {people.map(({ id, label }) => (
        <MenuItem key={id} onSelect={() => onChoose({ assignee: idOf<'user'>(id) })}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface LabelMenuProps extends ChooseProps {
  readonly items: readonly WorkItem[];
  readonly labels: readonly Label[];
}

function LabelMenu({ items, labels, onChoose }: LabelMenuProps) {
  return (
    <Menu trigger={<Trigger icon={<Tag size={15} />} label={strings.list.labels} />}>
      {labels.length === 0 && <p className={styles.none}>{strings.list.noLabels}</p>}
      {labels.map((label) => (
        <MenuCheck
          key={label.id}
          icon={<span className={styles.dot} style={{ background: label.colour }} />}
          checked={howMany(items, label)}
          onChange={(on) => onChoose(on ? { addLabels: [label.id] } : { removeLabels: [label.id] })}
        >
          {label.name}
        </MenuCheck>
      ))}
    </Menu>
  );
}

/** Have all of the items this label, some, or none? */
function howMany(items: readonly WorkItem[], { id }: Label): boolean | 'mixed' {
  const having = items.filter(({ labels }) => labels?.includes(id) === true).length;
  return having === items.length ? true : having > 0 ? 'mixed' : false;
}

function PointsField({ onChoose }: ChooseProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  return (
    <Popover
      label={strings.item.points}
      trigger={<Trigger icon={<Hash size={15} />} label={strings.item.points} />}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (onChoose({ points: pointsOf(text.trim()) })) setText('');
          else field.current?.focus();
        }}
      >
        <TextField
          ref={field}
          label={strings.item.points}
          hint={strings.list.pointsHint}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" tone="primary">
          {strings.list.set}
        </Button>
      </form>
    </Popover>
  );
}

interface TriggerProps extends ComponentProps<'button'> {
  readonly icon: ReactNode;
  readonly label: string;
}

/** Its word where there is room, else the icon alone. */
function Trigger({ icon, label, ...rest }: TriggerProps) {
  return (
    <Button {...rest} tone="ghost" icon={icon} aria-label={label}>
      <span className={styles.word}>{label}</span>
    </Button>
  );
}
