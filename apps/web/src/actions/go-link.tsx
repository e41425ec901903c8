// A link inside the app: a real address for the browser, no reload for the click.
import type { ComponentProps } from 'react';

import type { Destination } from './place.ts';
import { useNavigation } from './place.ts';

interface GoLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  readonly to: Destination;
  readonly replace?: boolean;
}

export function GoLink({ to, replace = false, onClick, children, ...rest }: GoLinkProps) {
  const { go, href } = useNavigation();
  return (
    <a
      {...rest}
      href={href(to)}
      onClick={(event) => {
        onClick?.(event);
        const plain =
          event.button === 0 &&
          !event.metaKey &&
          !event.ctrlKey &&
          !event.shiftKey &&
          !event.altKey;
        if (!plain || event.defaultPrevented) return;
        event.preventDefault();
        go(to, { replace });
      }}
    >
      {children}
    </a>
  );
}
