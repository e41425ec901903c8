// Puts the app together: the replica, its connection, the store over both, and the screens.
import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { Link, MemoryCache, MemoryOutbox, Replica } from '@planwright/sync';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { v7 as newId } from 'uuid';

import { makeRouter } from './router.tsx';
import { openDrafts } from './store/drafts.ts';
import { StoreProvider } from './store/hooks.ts';
import { ReplicaStore } from './store/replica-store.ts';
import { SocketHost } from './store/socket-host.ts';
import { fetchChunks } from './ui/chunk.tsx';
import { ToastProvider } from './ui/toast.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

const replica = new Replica({
  now: Date.now,
  newId,
  outbox: new MemoryOutbox(),
  cache: new MemoryCache(),
  build: 'web',
});
const host = new SocketHost(`${location.origin.replace(/^http/, 'ws')}/socket`);
const link = new Link(replica, host);
const store = new ReplicaStore({
  replica,
  link,
  onLink: (listener) => host.subscribe(listener),
  isOnline: host.isOnline,
  newId,
});
replica.subscribe(() => {
  if (replica.position !== null) openDrafts(replica.position.workspaceId, replica.position.user);
  host.plan();
});
window.addEventListener('beforeunload', (event) => {
  if (replica.pending.length > 0 && !replica.durable) event.preventDefault();
});
host.run(link);

// What comes later is fetched once the workspace is here and nothing else happens, so that it is on this
// device when the server is not.
const whenIdle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1000));
const stop = store.subscribe(() => {
  if (!store.isReady()) return;
  stop();
  whenIdle(() => void fetchChunks());
});

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <StoreProvider value={store}>
        <TooltipProvider>
          <ToastProvider>
            <RouterProvider router={makeRouter()} />
          </ToastProvider>
        </TooltipProvider>
      </StoreProvider>
    </CSPProvider>,
  );
}
