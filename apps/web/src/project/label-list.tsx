// The labels of a project, or those of the workspace: named, coloured, added, taken away.
import type { Label, ProjectId } from '@planwright/engine';
import { liveLabels } from '@planwright/engine';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';

import { done, said } from '../actions/edits.ts';
import { freshColour } from '../fields/colours.ts';
import { sameList, useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { AddLine } from './add-line.tsx';
import { ColourButton } from './colour-button.tsx';
import styles from './lines.module.css';
import { createLabel, deleteLabel, editLabel, restoreLabel } from './project-edits.ts';
import { Removed } from './removed.tsx';
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
  const [chosen, setColour] = useState<string | null>(null);
  const colour = chosen ?? freshColour(labels);
  return (
    <AddLine
      label={`${strings.settings.labelAdd}: ${title}`}
      placeholder={strings.settings.labelAdd}
      action={strings.settings.add}
      before={
        <ColourButton label={strings.settings.labelAdd} value={colour} onChange={setColour} />
      }
      onAdd={(name) => {
        const refused = said(createLabel(store, { project, name, colour }));
        if (refused === null) setColour(null);
        return refused;
      }}
    />
  );
}
