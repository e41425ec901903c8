// How a text came to be: its steps on one side, what the chosen one changed on the other, and the way
// back to any of them. Going back is an edit like others: nothing of the history is lost by it.
import type { DocumentId, HistoryStep } from '@planwright/engine';
import { diffText, historyOf } from '@planwright/engine';
import { useState } from 'react';

import { done, told } from '../actions/edits.ts';
import { formatAgo, formatInstant } from '../format.ts';
import { useColdRows } from '../store/cold-rows.ts';
import { useNow, useQuery, useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Difference } from './difference.tsx';
import { writeText } from './sitting.ts';
import styles from './text-history.module.css';

interface TextHistoryProps {
  readonly id: DocumentId;
  readonly editable: boolean;
}

export function TextHistory({ id, editable }: TextHistoryProps) {
  const store = useStore();
  const { rows, standing, readMore } = useColdRows('revision', id);
  const document = useQuery((tables) => tables.get('document', id), [id]);
  const history = useQuery(
    (tables) => (document === undefined ? null : historyOf(tables, document)),
    [document, rows],
    () => true,
  );
  const [chosen, setChosen] = useState<number | null>(null);
  const steps = history?.steps ?? [];
  const step = steps.find(({ to }) => to === chosen) ?? steps[0];

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && closeDialog()}
      title={strings.text.history}
      size="l"
      {...(editable && step !== undefined && step !== steps[0]
        ? {
            footer: (
              <Button tone="primary" onClick={() => restore(store, id, step)}>
                {strings.text.restore}
              </Button>
            ),
          }
        : {})}
    >
      <div className={styles.history}>
        <ol className={styles.steps}>
          {steps.map((one) => (
            <li key={one.to}>
              <Step
                step={one}
                isNewest={one === steps[0]}
                isChosen={one === step}
                onChoose={() => setChosen(one.to)}
              />
            </li>
          ))}
          {history !== null && history.known > 0 && (
            <li className={styles.more}>
              {standing.more ? (
                <Button size="s" disabled={standing.reading} onClick={readMore}>
                  {strings.text.readMore}
                </Button>
              ) : (
                strings.text.historyMore
              )}
            </li>
          )}
        </ol>
        {step !== undefined && (
          <Difference
            key={step.to}
            folded
            className={styles.text}
            pieces={diffText(step.before, step.after)}
          />
        )}
      </div>
    </Dialog>
  );
}

interface StepProps {
  readonly step: HistoryStep;
  readonly isNewest: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Step({ step, isNewest, isChosen, onChoose }: StepProps) {
  const now = useNow();
  const who = useQuery((tables) => tables.get('user', step.author)?.name, [step.author]);
  return (
    <button type="button" className={styles.step} aria-pressed={isChosen} onClick={onChoose}>
      <span className={styles.who}>{who ?? strings.item.someone}</span>
      <time dateTime={new Date(step.at).toISOString()} title={formatInstant(step.at)}>
        {formatAgo(step.at, now)}
        {isNewest && ` · ${strings.text.current}`}
      </time>
    </button>
  );
}

/** Makes an older text the one that is there; it can be taken back like any edit. */
function restore(store: Store, id: DocumentId, step: HistoryStep): void {
  const base = store.textBase(id);
  const { refusal, undo } = writeText(store, id, base, step.after, `restore:${id}`);
  if (!done(refusal)) return;
  told(strings.text.restored, undo);
  closeDialog();
}
