// The columns of a board, in order: named, re-ordered, added. A column's kind says what progress makes
// of the items in it.
import type { Project, State, StateCategory, StateId } from '@planwright/engine';
import { STATE_CATEGORIES } from '@planwright/engine';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useState } from 'react';

import { done, said } from '../actions/edits.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import field from '../ui/field.module.css';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import styles from './state-list.module.css';

const KINDS = STATE_CATEGORIES.map((value) => ({
  value,
  label: strings.categories[value],
  icon: <StateIcon category={value} />,
}));

interface StateListProps {
  readonly project: Project;
  readonly states: readonly State[];
  readonly editable: boolean;
}

export function StateList({ project, states, editable }: StateListProps) {
  const store = useStore();
  const moveAfter = (id: StateId, after: StateId | null): void => {
    done(store.run('state.move', { id, after }));
  };
  return (
    <>
      <ul className={styles.list}>
        {states.map((state, index) => (
          <li key={state.id} className={styles.line}>
            <StateName state={state} disabled={!editable} />
            <div className={styles.kind}>
              <Select<StateCategory>
                label={strings.project.stateCategory}
                value={state.category}
                choices={KINDS}
                disabled={!editable}
                onChange={(category) => done(store.run('state.edit', { id: state.id, category }))}
              />
            </div>
            {editable && (
              <>
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
              </>
            )}
          </li>
        ))}
      </ul>
      {editable && <AddState project={project} after={states.at(-1)?.id ?? null} />}
    </>
  );
}

function StateName({ state, disabled }: { readonly state: State; readonly disabled: boolean }) {
  const store = useStore();
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const save = (): void => {
    if (draft === null || draft.trim() === state.name) return setDraft(null);
    const refused = said(store.run('state.edit', { id: state.id, name: draft }));
    setError(refused);
    if (refused === null) setDraft(null);
  };
  return (
    <div className={styles.name}>
      <input
        className={field.plain}
        aria-label={strings.project.stateName}
        aria-invalid={error !== null}
        disabled={disabled}
        value={draft ?? state.name}
        onChange={({ currentTarget }) => {
          setDraft(currentTarget.value);
          setError(null);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function AddState({
  project,
  after,
}: {
  readonly project: Project;
  readonly after: StateId | null;
}) {
  const store = useStore();
  const [name, setName] = useState('');
  const [category, setCategory] = useState<StateCategory>('started');
  const [error, setError] = useState<string | null>(null);
  const add = (): void => {
    const refused = said(
      store.run('state.create', {
        id: store.newId<'state'>(),
        project: project.id,
        name,
        category,
        after,
      }),
    );
    setError(refused);
    if (refused === null) setName('');
  };
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') add();
      }}
    >
      <div className={styles.name}>
        <input
          className={field.input}
          aria-label={strings.project.addState}
          aria-invalid={error !== null}
          placeholder={strings.project.addState}
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
      <div className={styles.kind}>
        <Select<StateCategory>
          label={strings.project.stateCategory}
          value={category}
          choices={KINDS}
          onChange={setCategory}
        />
      </div>
      <Button type="submit" icon={<Plus size={14} />} disabled={name.trim() === ''}>
        {strings.project.addStateDo}
      </Button>
    </form>
  );
}
