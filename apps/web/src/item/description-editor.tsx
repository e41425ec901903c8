// The field that a description is written in. It remembers what it was typed on, so that an edit by
// somebody else in between is seen by the engine and not written over.
import type { DocumentId } from '@planwright/engine';
import { isRefusal, sentenceOf } from '@planwright/engine';
import { useRef, useState } from 'react';

import { draftOf, keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { editDescriptionOf } from '../store/screen-state.ts';
import type { TextBase } from '../store/store.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { GrowingText } from '../ui/growing-text.tsx';
import { useAutosave } from './autosave.ts';
import styles from './description.module.css';
import type { TextDraft } from './text-draft.ts';
import { packDraft, unpackDraft } from './text-draft.ts';

interface DescriptionEditorProps {
  readonly id: DocumentId;
  /** The text on this device when writing begins. */
  readonly now: TextDraft;
  readonly draftName: string;
  /** The server has refused what was saved from here: what is typed is a draft until Done. */
  readonly refused: boolean;
}

export function DescriptionEditor({ id, now, draftName, refused }: DescriptionEditorProps) {
  const store = useStore();
  const [text, setText] = useState(() => unpackDraft(draftOf(draftName))?.text ?? now.text);
  const [error, setError] = useState<string | null>(null);
  const base = useRef<TextBase>({ ...now, after: null });
  const typed = useRef(text);

  const save = (): void => {
    if (refused || typed.current === base.current.text) return;
    const next = store.saveText(id, base.current, typed.current, draftName);
    if (isRefusal(next)) setError(sentenceOf(next));
    else {
      base.current = next;
      setError(null);
    }
  };
  const autosave = useAutosave(save);
  const wrong = refused ? strings.item.conflictWriting : error;

  const finish = (): void => {
    save();
    autosave.flush();
    if (typed.current === now.text) keepDraft(draftName, null);
    editDescriptionOf(null);
  };

  return (
    <div className={styles.editor}>
      <GrowingText
        autoFocus
        aria-label={strings.item.description}
        aria-invalid={error !== null}
        className={styles.field}
        textClassName={styles.input}
        placeholder={strings.item.descriptionEmpty}
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          typed.current = next;
          setText(next);
          keepDraft(draftName, packDraft({ rev: base.current.rev, text: next }));
          autosave.touch();
        }}
        onBlur={autosave.flush}
        onKeyDown={(event) => {
          const finishes =
            event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
          if (!finishes || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.stopPropagation();
          finish();
        }}
      />
      <footer className={styles.foot}>
        {wrong === null ? (
          <span className={styles.note}>{strings.item.markdown}</span>
        ) : (
          <span role="alert" className={styles.error}>
            {wrong}
          </span>
        )}
        <Button size="s" onClick={finish}>
          {strings.item.doneEditing}
        </Button>
      </footer>
    </div>
  );
}
