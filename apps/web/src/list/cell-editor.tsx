// A cell of a list while it is edited: the control that the panel of the item has for the same.
import type { WorkItem } from '@planwright/engine';
import { useState } from 'react';

import { editItem } from '../actions/edits.ts';
import type { ListColumn } from '../actions/list-search.ts';
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
import { LabelsPicker } from '../fields/labels-picker.tsx';
import { TypedInput } from '../fields/typed-value.tsx';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import styles from './cell-editor.module.css';

interface CellEditorProps {
  readonly column: ListColumn;
  readonly item: WorkItem;
  readonly onDone: () => void;
}

export function CellEditor({ column, item, onDone }: CellEditorProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const props: EditorProps = { item, begin: true, onDone, onRefused: setRefused };
  return (
    <div className={styles.editor} data-editor>
      <Control column={column} props={props} />
      {refused !== null && (
        <p role="alert" className={styles.error}>
          {refused}
        </p>
      )}
    </div>
  );
}

function Control({ column, props }: { readonly column: ListColumn; readonly props: EditorProps }) {
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
      return <LabelsPicker {...props} />;
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
