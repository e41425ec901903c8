// What the screen is like, as CSS asks it: followed as it changes.
import { useCallback, useSyncExternalStore } from 'react';

/** Does a media query hold? `useMedia('(max-width: 640px)')` */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      (listener: () => void) => {
        const media = matchMedia(query);
        media.addEventListener('change', listener);
        return () => media.removeEventListener('change', listener);
      },
      [query],
    ),
    useCallback(() => matchMedia(query).matches, [query]),
  );
}
