// What stands around every screen: the header, the dialogs, the place that actions are told, the
// shortcuts, and the boundary that keeps one broken screen from taking the rest along.
import type { StateId } from '@planwright/engine';
import { idOf, keyOf } from '@planwright/engine';
import { useLocation, useParams, useRouter, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCallback, useEffect, useMemo } from 'react';

import { openItemOf } from './actions/open-item.ts';
import type { Destination, Navigation, Place } from './actions/place.ts';
import { NavigationProvider, PlaceProvider, addressOf } from './actions/place.ts';
import { useShortcuts } from './actions/shortcuts.ts';
import { CrashBoundary } from './crash.tsx';
import { Dialogs } from './dialogs.tsx';
import { Header } from './header.tsx';
import { DropZone } from './import/drop-zone.tsx';
import { Loading } from './loading.tsx';
import { itemOf } from './screens.tsx';
import styles from './shell.module.css';
import { PutOff } from './status/put-off.tsx';
import { useProject, useQuery, useRights, useStore, useSyncState } from './store/hooks.ts';
import { strings } from './strings.ts';

export function Shell({ children }: { readonly children: ReactNode }) {
  const navigation = useRouterNavigation();
  const place = usePlaceNow(navigation);
  const store = useStore();
  const ready = useQuery(store.isReady, []);
  const { pathname } = useLocation();
  useTitle(place);
  useShortcuts(useCallback(() => atFocus(place), [place]));
  return (
    <NavigationProvider value={navigation}>
      <PlaceProvider value={place}>
        <div className={styles.shell}>
          <a href="#content" className={styles.skip}>
            {strings.nav.skip}
          </a>
          <Header project={place.project} screen={place.screen} />
          <PutOff />
          <main id="content" className={styles.content} tabIndex={-1}>
            <CrashBoundary screen={pathname}>{ready ? children : <Starting />}</CrashBoundary>
          </main>
        </div>
        <Dialogs />
        <DropZone />
      </PlaceProvider>
    </NavigationProvider>
  );
}

/** Names the window after what is open in it. */
function useTitle({ project, item, screen }: Place): void {
  const { tables } = useStore();
  const parts = [
    item === null ? null : `${keyOf(tables, item)} ${item.title}`,
    screen === 'trash' ? strings.nav.trash : null,
    screen === 'settings' ? strings.project.settings : null,
    project?.title ?? null,
    strings.app,
  ];
  const title = parts.filter((part) => part !== null).join(' · ');
  useEffect(() => {
    // After the frame that comes: a browser takes longer over a title than over a panel's first words.
    const timer = setTimeout(() => {
      document.title = title;
    });
    return () => clearTimeout(timer);
  }, [title]);
}

/** Before the workspace is here: the shape of a board, or why it does not come. */
function Starting() {
  const { link, blockedBy } = useSyncState();
  return <Loading problem={link === 'blocked' ? blockedBy : null} />;
}

function useRouterNavigation(): Navigation {
  const router = useRouter();
  return useMemo(
    () => ({
      go: (destination, how) => {
        const { pathname, search } = router.state.location;
        const target = targetOf(destination, screenOf(pathname), search);
        void router.navigate({ ...target, replace: how?.replace ?? false });
      },
      href: addressOf,
    }),
    [router],
  );
}

function usePlaceNow(navigation: Navigation): Place {
  const store = useStore();
  const { pathname } = useLocation();
  const { key, item: onPage } = useParams({ strict: false });
  const { item: beside } = openItemOf(useSearch({ strict: false }));
  const reference = onPage ?? beside;
  const project = useProject(key ?? '');
  const item = useQuery(
    (tables) =>
      project === null || reference === undefined
        ? null
        : (itemOf(tables, project, reference) ?? null),
    [project, reference],
  );
  const rights = useRights(project?.id ?? null);
  return useMemo(
    () => ({
      store,
      screen: screenOf(pathname),
      project,
      item,
      panel: reference !== undefined,
      mayEdit: rights.edit,
      mayAdminister: rights.administer,
      column: null,
      ...navigation,
    }),
    [store, navigation, pathname, project, item, reference, rights],
  );
}

/** The same place, but about the card that has the focus, if one has. */
function atFocus(place: Place): Place {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement)) return place;
  const card = focused.closest<HTMLElement>('[data-card]')?.dataset['card'];
  const column = focused.closest<HTMLElement>('[data-column]')?.dataset['column'];
  const item = card === undefined ? undefined : place.store.tables.get('workItem', idOf(card));
  return {
    ...place,
    item: item ?? place.item,
    panel: place.panel && (item === undefined || item.id === place.item?.id),
    column: column === undefined ? null : (idOf<'state'>(column) satisfies StateId),
  };
}

/** What the router is told; `screen` and `search` are those of the present address. */
function targetOf(destination: Destination, screen: Place['screen'], search: object) {
  switch (destination.to) {
    case 'home':
      return { to: '/' } as const;
    case 'board': {
      const { key, view, item } = destination;
      const search = item === undefined ? { ...view } : { ...view, item };
      return { to: '/p/$key/board', params: { key }, search } as const;
    }
    case 'list': {
      const { key, view, item } = destination;
      const search = item === undefined ? { ...view } : { ...view, item };
      return { to: '/p/$key/list', params: { key }, search } as const;
    }
    case 'item': {
      const { key, item } = destination;
      if (screen === 'item' && item !== null) return pageOf(key, item);
      const to = screen === 'list' ? '/p/$key/list' : '/p/$key/board';
      const view = screen === 'list' || screen === 'board' ? search : {};
      return { to, params: { key }, search: { ...view, item: item ?? undefined } } as const;
    }
    case 'page':
      return pageOf(destination.key, destination.item);
    case 'settings':
      return { to: '/p/$key/settings', params: { key: destination.key } } as const;
    case 'trash':
      return { to: '/p/$key/trash', params: { key: destination.key } } as const;
  }
}

function pageOf(key: string, item: string) {
  return { to: '/p/$key/item/$item', params: { key, item } } as const;
}

function screenOf(pathname: string): Place['screen'] {
  if (pathname === '/') return 'home';
  if (/^\/p\/[^/]+\/board\/?$/.test(pathname)) return 'board';
  if (/^\/p\/[^/]+\/list\/?$/.test(pathname)) return 'list';
  if (/^\/p\/[^/]+\/item\/[^/]+\/?$/.test(pathname)) return 'item';
  if (/^\/p\/[^/]+\/settings\/?$/.test(pathname)) return 'settings';
  return /^\/p\/[^/]+\/trash\/?$/.test(pathname) ? 'trash' : 'elsewhere';
}
