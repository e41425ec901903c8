// The columns of a board, in order: named, coloured, limited, re-ordered, added, removed. A column's
// kind says what progress makes of the items in it.
import type { Project, Refusal, State, StateCategory, StateId } from '@planwright/engine';
import { STATE_CATEGORIES, refuse } from '@planwright/engine';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { done, said } from '../actions/edits.ts';
import { sameList, useQuery, useStore } from '../store/hooks.ts';
import { openDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { AddLine } from './add-line.tsx';
import { ColourButton } from './colour-button.tsx';
import styles from './lines.module.css';
import { createState, editState, moveState, removeState, restoreState } from './project-edits.ts';
import { Removed } from './removed.tsx';
import { SavedInput } from './saved-input.tsx';

const KINDS = STATE_CATEGORIES.map((value) => ({
  value,
  label: strings.categories[value],
  icon: <StateIcon category={value} />,
}));

interface StateListProps {
  readonly project: Project;
  readonly editable: boolean;
}

export function StateList({ project, editable }: StateListProps) {
  const store = useStore();
  const all = useQuery<readonly State[]>(
    (tables) => [...tables.list('state', 'byProject', project.id)],
    [project.id],
    sameList,
  );
  const states = all.filter((one) => one.deletedAt === null);
  const gone = all.filter((one) => one.deletedAt !== null);
  const moveAfter = (id: StateId, after: StateId | null): void => {
    moveState(store, id, after);
  };
  const remove = (state: State): void => {
    const items = [...store.tables.list('workItem', 'byState', state.id)];
    const other = states.find((one) => one.id !== state.id);
    const isEmpty = items.every((item) => item.deletedAt !== null);
    if (isEmpty && other !== undefined) done(removeState(store, state, other.id));
    else openDialog({ kind: 'removeState', state: state.id });
  };
  return (
    <div>
      <ul className={classNames(styles.list, styles.states)} aria-label={strings.project.states}>
        {states.map((state, index) => (
          <li key={state.id} className={styles.line}>
            <ColourButton
              label={state.name}
              value={state.colour}
              disabled={!editable}
              onChange={(colour) => done(editState(store, state, { colour }))}
            />
            <SavedInput
              label={strings.project.stateName}
              value={state.name}
              disabled={!editable}
              onSave={(name) => editState(store, state, { name })}
            />
            <div className={styles.kind}>
              <Select<StateCategory>
                label={strings.project.stateCategory}
                value={state.category}
                choices={KINDS}
                disabled={!editable}
                onChange={(category) => done(editState(store, state, { category }))}
              />
            </div>
            <div className={styles.limit}>
              <SavedInput
                numeric
                label={strings.settings.limitOf(state.name)}
                placeholder={strings.settings.noLimit}
                value={state.wipLimit === null ? '' : String(state.wipLimit)}
                disabled={!editable}
                onSave={(text) => setLimit(state, text)}
              />
            </div>
            {editable && (
              <div className={styles.tools}>
                <IconButton
                  size="s"
                  label={`${strings.project.moveUp}: ${state.name}`}
                  icon={<ArrowUp size={14} />}
                  disabled={index === 0}
                  onClick={() => moveAfter(state.id, states[index - 2]?.id ?? null)}
                />
                <IconButton
                  size="s"
                  label={`${strings.project.moveDown}: ${state.name}`}
                  icon={<ArrowDown size={14} />}
                  disabled={index === states.length - 1}
                  onClick={() => moveAfter(state.id, states[index + 1]?.id ?? null)}
                />
                <IconButton
                  size="s"
                  label={strings.settings.stateRemove(state.name)}
                  icon={<Trash2 size={14} />}
                  disabled={states.length === 1}
                  onClick={() => remove(state)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {editable && <AddState project={project} after={states.at(-1)?.id ?? null} />}
      {editable && gone.length > 0 && (
        <Removed names={gone} onRestore={(state) => restoreState(store, state.id)} />
      )}
    </div>
  );

  function setLimit(state: State, text: string): Refusal | null {
    if (text === '') return editState(store, state, { wipLimit: null });
    const rule = strings.settings.limitRule;
    if (!/^\d{1,5}$/.test(text)) return refuse('INVALID', { field: strings.settings.limit, rule });
    return editState(store, state, { wipLimit: Number(text) });
  }
}

interface AddStateProps {
  readonly project: Project;
  /** The state that it comes after. */
  readonly after: StateId | null;
}

function AddState({ project, after }: AddStateProps) {
  const store = useStore();
  const [category, setCategory] = useState<StateCategory>('started');
  return (
    <AddLine
      label={strings.project.addState}
      placeholder={strings.project.addState}
      action={strings.project.addStateDo}
      after={
        <div className={styles.kind}>
          <Select<StateCategory>
            look="boxed"
            label={strings.project.stateCategory}
            value={category}
            choices={KINDS}
            onChange={setCategory}
          />
        </div>
      }
      onAdd={(name) => said(createState(store, { project: project.id, name, category, after }))}
    />
  );
}
