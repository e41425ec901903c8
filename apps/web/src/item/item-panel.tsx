// The panel of one item beside its board; a sheet over everything on a phone.
import type { ItemDetail, Project, WorkItemId } from '@planwright/engine';
import { ItemView, keyOf } from '@planwright/engine';
import { ChevronRight, Ellipsis, X } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { ActionItem } from '../actions/action-item.tsx';
import { editItem } from '../actions/edits.ts';
import { GoLink } from '../actions/go-link.tsx';
import { actions, referenceOf } from '../actions/list.ts';
import { usePlace } from '../actions/place.ts';
import { formatAgo, formatInstant } from '../format.ts';
import { useDraft } from '../store/drafts.ts';
import { useNow, useQuery, useRights, useStore, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { InlineText } from '../ui/inline-text.tsx';
import { Menu, MenuSeparator } from '../ui/menu.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import { Children } from './children.tsx';
import { Description } from './description.tsx';
import styles from './item-panel.module.css';
import { Properties } from './properties.tsx';

interface ItemPanelProps {
  readonly project: Project;
  /** null when the address names no item that is here. */
  readonly id: WorkItemId | null;
  /** What the address says, to name what is missing. */
  readonly reference: string;
}

export function ItemPanel({ project, id, reference }: ItemPanelProps) {
  return (
    <aside className={styles.panel} aria-label={strings.item.label(reference)}>
      {id === null ? (
        <Missing reference={reference} />
      ) : (
        <Found key={id} project={project} id={id} />
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

function Found({ project, id }: { readonly project: Project; readonly id: WorkItemId }) {
  const store = useStore();
  const place = usePlace();
  const detail = useView(`item ${id}`, (tables) => new ItemView(tables, id));
  const rights = useRights(project.id);
  const [titleDraft, setTitleDraft] = useDraft(`title:${id}`);
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [id]);

  if (detail === null) return <Missing reference={id} />;
  const { item, live } = detail;
  const editable = rights.edit && live;
  return (
    <>
      <header className={styles.header}>
        <Breadcrumb detail={detail} project={project} />
        <span className={styles.space} />
        <Menu
          align="end"
          trigger={<IconButton label={strings.more} icon={<Ellipsis size={16} />} />}
        >
          <ActionItem action={actions.copyKey} />
          <ActionItem action={actions.copyLink} />
          <ActionItem action={actions.editDescription} />
          {editable && <MenuSeparator />}
          <ActionItem action={actions.deleteItem} />
        </Menu>
        <Close />
      </header>
      <div ref={body} className={styles.body}>
        {!live && (
          <div className={styles.banner}>
            <span>{strings.item.inTrash}</span>
            {item.deletedAt !== null && actions.restoreItem.applies(place) && (
              <Button size="s" onClick={() => actions.restoreItem.perform(place)}>
                {strings.item.restore}
              </Button>
            )}
          </div>
        )}
        <div className={styles.title}>
          <InlineText
            label={strings.item.title}
            value={item.title}
            draft={titleDraft}
            onDraft={setTitleDraft}
            unsaved={strings.item.titleUnsaved}
            disabled={!editable}
            textClassName={styles.titleText}
            onSave={(title) => editItem(store, item, { title })}
          />
        </div>
        <Properties detail={detail} editable={editable} />
        <Description item={item} document={detail.description} editable={editable} />
        <Children detail={detail} project={project} editable={editable} />
        <Footer detail={detail} />
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

function Breadcrumb({
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
            to={{ to: 'board', key: project.key, item: referenceOf(store, parent) }}
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

function Footer({ detail: { item } }: { readonly detail: ItemDetail }) {
  const now = useNow();
  const creator = useQuery((tables) => tables.get('user', item.createdBy)?.name, [item.createdBy]);
  const editor = useQuery((tables) => tables.get('user', item.updatedBy)?.name, [item.updatedBy]);
  return (
    <p className={styles.footer}>
      <time dateTime={new Date(item.createdAt).toISOString()} title={formatInstant(item.createdAt)}>
        {strings.item.created(creator ?? strings.item.someone, formatAgo(item.createdAt, now))}
      </time>
      {item.updatedAt !== item.createdAt && (
        <>
          {' · '}
          <time
            dateTime={new Date(item.updatedAt).toISOString()}
            title={formatInstant(item.updatedAt)}
          >
            {strings.item.updated(editor ?? strings.item.someone, formatAgo(item.updatedAt, now))}
          </time>
        </>
      )}
    </p>
  );
}
