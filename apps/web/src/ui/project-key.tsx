// The key of a project on a field of its colour.
import styles from './project-key.module.css';

interface ProjectKeyProps {
  readonly value: string;
  /** `#rrggbb`; null for a project that is put away. */
  readonly colour: string | null;
}

export function ProjectKey({ value, colour }: ProjectKeyProps) {
  return (
    <span
      className={styles.key}
      style={colour === null ? undefined : ({ '--own': colour } as object)}
    >
      {value}
    </span>
  );
}
