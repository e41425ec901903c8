// Makes a project: a name, and a key that is suggested from it until the person writes their own.
import type { Refusal } from '@planwright/engine';
import { sentenceOf, suggestKey } from '@planwright/engine';
import { useState } from 'react';

import { usePlace } from '../actions/place.ts';
import { useDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './new-project.module.css';

export function NewProject() {
  const store = useStore();
  const { go } = usePlace();
  const [title, setTitle] = useDraft('project');
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const name = title ?? '';
  const suggested = suggestKey(
    name,
    (key) => store.tables.first('project', 'byKey', key) !== undefined,
  );
  const key = ownKey ?? (name.trim() === '' ? '' : suggested);
  const field = fieldOf(refusal);
  const error = refusal === null ? undefined : sentenceOf(refusal);

  const create = (): void => {
    const refused = store.run('project.create', { id: store.newId<'project'>(), title: name, key });
    setRefusal(refused);
    if (refused !== null) return;
    setTitle(null);
    closeDialog();
    go({ to: 'board', key });
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <TextField
        label={strings.project.title}
        placeholder={strings.project.titlePlaceholder}
        value={name}
        autoFocus
        autoComplete="off"
        error={field === 'title' ? error : undefined}
        onChange={({ currentTarget }) => {
          setTitle(currentTarget.value === '' ? null : currentTarget.value);
          setRefusal(null);
        }}
      />
      <TextField
        className={styles.key}
        label={strings.project.key}
        value={key}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        hint={key === '' ? strings.project.keyRule : strings.project.keyHint(key)}
        error={field === 'title' ? undefined : error}
        onChange={({ currentTarget }) => {
          setOwnKey(currentTarget.value.toUpperCase());
          setRefusal(null);
        }}
        onBlur={() => setOwnKey((key) => (key === '' ? null : key))}
      />
      <div className={styles.foot}>
        <Button type="submit" tone="primary" size="l" disabled={name.trim() === ''}>
          {strings.project.createDo}
        </Button>
      </div>
    </form>
  );
}

/** The field that a refusal is about; null where it is about none. */
function fieldOf(refusal: Refusal | null): string | null {
  if (refusal === null) return null;
  if ('field' in refusal) return refusal.field;
  return 'what' in refusal ? refusal.what : null;
}
