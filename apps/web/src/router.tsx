// The addresses of the app. The address is the view: a link that is sent to somebody opens the same.
import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';

import { BoardScreen, HomeScreen, NotFoundScreen, TrashScreen } from './screens.tsx';
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
  /** `item`: the key of the open item; its id until it has a number. */
  validateSearch: (search: Record<string, unknown>): { readonly item?: string } =>
    typeof search['item'] === 'string' && search['item'] !== '' ? { item: search['item'] } : {},
  component: BoardScreen,
});

const trash = createRoute({ getParentRoute: () => project, path: 'trash', component: TrashScreen });

/** Makes the router; one per page. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([home, project.addChildren([board, trash])]),
    defaultPreload: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
