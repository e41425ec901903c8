// A new item at the foot of a column. Enter adds it and stays for the next; Esc closes and keeps what
// was typed; so does anything else that takes the field away.
import type { ItemType, LaneFields, Project, State } from '@planwright/engine';
import { ITEM_TYPES } from '@planwright/engine';
import { Plus } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';

import { createItem } from '../actions/edits.ts';
import { useDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { addTo } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { GrowingText } from '../ui/growing-text.tsx';
import { Select } from '../ui/select.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './quick-add.module.css';

const TYPES = ITEM_TYPES.map((type) => ({
  value: type,
  label: strings.types[type],
  icon: <TypeIcon type={type} />,
}));

interface NewItemProps {
  readonly project: Project;
  readonly state: State;
  /** What the lane that it is made in asks of it. */
  readonly fields?: LaneFields;
}

interface QuickAddProps extends NewItemProps {
  /** What that lane is called. */
  readonly lane?: string;
  /** Is the field open? Else the button is here that opens it. */
  readonly open: boolean;
  readonly onOpen: () => void;
}

export const QuickAdd = memo(function QuickAdd(props: QuickAddProps) {
  const { project, state, fields, lane, open, onOpen } = props;
  const [draft] = useDraft(`new:${state.id}`);
  if (open) return <NewItem project={project} state={state} {...(fields && { fields })} />;
  return (
    <button
      type="button"
      className={styles.open}
      aria-label={lane === undefined ? undefined : strings.board.newItemAt(state.name, lane)}
      onClick={onOpen}
    >
      <Plus size={15} aria-hidden />
      <span className={styles.text}>{draft ?? strings.board.newItem}</span>
    </button>
  );
});

function NewItem({ project, state, fields = {} }: NewItemProps) {
  const store = useStore();
  const [draft, setDraft] = useDraft(`new:${state.id}`);
  const [type, setType] = useState<ItemType>(fields.type ?? 'task');
  const [error, setError] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const text = draft ?? '';

  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);

  const add = (): void => {
    if (text.trim() === '') return;
    const refused = createItem(store, {
      project: project.id,
      ...fields,
      type,
      title: text,
      state: state.id,
    });
    setError(refused);
    if (refused === null) setDraft(null);
  };

  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={strings.board.newItemIn(state.name)}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <GrowingText
        autoFocus
        className={styles.field}
        textClassName={styles.input}
        aria-label={strings.item.title}
        aria-invalid={error !== null}
        placeholder={strings.board.newItemPlaceholder}
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value.replace(/\s*[\r\n]+\s*/g, ' ');
          setDraft(next === '' ? null : next);
          setError(null);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            event.preventDefault();
            add();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            addTo(null);
          }
        }}
      />
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <div className={styles.foot}>
        <div className={styles.type}>
          <Select label={strings.board.typeOfNew} value={type} choices={TYPES} onChange={setType} />
        </div>
        <span className={styles.space} />
        <Button tone="ghost" size="s" onClick={() => addTo(null)}>
          {strings.close}
        </Button>
        <Button tone="primary" size="s" type="submit" disabled={text.trim() === ''}>
          {strings.board.add}
        </Button>
      </div>
    </form>
  );
}
