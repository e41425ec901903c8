// The store in React. Components draw again only when what they read is another value.
import type { Project, ProjectId, Tables, User, View } from '@planwright/engine';
import { atLeast, roleIn } from '@planwright/engine';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';

import type { Store, SyncState } from './store.ts';

const StoreContext = createContext<Store | null>(null);

export const StoreProvider = StoreContext.Provider;

/** The store; only under `StoreProvider`. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('no store above this component');
  return store;
}

/**
 * Reads something from the tables, again whenever they change. `same` tells values apart that are
 * made anew at each reading; what `read` closes over stands in `given`, as with `useMemo`.
 */
export function useQuery<T>(
  read: (tables: Tables) => T,
  given: readonly unknown[],
  same: (a: T, b: T) => boolean = Object.is,
): T {
  const store = useStore();
  // oxlint-disable-next-line react/exhaustive-deps -- the caller names what its query closes over
  const query = useMemo(() => ({ read }), [store, ...given]);
  const last = useRef<{ query: unknown; version: number; value: T } | null>(null);
  const snapshot = (): T => {
    const version = store.version();
    const known = last.current;
    if (known !== null && known.query === query && known.version === version) return known.value;
    const value = query.read(store.tables);
    const kept = known !== null && known.query === query && same(known.value, value);
    last.current = { query, version, value: kept ? known.value : value };
    return last.current.value;
  };
  return useSyncExternalStore(store.subscribe, snapshot);
}

/** A live query that is shared under a name: `useView('board 1', (tables) => new BoardView(…))`. */
export function useView<T>(name: string, make: (tables: Tables) => View<T>): T {
  const store = useStore();
  // oxlint-disable-next-line react/exhaustive-deps -- the name says which view it is
  const view = useMemo(() => store.view(name, make), [store, name]);
  return useSyncExternalStore(
    useCallback((listener: () => void) => view.subscribe(listener), [view]),
    useCallback(() => view.read(), [view]),
  );
}

export function useSyncState(): SyncState {
  const store = useStore();
  return useSyncExternalStore(store.subscribeSync, store.sync);
}

/** The project with this key; null where there is none (or none that one may see). */
export function useProject(key: string): Project | null {
  return useQuery(
    (tables) => {
      const project = tables.first('project', 'byKey', key.toUpperCase());
      return project === undefined || project.deletedAt !== null ? null : project;
    },
    [key],
  );
}

/** All projects that are not in the trash, by title. */
export function useProjects(): readonly Project[] {
  return useQuery(
    (tables) =>
      [...tables.all('project')]
        .filter((project) => project.deletedAt === null)
        .sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1)),
    [],
    sameList,
  );
}

/** May one change items of this project, and may one change the project itself? */
export function useRights(project: ProjectId | null): {
  readonly edit: boolean;
  readonly administer: boolean;
} {
  const { me } = useStore();
  const role = useQuery(
    (tables) => {
      const user = tables.get('user', me);
      return user === undefined || project === null ? null : roleIn(tables, user, project);
    },
    [me, project],
  );
  const archived = useQuery(
    (tables) => tables.get('project', project)?.status === 'archived',
    [project],
  );
  const edit = role !== null && !archived && atLeast(role, 'editor');
  const administer = role === 'admin';
  return useMemo(() => ({ edit, administer }), [edit, administer]);
}

/** People who are active, by name. */
export function usePeople(): readonly User[] {
  return useQuery(
    (tables) =>
      [...tables.all('user')]
        .filter((user) => user.status === 'active')
        .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)),
    [],
    sameList,
  );
}

/** The time now, in milliseconds UTC, refreshed every `every` milliseconds. */
export function useNow(every = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** Are these lists of the same values? */
export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
