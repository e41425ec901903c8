// The always-true line in the header: is it saved, is there a connection. Clicking it explains, and
// lists the edits that the server refused.
import { keyOf, sentenceOf } from '@planwright/engine';
import type { Problem } from '@planwright/sync';
import { Check, CircleAlert, CloudOff, LoaderCircle } from 'lucide-react';
import { memo, useDeferredValue } from 'react';

import { useNow, useStore, useSyncState } from '../store/hooks.ts';
import type { SyncState } from '../store/store.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Popover } from '../ui/popover.tsx';
import { notify } from '../ui/toast.tsx';
import { textOf } from './problem-text.ts';
import type { Tone } from './standing.ts';
import { standingOf } from './standing.ts';
import styles from './status-line.module.css';

const ICONS: Readonly<Record<Tone, typeof Check>> = {
  good: Check,
  busy: LoaderCircle,
  waiting: CloudOff,
  problem: CircleAlert,
};

/** It follows what is done by a drawing: the edit itself is seen first. */
export function StatusLine() {
  const sync = useDeferredValue(useSyncState());
  return <Line sync={sync} />;
}

const Line = memo(function Line({ sync }: { readonly sync: SyncState }) {
  const store = useStore();
  const now = useNow(sync.nextTryAt === null ? 60_000 : 1000);
  const { tone, label, details, mayTry } = standingOf(sync, now);
  const Icon = ICONS[tone];
  // Said aloud: what needs attention, not every edit that is on its way.
  const aloud = tone === 'problem' || tone === 'waiting' ? strings.status.aloud[tone] : '';
  return (
    <>
      <span role="status" className="visually-hidden">
        {aloud}
      </span>
      <Popover
        label={strings.status.label}
        trigger={
          <button
            type="button"
            className={classNames(styles.line, styles[tone])}
            aria-label={`${strings.status.label}: ${label}`}
          >
            <Icon size={14} aria-hidden className={styles.icon} />
            <span className={styles.label}>{label}</span>
          </button>
        }
      >
        <div className={styles.details}>
          <p className={styles.heading}>{label}</p>
          {details.map((sentence) => (
            <p key={sentence} className={styles.sentence}>
              {sentence}
            </p>
          ))}
          {mayTry && (
            <div>
              <Button size="s" onClick={() => store.tryNow()}>
                {strings.status.tryNow}
              </Button>
            </div>
          )}
          {sync.problems.length > 0 && (
            <ul className={styles.problems}>
              {sync.problems.map((problem) => (
                <ProblemLine key={problem.command.commandId} problem={problem} />
              ))}
            </ul>
          )}
        </div>
      </Popover>
    </>
  );
});

function ProblemLine({ problem }: { readonly problem: Problem }) {
  const store = useStore();
  const { command, refusal, again } = problem;
  const subject =
    'id' in command.args ? store.tables.get('workItem', command.args.id as never) : undefined;
  const text = textOf(command);
  return (
    <li className={styles.refused}>
      <p className={styles.what}>
        {strings.commands[command.kind] ?? command.kind}
        {subject !== undefined && (
          <span className={styles.key}>{keyOf(store.tables, subject)}</span>
        )}
      </p>
      {text !== null && <p className={styles.mine}>{text}</p>}
      <p className={styles.why}>{sentenceOf(refusal)}</p>
      {again && <p className={styles.why}>{strings.status.again}</p>}
      <div className={styles.actions}>
        <Button size="s" onClick={() => store.retry(problem)}>
          {strings.retry}
        </Button>
        {text !== null && (
          <Button
            size="s"
            onClick={() => {
              void navigator.clipboard
                ?.writeText(text)
                .then(() => notify({ text: strings.status.textCopied }));
            }}
          >
            {strings.status.copyText}
          </Button>
        )}
        <Button size="s" tone="ghost" onClick={() => store.discard(problem)}>
          {strings.status.discard}
        </Button>
      </div>
    </li>
  );
}
