// Two texts where there should be one: what I wrote, and what somebody else saved meanwhile. Both are
// shown; nothing is chosen for the person.
import type { DocumentId, WorkItem } from '@planwright/engine';
import { isRefusal, patchOf } from '@planwright/engine';
import { useCallback } from 'react';

import { done } from '../actions/edits.ts';
import { keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { editDescriptionOf } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import styles from './conflict.module.css';
import type { TextDraft } from '../text/text-draft.ts';
import { packDraft } from '../text/text-draft.ts';

interface ConflictProps {
  readonly id: DocumentId;
  readonly item: WorkItem;
  readonly now: TextDraft;
  readonly draft: TextDraft;
  readonly draftName: string;
  readonly editable: boolean;
  /** The person has chosen: refused edits of this text need no attention any more. */
  readonly onSettled: () => void;
}

export function Conflict({ id, item, now, draft, draftName, editable, onSettled }: ConflictProps) {
  const store = useStore();
  const [at, deleted, inserted] = patchOf(now.text, draft.text)[0] ?? [0, 0, ''];
  return (
    <div className={styles.conflict} role="group" aria-label={strings.text.conflict}>
      <p className={styles.title}>{strings.text.conflict}</p>
      <p className={styles.text}>{strings.text.conflictText}</p>
      <div className={styles.sides}>
        <figure>
          <figcaption>{strings.text.conflictYours}</figcaption>
          <Marked text={draft.text} at={at} length={inserted.length} />
        </figure>
        <figure>
          <figcaption>{strings.text.conflictTheirs}</figcaption>
          <Marked text={now.text} at={at} length={deleted} />
        </figure>
      </div>
      <div className={styles.actions}>
        {editable && (
          <>
            <Button
              size="s"
              tone="primary"
              onClick={() => {
                keepDraft(draftName, packDraft({ rev: now.rev, text: draft.text }));
                onSettled();
                editDescriptionOf(item.id);
              }}
            >
              {strings.text.keepEditing}
            </Button>
            <Button
              size="s"
              onClick={() => {
                const saved = store.saveText(id, { ...now, after: null }, draft.text, draftName);
                if (done(isRefusal(saved) ? saved : null)) onSettled();
              }}
            >
              {strings.text.keepMine}
            </Button>
          </>
        )}
        <Button
          size="s"
          onClick={() => {
            keepDraft(draftName, null);
            onSettled();
          }}
        >
          {strings.text.keepTheirs}
        </Button>
      </div>
    </div>
  );
}

interface MarkedProps {
  readonly text: string;
  /** What is different from the other text, in UTF-16 units. */
  readonly at: number;
  readonly length: number;
}

/** A text with the part that differs marked and in sight. */
function Marked({ text, at, length }: MarkedProps) {
  const inSight = useCallback((mark: HTMLElement | null): void => {
    const box = mark?.parentElement;
    if (mark !== null && box) box.scrollTop = mark.offsetTop - box.offsetTop - box.clientHeight / 3;
  }, []);
  return (
    <pre>
      {text.slice(0, at)}
      <mark ref={inSight}>{text.slice(at, at + length)}</mark>
      {text.slice(at + length)}
    </pre>
  );
}
