// Where somebody is and what is at hand there: what every action is told.
import type { Project, StateId, WorkItem } from '@planwright/engine';
import { keyIn } from '@planwright/engine';
import { createContext, useContext } from 'react';

import type { Store } from '../store/store.ts';
import type { BoardSearch } from './board-search.ts';
import type { ListSearch } from './list-search.ts';

/** A screen of the app, as an address names it. */
export type Destination =
  | { readonly to: 'home' }
  | {
      readonly to: 'board';
      readonly key: string;
      readonly view?: BoardSearch;
      readonly item?: string;
    }
  | {
      readonly to: 'list';
      readonly key: string;
      readonly view?: ListSearch;
      readonly item?: string;
    }
  /** An item beside the view of its project that is on the screen, else beside its board; null closes it. */
  | { readonly to: 'item'; readonly key: string; readonly item: string | null }
  /** An item on a page of its own. */
  | { readonly to: 'page'; readonly key: string; readonly item: string }
  | { readonly to: 'settings'; readonly key: string }
  | { readonly to: 'trash'; readonly key: string };

/** The way around the app; the same object for the whole life of the page. */
export interface Navigation {
  readonly go: (destination: Destination, how?: { readonly replace?: boolean }) => void;
  readonly href: (destination: Destination) => string;
}

export interface Place extends Navigation {
  readonly store: Store;
  readonly screen: 'home' | 'board' | 'list' | 'item' | 'settings' | 'trash' | 'elsewhere';
  /** The project on the screen. */
  readonly project: Project | null;
  /** The item that is open, focused, or under the menu. */
  readonly item: WorkItem | null;
  /** Is an item open, in the panel or on its page? */
  readonly panel: boolean;
  readonly mayEdit: boolean;
  readonly mayAdminister: boolean;
  /** The column of the focused card, if any. */
  readonly column: StateId | null;
}

const PlaceContext = createContext<Place | null>(null);

export const PlaceProvider = PlaceContext.Provider;

/** The place that this component is drawn at. */
export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === null) throw new Error('no place above this component');
  return place;
}

const NavigationContext = createContext<Navigation | null>(null);

export const NavigationProvider = NavigationContext.Provider;

/** How to get around: unlike the place, it never changes, so a thousand links can hold on to it. */
export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('no navigation above this component');
  return navigation;
}

/** What an address calls an item of the project with this key: `referenceOf` where that is at hand. */
export function referenceIn(projectKey: string, item: Pick<WorkItem, 'id' | 'number'>): string {
  return item.number === null ? item.id : keyIn(projectKey, item);
}

/** An item of any project, shown as items are shown on this screen: without its filters. */
export function itemAt(screen: Place['screen'], key: string, item: string): Destination {
  const to = screen === 'item' ? 'page' : screen === 'list' ? 'list' : 'board';
  return { to, key, item };
}

/** The address of a destination, as the router reads it. */
export function addressOf(destination: Destination): string {
  if (destination.to === 'home') return '/';
  if (destination.to === 'page') {
    return `/p/${encodeURIComponent(destination.key)}/item/${encodeURIComponent(destination.item)}`;
  }
  const screen = destination.to === 'item' ? 'board' : destination.to;
  const search = searchOf(destination);
  return `/p/${encodeURIComponent(destination.key)}/${screen}${search}`;
}

/** What stands after the path. Every card and row makes one when it is drawn. */
function searchOf(destination: Destination): string {
  const item = 'item' in destination ? destination.item : null;
  const view = 'view' in destination ? Object.entries(destination.view ?? {}) : [];
  const values = [...view, ...(item === null || item === undefined ? [] : [['item', item]])];
  if (values.length === 0) return '';
  return `?${values.map((value) => value.map(encodeURIComponent).join('=')).join('&')}`;
}
