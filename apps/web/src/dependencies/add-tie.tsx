// One more dependency: first how the item stands to another, then which other, by key or title.
import type { Relation, WorkItem } from '@planwright/engine';
import { RELATIONS, isLive, keyOf } from '@planwright/engine';
import { Link2 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import part from '../fields/item-part.module.css';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { Picker } from '../ui/picker.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './dependencies.module.css';
import { addTie } from './tie-edits.ts';

export function AddTie({ item }: { readonly item: WorkItem }) {
  const [relation, setRelation] = useState<Relation | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isChosen = useRef(false);
  const close = (): void => {
    isChosen.current = false;
    flushSync(() => setRelation(null));
    button.current?.focus();
  };
  if (relation !== null) return <Other item={item} relation={relation} onClosed={close} />;
  return (
    <Menu
      returnsFocus={() => !isChosen.current}
      trigger={
        <button ref={button} type="button" className={part.add}>
          <Link2 size={14} aria-hidden />
          {strings.tie.add}
        </button>
      }
    >
      {RELATIONS.map((one) => (
        <MenuItem
          key={one}
          onSelect={() => {
            isChosen.current = true;
            setRelation(one);
          }}
        >
          {strings.tie.names[one]}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface OtherProps {
  readonly item: WorkItem;
  readonly relation: Relation;
  readonly onClosed: () => void;
}

/** The other item, of any project that is here; those of the same project first. */
function Other({ item, relation, onClosed }: OtherProps) {
  const store = useStore();
  const [error, setError] = useState<string | null>(null);
  const refusedNow = useRef(false);
  // What there was when the field was opened: a list of thousands must not follow every edit.
  const [items] = useState(() =>
    [...store.tables.all('workItem')]
      .filter((other) => other.id !== item.id && isLive(store.tables, other))
      .sort((a, b) => nearness(a, item) - nearness(b, item) || (b.number ?? 0) - (a.number ?? 0)),
  );
  const picks = useMemo(
    () =>
      items.map((other) => ({
        id: other.id,
        label: other.title,
        hint: keyOf(store.tables, other),
        icon: <TypeIcon type={other.type} />,
      })),
    [items, store],
  );
  return (
    <div className={styles.adding}>
      <span className={styles.relation}>{strings.tie.names[relation]}</span>
      <Picker
        label={strings.tie.other}
        value={null}
        required
        picks={picks}
        none={strings.tie.choose}
        search={strings.tie.search}
        nothing={strings.tie.nothing}
        begin
        onChange={(id) => {
          const other = items.find((one) => one.id === id);
          if (other === undefined) return;
          const refused = addTie(store, item.id, relation, other.id);
          refusedNow.current = refused !== null;
          setError(refused);
          if (refused === null) onClosed();
        }}
        onClosed={() => {
          if (!refusedNow.current) onClosed();
          refusedNow.current = false;
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

function nearness(other: WorkItem, item: WorkItem): number {
  return other.project === item.project ? 0 : 1;
}
