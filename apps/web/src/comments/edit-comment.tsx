// Writing a comment anew. It is sent when it is done, not while it is typed; it remembers what it was
// typed on, and an edit that cannot be merged stays a draft beside what is there.
import type { DocumentId } from '@planwright/engine';
import { isRefusal, sentenceOf } from '@planwright/engine';
import { useState } from 'react';

import { draftOf, keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { MarkdownEditor } from '../text/markdown-editor.tsx';
import { packDraft, unpackDraft } from '../text/text-draft.ts';
import styles from './composer.module.css';

interface EditCommentProps {
  readonly id: DocumentId;
  readonly onClosed: () => void;
}

/** Under which name the unsent edit of a comment is kept. */
export function draftNameOf(id: DocumentId): string {
  return `comment-edit:${id}`;
}

export function EditComment({ id, onClosed }: EditCommentProps) {
  const store = useStore();
  const draftName = draftNameOf(id);
  const [problem, setProblem] = useState<string | null>(null);
  // What it is typed on: the text when writing begins.
  const [base] = useState(() => {
    const now = store.tables.get('document', id);
    return { rev: now?.rev ?? 0, text: now?.text ?? '', after: null };
  });
  return (
    <MarkdownEditor
      label={strings.comment.editing}
      placeholder={strings.comment.write}
      className={styles.open}
      initial={unpackDraft(draftOf(draftName))?.text ?? base.text}
      needsText
      doneLabel={strings.comment.save}
      problem={problem}
      onType={(text) => {
        setProblem(null);
        keepDraft(draftName, text === base.text ? null : packDraft({ rev: base.rev, text }));
      }}
      onDone={(text) => {
        if (text !== base.text) {
          const next = store.saveText(id, base, text, draftName);
          if (isRefusal(next)) return setProblem(sentenceOf(next));
        } else keepDraft(draftName, null);
        onClosed();
      }}
      onCancel={onClosed}
    />
  );
}
