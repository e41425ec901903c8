// The panel of one item beside its board; a sheet over everything on a phone.
import type { Project, WorkItemId } from '@planwright/engine';
import { ItemView } from '@planwright/engine';
import { X } from 'lucide-react';
import type { ComponentType } from 'react';
import { Suspense } from 'react';

import { ActionButton } from '../actions/action-button.tsx';
import { actions } from '../actions/list.ts';
import { usePlace } from '../actions/place.ts';
import type { SectionsProps } from '../item-section.ts';
import { useRights, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Breadcrumb, InTrash, ItemMenu, ItemTitle } from './item-head.tsx';
import styles from './item-panel.module.css';

interface ItemPanelProps {
  /** What it is shown as; it may come later than what stands around it. */
  readonly Sections: ComponentType<SectionsProps>;
  readonly project: Project;
  /** null when the address names no item that is here. */
  readonly id: WorkItemId | null;
  /** What the address says, to name what is missing. */
  readonly reference: string;
}

export function ItemPanel({ project, id, reference, Sections }: ItemPanelProps) {
  return (
    <aside className={styles.panel} aria-label={strings.item.label(reference)}>
      {id === null ? (
        <Missing reference={reference} />
      ) : (
        <Found key={id} project={project} id={id} Sections={Sections} />
      )}
    </aside>
  );
}

function Missing({ reference }: { readonly reference: string }) {
  return (
    <>
      <header className={styles.header}>
        <span className={styles.space} />
        <Close />
      </header>
      <EmptyState title={strings.item.missing}>{strings.item.missingText(reference)}</EmptyState>
    </>
  );
}

interface FoundProps extends Pick<ItemPanelProps, 'project' | 'Sections'> {
  readonly id: WorkItemId;
}

function Found({ project, id, Sections }: FoundProps) {
  const detail = useView(`item ${id}`, (tables) => new ItemView(tables, id));
  const rights = useRights(project.id);

  if (detail === null) return <Missing reference={id} />;
  const { item, live } = detail;
  const editable = rights.edit && live;
  return (
    <>
      <header className={styles.header}>
        <Breadcrumb detail={detail} project={project} />
        <span className={styles.space} />
        <ActionButton action={actions.openPage} bare />
        <ItemMenu editable={editable} />
        <Close />
      </header>
      <div className={styles.body}>
        {!live && <InTrash item={item} />}
        <ItemTitle item={item} editable={editable} />
        <Suspense>
          <Sections detail={detail} project={project} editable={editable} />
        </Suspense>
      </div>
    </>
  );
}

function Close() {
  const place = usePlace();
  return (
    <IconButton
      label={strings.item.close}
      shortcut={actions.closeItem.shortcut}
      icon={<X size={16} />}
      onClick={() => actions.closeItem.perform(place)}
    />
  );
}
