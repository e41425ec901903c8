// When a text that is being typed is saved: after 2 s without a key, at the latest 10 s after the first
// key since the last save, and at once when asked (the field is left, the screen goes away).
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';

const IDLE_MS = 2000;
const LATEST_MS = 10_000;

export interface Autosave {
  /** A key was typed. */
  readonly touch: () => void;
  /** Saves now what is not saved yet. */
  readonly flush: () => void;
}

/** Calls `save` at the right times; the last time when the component goes away. */
export function useAutosave(save: () => void): Autosave {
  const clock = useRef<Autosave | null>(null);
  const due = useEffectEvent(save);
  useEffect(() => {
    const running = scheduled(() => due());
    const leaves = (): void => {
      if (document.visibilityState === 'hidden') running.flush();
    };
    clock.current = running;
    document.addEventListener('visibilitychange', leaves);
    return () => {
      document.removeEventListener('visibilitychange', leaves);
      running.flush();
    };
  }, []);
  return useMemo(
    () => ({ touch: () => clock.current?.touch(), flush: () => clock.current?.flush() }),
    [],
  );
}

/** The clockwork of it, without React. */
export function scheduled(save: () => void): Autosave {
  let idle: ReturnType<typeof setTimeout> | undefined;
  let last: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    const due = last !== undefined;
    clearTimeout(idle);
    clearTimeout(last);
    idle = last = undefined;
    if (due) save();
  };
  return {
    touch: () => {
      clearTimeout(idle);
      idle = setTimeout(flush, IDLE_MS);
      last ??= setTimeout(flush, LATEST_MS);
    },
    flush,
  };
}
