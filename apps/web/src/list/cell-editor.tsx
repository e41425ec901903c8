// A cell of a list while it is edited: the control that the panel of the item has for the same.
import type { Label, LabelId, WorkItem } from '@planwright/engine';
import { useState } from 'react';

import { editItem } from '../actions/edits.ts';
import { editItems } from '../actions/edit-many.ts';
import type { EditorProps } from '../fields/editors.tsx';
import {
  AssigneePicker,
  DueDateInput,
  EstimateInput,
  PointsInput,
  PrioritySelect,
  StartDateInput,
  StateSelect,
  TypeSelect,
} from '../fields/editors.tsx';
import { TypedInput } from '../fields/typed-value.tsx';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import field from '../ui/field.module.css';
import { Menu, MenuCheck } from '../ui/menu.tsx';
import styles from './cell-editor.module.css';
import type { ListColumn } from '../actions/list-search.ts';

interface CellEditorProps {
  readonly column: ListColumn;
  readonly item: WorkItem;
  /** The labels that it may have. */
  readonly labels: readonly Label[];
  readonly onDone: () => void;
}

export function CellEditor({ column, item, labels, onDone }: CellEditorProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const props: EditorProps = { item, begin: true, onDone, onRefused: setRefused };
  return (
    <div className={styles.editor} data-editor>
      <Control column={column} props={props} labels={labels} />
      {refused !== null && (
        <p role="alert" className={styles.error}>
          {refused}
        </p>
      )}
    </div>
  );
}

function Control({
  column,
  props,
  labels,
}: {
  readonly column: ListColumn;
  readonly props: EditorProps;
  readonly labels: readonly Label[];
}) {
  switch (column) {
    case 'title':
      return <TitleInput {...props} />;
    case 'type':
      return <TypeSelect {...props} />;
    case 'state':
      return <StateSelect {...props} />;
    case 'priority':
      return <PrioritySelect {...props} />;
    case 'assignee':
      return <AssigneePicker {...props} />;
    case 'labels':
      return <LabelsMenu {...props} labels={labels} />;
    case 'points':
      return <PointsInput {...props} />;
    case 'estimate':
      return <EstimateInput {...props} />;
    case 'startDate':
      return <StartDateInput {...props} />;
    case 'dueDate':
      return <DueDateInput {...props} />;
    default:
      return null;
  }
}

function TitleInput({ item, onDone, onRefused }: EditorProps) {
  const store = useStore();
  return (
    <TypedInput
      label={strings.item.title}
      value={item.title}
      disabled={false}
      begin
      onDone={onDone}
      onRefused={onRefused}
      onSave={(title) => editItem(store, item, { title })}
    />
  );
}

function LabelsMenu({ item, labels, onDone }: EditorProps & { readonly labels: readonly Label[] }) {
  const store = useStore();
  const set = (id: LabelId, on: boolean): void => {
    editItems(store, item.project, [item.id], on ? { addLabels: [id] } : { removeLabels: [id] });
  };
  return (
    <Menu
      begin
      onClosed={onDone}
      trigger={
        <button type="button" className={`${field.control} ${field.bare}`}>
          {strings.list.labels}
        </button>
      }
    >
      {labels.length === 0 && <p className={styles.none}>{strings.list.noLabels}</p>}
      {labels.map((label) => (
        <MenuCheck
          key={label.id}
          icon={<span className={styles.dot} style={{ background: label.colour }} />}
          checked={item.labels?.includes(label.id) ?? false}
          onChange={(on) => set(label.id, on)}
        >
          {label.name}
        </MenuCheck>
      ))}
    </Menu>
  );
}
