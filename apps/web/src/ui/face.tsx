// A person at a glance: two letters of the name in their colour. The name stands beside it.
import type { User } from '@planwright/engine';

import { strings } from '../strings.ts';
import { classNames } from './class-names.ts';
import styles from './face.module.css';

interface FaceProps {
  /** undefined: somebody who is not here any more. */
  readonly person: Pick<User, 'name' | 'colour'> | undefined;
  readonly large?: boolean;
}

export function Face({ person, large = false }: FaceProps) {
  return (
    <span
      className={classNames(styles.face, large && styles.large)}
      style={{ background: person?.colour }}
      aria-hidden
    >
      {initials(person?.name ?? strings.item.someone)}
    </span>
  );
}

/** Two letters for a person: `Ann Lee` → `AL`. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = picked.map((word) => Array.from(word ?? '')[0] ?? '').join('');
  return letters === '' ? '?' : letters.toUpperCase();
}
