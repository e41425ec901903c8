// A line across the app while the server cannot save: it says why, and that nothing is lost.
import { CircleAlert } from 'lucide-react';

import { useSyncState } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import styles from './put-off.module.css';
import { isPutOff } from './standing.ts';

export function PutOff() {
  const sync = useSyncState();
  if (!isPutOff(sync)) return null;
  return (
    <p role="status" className={styles.banner}>
      <CircleAlert size={16} aria-hidden />
      <span>
        <strong>{strings.status.paused}.</strong> {strings.status.pausedText}
      </span>
    </p>
  );
}
