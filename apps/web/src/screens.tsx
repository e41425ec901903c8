// The screens: each puts its features together for one address. The router leaves in an address what
// no route knows, so that each reads what it says once more.
import type { Project, Tables, WorkItem, WorkItemId } from '@planwright/engine';
import { idOf, isUuid, itemByKey } from '@planwright/engine';
import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Suspense, useDeferredValue, useEffect, useMemo } from 'react';

import { ActionButton } from './actions/action-button.tsx';
import { boardSearchOf } from './actions/board-search.ts';
import { GoLink } from './actions/go-link.tsx';
import { listSearchOf } from './actions/list-search.ts';
import { actions, referenceOf } from './actions/list.ts';
import { openItemOf } from './actions/open-item.ts';
import { itemAt, usePlace } from './actions/place.ts';
import { Board } from './board/board.tsx';
import { Home } from './home/home.tsx';
import { ItemPanel } from './item/item-panel.tsx';
import { NewProject } from './project/new-project.tsx';
import styles from './screens.module.css';
import { useProject, useQuery } from './store/hooks.ts';
import { strings } from './strings.ts';
import { chunk } from './ui/chunk.tsx';
import { EmptyState } from './ui/empty-state.tsx';

const Sections = chunk(async () => (await import('./item-sections.tsx')).Sections);
const ItemPage = chunk(async () => (await import('./item/item-page.tsx')).ItemPage);
const ItemList = chunk(async () => (await import('./list/item-list.tsx')).ItemList);
const ProjectSettings = chunk(
  async () => (await import('./project/project-settings.tsx')).ProjectSettings,
);
const Trash = chunk(async () => (await import('./trash/trash.tsx')).Trash);

export function HomeScreen() {
  return (
    <Scrolling>
      <Home newProject={<NewProject />} />
    </Scrolling>
  );
}

/** What an address says, known or not. */
type Said = Readonly<Record<string, unknown>>;

export function BoardScreen() {
  const { key } = useParams({ from: '/p/$key/board' });
  const search: Said = useSearch({ from: '/p/$key/board' });
  const { item } = openItemOf(search);
  const view = boardSearchOf(search);
  return (
    <ItemsScreen name={key} reference={item} title={strings.board.title}>
      {(project, open) => (
        <Board key={project.id} project={project} open={open} view={view} reference={item} />
      )}
    </ItemsScreen>
  );
}

export function ListScreen() {
  const { key } = useParams({ from: '/p/$key/list' });
  const search: Said = useSearch({ from: '/p/$key/list' });
  const { item } = openItemOf(search);
  const view = listSearchOf(search);
  return (
    <ItemsScreen name={key} reference={item} title={strings.list.title}>
      {(project, open) => (
        <ItemList key={project.id} project={project} open={open} view={view} reference={item} />
      )}
    </ItemsScreen>
  );
}

interface ItemsScreenProps {
  /** The key of the project, as the address has it. */
  readonly name: string;
  /** What the address says of the item that is open. */
  readonly reference: string | undefined;
  readonly title: (project: string) => string;
  readonly children: (project: Project, open: WorkItemId | null) => ReactNode;
}

/** A view of the items of a project, with the one that is open beside it. */
function ItemsScreen({ name, reference, title, children }: ItemsScreenProps) {
  const project = useProject(name);
  const item = useQuery(
    (tables) =>
      project === null || reference === undefined ? undefined : itemOf(tables, project, reference),
    [project, reference],
  );
  useKeyInAddress(project, reference, item);
  const id = item?.id ?? null;
  const asked = useMemo(
    () => (reference === undefined ? null : { id, reference }),
    [id, reference],
  );
  const panel = useDeferredValue(asked); // what was opened is marked first
  if (project === null) return <NoProject name={name} />;
  return (
    <div className={styles.split}>
      <div className={styles.main}>
        {project.status === 'archived' && (
          <div className={styles.banner}>
            <span>{strings.project.isArchived}</span>
            <ActionButton action={actions.unarchiveProject} size="s" />
          </div>
        )}
        <h1 className="visually-hidden">{title(project.title)}</h1>
        <div className={styles.fill}>
          <Suspense>{children(project, id)}</Suspense>
        </div>
      </div>
      {asked !== null && panel !== null && (
        <ItemPanel Sections={Sections} project={project} {...panel} />
      )}
    </div>
  );
}

export function ItemScreen() {
  const { key, item: reference } = useParams({ from: '/p/$key/item/$item' });
  const project = useProject(key);
  const item = useQuery(
    (tables) => (project === null ? undefined : itemOf(tables, project, reference)),
    [project, reference],
  );
  useKeyInAddress(project, reference, item);
  if (project === null) return <NoProject name={key} />;
  return (
    <Suspense>
      <ItemPage Sections={Sections} project={project} id={item?.id ?? null} reference={reference} />
    </Suspense>
  );
}

export function SettingsScreen() {
  const { key } = useParams({ from: '/p/$key/settings' });
  const project = useProject(key);
  if (project === null) return <NoProject name={key} />;
  return (
    <Scrolling>
      <ProjectSettings key={project.id} project={project} />
    </Scrolling>
  );
}

export function TrashScreen() {
  const { key } = useParams({ from: '/p/$key/trash' });
  const project = useProject(key);
  if (project === null) return <NoProject name={key} />;
  return (
    <Scrolling>
      <Trash project={project} />
    </Scrolling>
  );
}

export function NotFoundScreen() {
  return (
    <EmptyState title={strings.notFound.title}>
      <GoLink to={{ to: 'home' }} className={styles.link}>
        {strings.notFound.home}
      </GoLink>
    </EmptyState>
  );
}

/**
 * An item that was opened by its id is called by its key as soon as it has one; an old key leads to
 * where the item is now.
 */
function useKeyInAddress(
  project: Project | null,
  reference: string | undefined,
  item: WorkItem | undefined,
): void {
  const { go, store, screen } = usePlace();
  const moved = useQuery(
    (tables) =>
      project === null || reference === undefined || item !== undefined
        ? undefined
        : movedTo(tables, project, reference),
    [project, reference, item],
  );
  useEffect(() => {
    if (project === null || item === undefined || item.number === null) return;
    const wanted = referenceOf(store, item);
    if (wanted !== reference) go({ to: 'item', key: project.key, item: wanted }, { replace: true });
  }, [project, reference, item, go, store]);
  useEffect(() => {
    const there = store.tables.get('project', moved?.project);
    if (moved === undefined || there === undefined) return;
    go(itemAt(screen, there.key, referenceOf(store, moved)), { replace: true });
  }, [moved, go, store, screen]);
}

/** The item that had this key in this project and is in another now. */
export function movedTo(tables: Tables, project: Project, reference: string): WorkItem | undefined {
  const [prefix = ''] = reference.split('-');
  const item = prefix.toUpperCase() === project.key ? itemByKey(tables, reference) : undefined;
  return item?.project === project.id ? undefined : item;
}

/** The item that an address names, in this project: by key in any case of letters, or by id. */
export function itemOf(tables: Tables, project: Project, reference: string): WorkItem | undefined {
  const item = isUuid(reference)
    ? tables.get('workItem', idOf<'workItem'>(reference))
    : itemByKey(tables, reference);
  return item?.project === project.id ? item : undefined;
}

function NoProject({ name }: { readonly name: string }) {
  return (
    <EmptyState title={strings.project.missing}>
      <p>{strings.project.missingText(name)}</p>
      <GoLink to={{ to: 'home' }} className={styles.link}>
        {strings.notFound.home}
      </GoLink>
    </EmptyState>
  );
}

function Scrolling({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.scrolling}>
      <Suspense>{children}</Suspense>
    </div>
  );
}
