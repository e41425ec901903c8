// Code that the first screen does not need: each chunk is fetched when it is drawn, or before that while
// nothing else happens. One that is here is drawn at once, without the moment of waiting that `lazy`
// has; one that could not be had is asked for again once that has been said (`forgetFailed`).
import type { ComponentType, ReactNode } from 'react';
import { createElement, lazy, useState } from 'react';

interface Pending {
  readonly fetch: () => Promise<unknown>;
  readonly forgetFailed: () => void;
}

const chunks = new Set<Pending>();

/** A component whose code comes by `load`. Until it is here the nearest `Suspense` shows its fallback. */
export function chunk<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  let here: ComponentType<Props> | null = null;
  let coming: Promise<ComponentType<Props>> | null = null;
  let failed = false;
  const come = async (): Promise<ComponentType<Props>> => {
    try {
      here = await load();
      return here;
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const fetch = (): Promise<ComponentType<Props>> => (coming ??= come());
  const waitFor = () => lazy<ComponentType<Props>>(async () => ({ default: await fetch() }));
  let Later = waitFor();
  const forgetFailed = (): void => {
    if (!failed) return;
    failed = false;
    coming = null;
    Later = waitFor();
  };
  chunks.add({ fetch, forgetFailed });
  return function Chunk(props: Props) {
    // What was begun with stays, or what is drawn would lose its state.
    const [Drawn] = useState((): ComponentType<Props> => here ?? Later);
    return createElement(Drawn, props);
  };
}

/** Fetches one chunk after the other, also those that these bring along. What fails is left for later. */
export async function fetchChunks(): Promise<void> {
  for (const one of chunks) {
    await one.fetch().catch(one.forgetFailed);
  }
}

/** Lets chunks that could not be had be asked for again. */
export function forgetFailed(): void {
  for (const one of chunks) one.forgetFailed();
}
