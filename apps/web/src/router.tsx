// The addresses of the app. The address is the view: a link that is sent to somebody opens the same.
import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';

import type { BoardSearch } from './actions/board-search.ts';
import { boardSearchOf } from './actions/board-search.ts';
import type { ListSearch } from './actions/list-search.ts';
import { listSearchOf } from './actions/list-search.ts';
import type { OpenItem } from './actions/open-item.ts';
import { openItemOf } from './actions/open-item.ts';
import {
  BoardScreen,
  HomeScreen,
  ItemScreen,
  ListScreen,
  NotFoundScreen,
  SettingsScreen,
  TrashScreen,
} from './screens.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: NotFoundScreen,
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomeScreen });

const project = createRoute({
  getParentRoute: () => root,
  path: '/p/$key',
  beforeLoad: ({ params, location }) => {
    // oxlint-disable-next-line typescript/only-throw-error -- this is how the router is told to go elsewhere
    if (/^\/p\/[^/]+\/?$/.test(location.pathname)) throw redirect({ to: '/p/$key/board', params });
  },
});

const board = createRoute({
  getParentRoute: () => project,
  path: 'board',
  validateSearch: (search: Record<string, unknown>): OpenItem & BoardSearch => ({
    ...openItemOf(search),
    ...boardSearchOf(search),
  }),
  component: BoardScreen,
});

const list = createRoute({
  getParentRoute: () => project,
  path: 'list',
  validateSearch: (search: Record<string, unknown>): OpenItem & ListSearch => ({
    ...openItemOf(search),
    ...listSearchOf(search),
  }),
  component: ListScreen,
});

/** `item`: its key; its id until it has a number. */
const page = createRoute({
  getParentRoute: () => project,
  path: 'item/$item',
  component: ItemScreen,
});

const settings = createRoute({
  getParentRoute: () => project,
  path: 'settings',
  component: SettingsScreen,
});

const trash = createRoute({ getParentRoute: () => project, path: 'trash', component: TrashScreen });

/** Makes the router; one per page. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([home, project.addChildren([board, list, page, settings, trash])]),
    defaultPreload: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
