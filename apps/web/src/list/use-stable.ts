// Handlers that never change, so that what gets them is not drawn again for them: each calls the one of
// the last drawing.
import { useLayoutEffect, useRef, useState } from 'react';

type Handlers = Readonly<Record<string, (...given: never[]) => void>>;

/** The same handlers for the whole life of the component. */
export function useStable<T extends Handlers>(handlers: T): T {
  const last = useRef(handlers);
  useLayoutEffect(() => {
    last.current = handlers;
  });
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(handlers).map((name) => [
          name,
          (...given: never[]) => last.current[name]?.(...given),
        ]),
      ) as T,
  );
  return stable;
}
