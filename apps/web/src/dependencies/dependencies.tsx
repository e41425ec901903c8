// How an item stands to others: what blocks it and what it blocks, what it relates to or duplicates.
import type { Project, Relation, Tie } from '@planwright/engine';
import { RELATIONS, TiesView, keyOf } from '@planwright/engine';
import { EyeOff, Lock, X } from 'lucide-react';

import { ItemLink } from '../fields/item-link.tsx';
import part from '../fields/item-part.module.css';
import type { SectionProps } from '../item-section.ts';
import { useStore, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { AddTie } from './add-tie.tsx';
import styles from './dependencies.module.css';
import { removeTie } from './tie-edits.ts';

export function Dependencies({ detail: { item }, editable }: SectionProps) {
  const ties = useView(`ties ${item.id}`, (tables) => new TiesView(tables, item.id));
  if (ties.length === 0 && !editable) return null;
  return (
    <section className={part.part} aria-label={strings.tie.title}>
      <header className={part.header}>
        <h3 className={part.heading}>{strings.tie.title}</h3>
      </header>
      {RELATIONS.map((relation) => (
        <Group
          key={relation}
          relation={relation}
          ties={ties.filter((tie) => tie.relation === relation)}
          editable={editable}
        />
      ))}
      {editable && <AddTie item={item} />}
    </section>
  );
}

interface GroupProps {
  readonly relation: Relation;
  readonly ties: readonly Tie[];
  readonly editable: boolean;
}

function Group({ relation, ties, editable }: GroupProps) {
  if (ties.length === 0) return null;
  const name = strings.tie.names[relation];
  return (
    <div>
      <h4 className={classNames(styles.relation, ties.some((tie) => tie.open) && styles.open)}>
        {relation === 'blockedBy' && ties.some((tie) => tie.open) && <Lock size={12} aria-hidden />}
        {name}
      </h4>
      <ul aria-label={name}>
        {ties.map((tie) => (
          <Line key={tie.dependency.id} tie={tie} editable={editable} />
        ))}
      </ul>
    </div>
  );
}

function Line({ tie, editable }: { readonly tie: Tie; readonly editable: boolean }) {
  const store = useStore();
  const { other, state, dependency } = tie;
  const project: Project | undefined = store.tables.get('project', other?.project);
  const key = other === null ? strings.tie.private : keyOf(store.tables, other);
  return (
    <li className={part.line}>
      {other === null || project === undefined ? (
        <span className={styles.private} title={strings.tie.privateHint}>
          <EyeOff size={14} aria-hidden />
          {strings.tie.private}
        </span>
      ) : (
        <ItemLink item={other} projectKey={project.key} state={state} />
      )}
      {editable && (
        <span className={styles.remove}>
          <IconButton
            size="s"
            label={strings.tie.remove(key)}
            icon={<X size={14} />}
            onClick={() => removeTie(store, dependency)}
          />
        </span>
      )}
    </li>
  );
}
