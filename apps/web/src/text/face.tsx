// A person at a glance: the first letter of the name in their colour. The name stands beside it.
import type { User } from '@planwright/engine';

import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './face.module.css';

interface FaceProps {
  /** undefined: somebody who is not here any more. */
  readonly person: Pick<User, 'name' | 'colour'> | undefined;
  readonly large?: boolean;
}

export function Face({ person, large = false }: FaceProps) {
  const [first = '?'] = Array.from((person?.name ?? strings.item.someone).trim());
  return (
    <span
      className={classNames(styles.face, large && styles.large)}
      style={{ background: person?.colour }}
      aria-hidden
    >
      {first.toUpperCase()}
    </span>
  );
}
