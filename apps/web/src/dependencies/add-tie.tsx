// One more dependency: how the item stands to another, and which other, found by key or title.
import type { Relation, WorkItem } from '@planwright/engine';
import { RELATIONS, isLive, keyOf } from '@planwright/engine';
import { Link2 } from 'lucide-react';
import { useMemo, useState } from 'react';

import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Picker } from '../ui/picker.tsx';
import { Select } from '../ui/select.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './dependencies.module.css';
import { addTie } from './tie-edits.ts';

export function AddTie({ item }: { readonly item: WorkItem }) {
  const [isOpen, setOpen] = useState(false);
  const [relation, setRelation] = useState<Relation>('blockedBy');
  if (!isOpen) {
    return (
      <button type="button" className={styles.add} onClick={() => setOpen(true)}>
        <Link2 size={14} aria-hidden />
        {strings.tie.add}
      </button>
    );
  }
  return (
    <div className={styles.adding}>
      <Select
        label={strings.tie.kind}
        value={relation}
        choices={RELATIONS.map((value) => ({ value, label: strings.tie.names[value] }))}
        onChange={setRelation}
      />
      <Other item={item} relation={relation} onClosed={() => setOpen(false)} />
    </div>
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
    <>
      <div className={styles.other}>
        <Picker
          label={strings.tie.other}
          value={null}
          picks={picks}
          none={strings.tie.choose}
          search={strings.tie.search}
          nothing={strings.tie.nothing}
          begin
          onChange={(id) => {
            const other = items.find((one) => one.id === id);
            if (other === undefined) return;
            const refused = addTie(store, item.id, relation, other.id);
            setError(refused);
            if (refused === null) onClosed();
          }}
        />
      </div>
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </>
  );
}

function nearness(other: WorkItem, item: WorkItem): number {
  return other.project === item.project ? 0 : 1;
}
