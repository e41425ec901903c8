// Writing a description. It remembers what the text was typed on, so that what others write in between
// is kept beside it and not written over.
import type { DocumentId } from '@planwright/engine';
import { isRefusal, sentenceOf } from '@planwright/engine';
import { useRef, useState } from 'react';

import { draftOf, keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { editDescriptionOf } from '../store/screen-state.ts';
import type { TextBase } from '../store/store.ts';
import { strings } from '../strings.ts';
import { MarkdownEditor } from '../text/markdown-editor.tsx';
import type { TextDraft } from '../text/text-draft.ts';
import { packDraft, unpackDraft } from '../text/text-draft.ts';
import styles from './description.module.css';

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
  const [error, setError] = useState<string | null>(null);
  const base = useRef<TextBase>({ ...now, after: null });

  const save = (text: string): void => {
    if (refused || text === base.current.text) return;
    const next = store.saveText(id, base.current, text, draftName);
    if (isRefusal(next)) setError(sentenceOf(next));
    else {
      base.current = next;
      setError(null);
    }
  };

  return (
    <MarkdownEditor
      label={strings.item.description}
      placeholder={strings.item.descriptionEmpty}
      className={styles.editor}
      initial={unpackDraft(draftOf(draftName))?.text ?? now.text}
      onType={(text) => keepDraft(draftName, packDraft({ rev: base.current.rev, text }))}
      onSave={save}
      onDone={(text) => {
        save(text);
        if (text === now.text) keepDraft(draftName, null);
        editDescriptionOf(null);
      }}
      problem={refused ? strings.text.conflictWriting : error}
    />
  );
}
