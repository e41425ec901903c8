// The labels of a project, or those of the workspace: named, coloured, added, taken away.
import type { Label, ProjectId } from '@planwright/engine';
import { liveLabels } from '@planwright/engine';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { done, said } from '../actions/edits.ts';
import { freshColour } from '../fields/colours.ts';
import { sameList, useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import field from '../ui/field.module.css';
import { ColourButton } from './colour-button.tsx';
import styles from './lines.module.css';
import { createLabel, deleteLabel, editLabel, restoreLabel } from './project-edits.ts';
import { SavedInput } from './saved-input.tsx';

interface LabelListProps {
  /** null: those of every project. */
  readonly project: ProjectId | null;
  readonly title: string;
  readonly hint: string;
  readonly editable: boolean;
}

export function LabelList({ project, title, hint, editable }: LabelListProps) {
  const store = useStore();
  const labels = useQuery((tables) => liveLabels(tables, project), [project], sameList);
  const gone = useQuery<readonly Label[]>(
    (tables) =>
      [...tables.list('label', 'byProject', project ?? 'workspace')].filter(
        (label) => label.deletedAt !== null,
      ),
    [project],
    sameList,
  );
  return (
    <div className={styles.scope}>
      <h3 className={styles.subtitle}>{title}</h3>
      <p className={styles.hint}>{hint}</p>
      <ul className={styles.list} aria-label={title}>
        {labels.map((label) => (
          <li key={label.id} className={styles.line}>
            <ColourButton
              label={label.name}
              value={label.colour}
              disabled={!editable}
              onChange={(colour) => done(editLabel(store, label, { colour }))}
            />
            <SavedInput
              label={strings.settings.labelName(label.name)}
              value={label.name}
              disabled={!editable}
              onSave={(name) => editLabel(store, label, { name })}
            />
            {editable && (
              <IconButton
                size="s"
                label={strings.settings.labelDelete(label.name)}
                icon={<Trash2 size={14} />}
                onClick={() => deleteLabel(store, label)}
              />
            )}
          </li>
        ))}
      </ul>
      {editable && <AddLabel project={project} labels={labels} title={title} />}
      {editable && gone.length > 0 && (
        <Removed names={gone} onRestore={(label) => restoreLabel(store, label.id)} />
      )}
    </div>
  );
}

interface AddLabelProps {
  readonly project: ProjectId | null;
  /** Those that there are. */
  readonly labels: readonly Label[];
  readonly title: string;
}

function AddLabel({ project, labels, title }: AddLabelProps) {
  const store = useStore();
  const [name, setName] = useState('');
  const [chosen, setColour] = useState<string | null>(null);
  const colour = chosen ?? freshColour(labels);
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        const refused = said(createLabel(store, { project, name, colour }));
        setError(refused);
        if (refused !== null) return;
        setName('');
        setColour(null);
      }}
    >
      <ColourButton label={strings.settings.labelAdd} value={colour} onChange={setColour} />
      <div className={styles.grow}>
        <input
          className={field.input}
          aria-label={`${strings.settings.labelAdd}: ${title}`}
          aria-invalid={error !== null}
          placeholder={strings.settings.labelAdd}
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setError(null);
          }}
        />
        {error !== null && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
      </div>
      <Button type="submit" icon={<Plus size={14} />} disabled={name.trim() === ''}>
        {strings.settings.add}
      </Button>
    </form>
  );
}

interface RemovedProps<T> {
  readonly names: readonly T[];
  readonly onRestore: (one: T) => void;
}

/** What was taken away and can be brought back, folded up. */
export function Removed<T extends { readonly id: string; readonly name: string }>({
  names,
  onRestore,
}: RemovedProps<T>) {
  return (
    <details className={styles.removed}>
      <summary>{strings.settings.removed(names.length)}</summary>
      <ul className={styles.list}>
        {names.map((one) => (
          <li key={one.id} className={styles.line}>
            <span className={styles.gone}>{one.name}</span>
            <Button
              size="s"
              aria-label={`${strings.trash.restore}: ${one.name}`}
              onClick={() => onRestore(one)}
            >
              {strings.trash.restore}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
