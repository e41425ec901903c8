// Two texts where there should be one: what I wrote, and what others saved meanwhile, about the same
// words. Both are shown with what each changed, and a merge that holds both to be put right by hand.
// Nothing is chosen for the person.
import type { DiffPiece, DocumentId } from '@planwright/engine';
import { diffText, mergeBoth } from '@planwright/engine';
import { useState } from 'react';

import { done } from '../actions/edits.ts';
import { draftOf, keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Difference } from './difference.tsx';
import { MarkdownEditor } from './markdown-editor.tsx';
import { writeText } from './sitting.ts';
import styles from './text-conflict.module.css';
import type { TextDraft } from './text-draft.ts';
import { packDraft } from './text-draft.ts';

interface TextConflictProps {
  readonly id: DocumentId;
  readonly draftName: string;
  readonly draft: TextDraft;
  readonly now: { readonly rev: number; readonly text: string };
  readonly editable: boolean;
  /** The person has chosen: refused edits of this text need no attention any more. */
  readonly onSettled: () => void;
}

export function TextConflict(props: TextConflictProps) {
  const { id, draftName, draft, now, editable, onSettled } = props;
  const store = useStore();
  const mergeName = `${draftName}.merge`;
  /** What the merge began with, once it is put right by hand: others who write on change it no more. */
  const [begun, setBegun] = useState(() => draftOf(mergeName));
  const base = draft.origin ?? draft.base ?? '';
  const merge = begun ?? mergeBoth(base, draft.text, now.text);

  const takeTheirs = (): void => {
    keepDraft(mergeName, null);
    keepDraft(draftName, null);
    onSettled();
  };
  const save = (text: string): void => {
    if (text === now.text) return takeTheirs();
    keepDraft(draftName, packDraft({ rev: now.rev, base: text, origin: now.text, text }));
    const { refusal } = writeText(store, id, { ...now, after: null }, text, draftName);
    if (!done(refusal)) return;
    keepDraft(mergeName, null);
    onSettled();
  };

  return (
    <div className={styles.conflict} role="group" aria-label={strings.text.conflict}>
      <p className={styles.title}>{strings.text.conflict}</p>
      <p className={styles.text}>{strings.text.conflictText}</p>
      <div className={styles.sides}>
        <Side title={strings.text.conflictYours} pieces={diffText(base, draft.text)} />
        <Side title={strings.text.conflictTheirs} pieces={diffText(base, now.text)} />
      </div>
      {editable && (
        <>
          <p className={styles.caption}>{strings.text.merge}</p>
          <MarkdownEditor
            key={merge}
            label={strings.text.merge}
            placeholder=""
            className={styles.merge}
            initial={merge}
            onType={(text) => {
              setBegun(merge);
              keepDraft(mergeName, text);
            }}
            onDone={save}
            escLeaves
            doneLabel={strings.text.saveMerge}
            autoFocus={false}
          />
        </>
      )}
      <div className={styles.actions}>
        {editable && (
          <Button size="s" onClick={() => save(draft.text)}>
            {strings.text.keepMine}
          </Button>
        )}
        <Button size="s" onClick={takeTheirs}>
          {strings.text.keepTheirs}
        </Button>
      </div>
    </div>
  );
}

function Side({
  title,
  pieces,
}: {
  readonly title: string;
  readonly pieces: readonly DiffPiece[];
}) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <Difference folded pieces={pieces} className={styles.side} />
    </figure>
  );
}
