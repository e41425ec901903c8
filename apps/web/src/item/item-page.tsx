// The page of one item: the same parts as its panel, with the properties beside the text where there
// is room for both.
import type { Project, WorkItemId } from '@planwright/engine';
import { ItemView } from '@planwright/engine';
import type { ComponentType } from 'react';
import { useEffect, useRef } from 'react';

import { ActionButton } from '../actions/action-button.tsx';
import { GoLink } from '../actions/go-link.tsx';
import { actions } from '../actions/list.ts';
import type { SectionProps, SectionsProps } from '../item-section.ts';
import { useRights, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Breadcrumb, InTrash, ItemMenu, ItemTitle } from './item-head.tsx';
import styles from './item-page.module.css';

interface ItemPageProps {
  /** What it is shown as. */
  readonly Sections: ComponentType<SectionsProps>;
  readonly project: Project;
  /** null when the address names no item that is here. */
  readonly id: WorkItemId | null;
  /** What the address says, to name what is missing. */
  readonly reference: string;
}

export function ItemPage({ project, id, reference, Sections }: ItemPageProps) {
  return id === null ? (
    <Missing project={project} reference={reference} />
  ) : (
    <Found key={id} project={project} id={id} Sections={Sections} />
  );
}

function Missing({ project, reference }: Pick<ItemPageProps, 'project' | 'reference'>) {
  return (
    <EmptyState title={strings.item.missing}>
      <p>{strings.item.missingText(reference)}</p>
      <GoLink to={{ to: 'board', key: project.key }} className={styles.link}>
        {strings.item.toBoard}
      </GoLink>
    </EmptyState>
  );
}

interface FoundProps extends Pick<ItemPageProps, 'project' | 'Sections'> {
  readonly id: WorkItemId;
}

function Found({ project, id, Sections }: FoundProps) {
  const detail = useView(`item ${id}`, (tables) => new ItemView(tables, id));
  const rights = useRights(project.id);
  const page = useRef<HTMLDivElement>(null);

  useEffect(() => {
    page.current?.scrollTo({ top: 0 });
  }, [id]);

  if (detail === null) return <Missing project={project} reference={id} />;
  const { item, live } = detail;
  const editable = rights.edit && live;
  const given: SectionProps = { detail, project, editable };
  return (
    <div ref={page} className={styles.page}>
      <h1 className="visually-hidden">{item.title}</h1>
      <header className={styles.header}>
        <Breadcrumb detail={detail} project={project} />
        <span className={styles.space} />
        <ActionButton action={actions.showBeside} bare />
        <ItemMenu editable={editable} />
      </header>
      <div className={styles.columns}>
        <div className={styles.head}>
          {!live && <InTrash item={item} />}
          <ItemTitle item={item} editable={editable} large />
        </div>
        <aside className={styles.side} aria-label={strings.item.properties}>
          <Sections of="side" {...given} />
        </aside>
        <div className={styles.main}>
          <Sections of="main" {...given} />
        </div>
      </div>
    </div>
  );
}
