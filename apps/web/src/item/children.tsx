// What an item is made of: its children with their states, how far they are, and a field for one more.
import type { Child, ItemDetail, ItemType, Progress, Project } from '@planwright/engine';
import { ITEM_TYPES, LEVEL } from '@planwright/engine';
import { Plus } from 'lucide-react';
import { useState } from 'react';

import { createItem } from '../actions/edits.ts';
import { formatDuration } from '../duration.ts';
import { ItemLink } from '../fields/item-link.tsx';
import part from '../fields/item-part.module.css';
import { formatPoints } from '../format.ts';
import { useDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { Progress as ProgressBar } from '../ui/progress.tsx';
import { Select } from '../ui/select.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './children.module.css';

interface ChildrenProps {
  readonly detail: ItemDetail;
  readonly project: Project;
  readonly editable: boolean;
}

export function Children({
  detail: { item, children, progress },
  project,
  editable,
}: ChildrenProps) {
  const types = ITEM_TYPES.filter((type) => LEVEL[type] > LEVEL[item.type]);
  if (children.length === 0 && (!editable || types.length === 0)) return null;
  return (
    <section className={part.part} aria-label={strings.item.children}>
      <header className={part.header}>
        <h3 className={part.heading}>{strings.item.children}</h3>
        {progress !== null && (
          <>
            <span className={part.count}>{linesOf(progress).join(' · ')}</span>
            <div className={styles.bar}>
              <ProgressBar
                size="s"
                label={strings.item.children}
                value={progress.done}
                max={progress.total}
                text={strings.item.progress(progress.done, progress.total)}
              />
            </div>
          </>
        )}
      </header>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <ChildLine key={child.item.id} child={child} project={project} />
          ))}
        </ul>
      )}
      {editable && types.length > 0 && (
        <AddChild parent={item.id} project={project} types={types} />
      )}
    </section>
  );
}

/** How far it is: items, and points and estimated work where there are any. */
function linesOf(progress: Progress): readonly string[] {
  const { done, total, donePoints, totalPoints, doneMinutes, totalMinutes } = progress;
  return [
    strings.item.progress(done, total),
    ...(totalPoints > 0
      ? [strings.item.progressPoints(formatPoints(donePoints), formatPoints(totalPoints))]
      : []),
    ...(totalMinutes > 0
      ? [strings.item.progressTime(formatDuration(doneMinutes), formatDuration(totalMinutes))]
      : []),
  ];
}

function ChildLine({
  child: { item, state, progress },
  project,
}: {
  readonly child: Child;
  readonly project: Project;
}) {
  return (
    <li className={part.line}>
      <ItemLink item={item} projectKey={project.key} state={state}>
        {progress !== null && (
          <span
            className={part.count}
            title={strings.board.children(progress.done, progress.total)}
          >
            {progress.done}/{progress.total}
          </span>
        )}
      </ItemLink>
    </li>
  );
}

interface AddChildProps {
  readonly parent: ItemDetail['item']['id'];
  readonly project: Project;
  readonly types: readonly ItemType[];
}

function AddChild({ parent, project, types }: AddChildProps) {
  const store = useStore();
  const [draft, setDraft] = useDraft(`child:${parent}`);
  const [error, setError] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ItemType | null>(null);
  const type = chosen !== null && types.includes(chosen) ? chosen : (types[0] ?? 'task');
  const add = (): void => {
    if (draft === null || draft.trim() === '') return;
    const refused = createItem(store, { project: project.id, type, title: draft, parent });
    setError(refused);
    if (refused === null) setDraft(null);
  };
  return (
    <form
      className={classNames(part.add, styles.field)}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Plus size={14} className={styles.plus} aria-hidden />
      <input
        className={styles.input}
        aria-label={strings.item.addChild}
        aria-invalid={error !== null}
        placeholder={strings.item.addChild}
        value={draft ?? ''}
        onChange={(event) => {
          setDraft(event.currentTarget.value === '' ? null : event.currentTarget.value);
          setError(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          event.currentTarget.blur();
        }}
      />
      {draft !== null && (
        <div className={styles.type}>
          <Select
            label={strings.board.typeOfNew}
            value={type}
            choices={types.map((value) => ({
              value,
              label: strings.types[value],
              icon: <TypeIcon type={value} />,
            }))}
            onChange={setChosen}
          />
        </div>
      )}
      {/* Without a button, Enter sends no form that has a second field: that of the select. */}
      <button type="submit" hidden aria-label={strings.item.addChild} />
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </form>
  );
}
