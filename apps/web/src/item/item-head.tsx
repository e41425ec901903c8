// What stands at the top of an item, in the panel and on its page: where it belongs, what can be done
// with it, that it is in the trash, and its title.
import type { ItemDetail, Project, WorkItem } from '@planwright/engine';
import { keyOf } from '@planwright/engine';
import { ChevronRight, Ellipsis } from 'lucide-react';

import { ActionItem } from '../actions/action-item.tsx';
import { editItem } from '../actions/edits.ts';
import { GoLink } from '../actions/go-link.tsx';
import { actions, referenceOf } from '../actions/list.ts';
import { usePlace } from '../actions/place.ts';
import { useDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { InlineText } from '../ui/inline-text.tsx';
import { Menu, MenuSeparator } from '../ui/menu.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './item-head.module.css';

/** The items above it, each a link, and its own key. */
export function Breadcrumb({
  detail: { item, parents },
  project,
}: {
  readonly detail: ItemDetail;
  readonly project: Project;
}) {
  const store = useStore();
  return (
    <nav className={styles.breadcrumb} aria-label={strings.item.breadcrumb}>
      {parents.map((parent) => (
        <span key={parent.id} className={styles.crumb}>
          <GoLink
            to={{ to: 'item', key: project.key, item: referenceOf(store, parent) }}
            className={styles.parent}
            title={parent.title}
          >
            <TypeIcon type={parent.type} named />
            <span>{keyOf(store.tables, parent)}</span>
          </GoLink>
          <ChevronRight size={12} aria-hidden />
        </span>
      ))}
      <span className={styles.here}>
        <TypeIcon type={item.type} named />
        <span title={item.number === null ? strings.item.numberComes : undefined}>
          {keyOf(store.tables, item)}
        </span>
      </span>
    </nav>
  );
}

/** What can be done with the item. */
export function ItemMenu({ editable }: { readonly editable: boolean }) {
  return (
    <Menu align="end" trigger={<IconButton label={strings.more} icon={<Ellipsis size={16} />} />}>
      <ActionItem action={actions.copyKey} />
      <ActionItem action={actions.copyLink} />
      <ActionItem action={actions.editDescription} />
      {editable && <MenuSeparator />}
      <ActionItem action={actions.duplicateItem} />
      <ActionItem action={actions.duplicateTree} />
      <ActionItem action={actions.transferItem} />
      {editable && <MenuSeparator />}
      <ActionItem action={actions.deleteItem} />
    </Menu>
  );
}

/** That it is in the trash, and the way out. */
export function InTrash({ item }: { readonly item: WorkItem }) {
  const place = usePlace();
  return (
    <div className={styles.banner}>
      <span>{strings.item.inTrash}</span>
      {item.deletedAt !== null && actions.restoreItem.applies(place) && (
        <Button size="s" onClick={() => actions.restoreItem.perform(place)}>
          {strings.item.restore}
        </Button>
      )}
    </div>
  );
}

/** The title, edited where it stands. */
export function ItemTitle({
  item,
  editable,
  large = false,
}: {
  readonly item: WorkItem;
  readonly editable: boolean;
  readonly large?: boolean;
}) {
  const store = useStore();
  const [draft, setDraft] = useDraft(`title:${item.id}`);
  return (
    <div className={styles.title}>
      <InlineText
        label={strings.item.title}
        value={item.title}
        draft={draft}
        onDraft={setDraft}
        unsaved={strings.item.titleUnsaved}
        disabled={!editable}
        textClassName={large ? styles.largeText : styles.titleText}
        onSave={(title) => editItem(store, item, { title })}
      />
    </div>
  );
}
