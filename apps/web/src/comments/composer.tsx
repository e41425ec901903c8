// The field for a new comment, or for an answer. It is one line until somebody writes in it; what is
// typed stays a draft until it is sent, so that neither Esc nor a reload loses a word.
import type { CommentId, WorkItemId } from '@planwright/engine';
import { useState } from 'react';

import { keepDraft, useDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { MarkdownEditor } from '../text/markdown-editor.tsx';
import { say } from './comment-edits.ts';
import styles from './composer.module.css';

interface ComposerProps {
  readonly item: WorkItemId;
  /** The comment that is answered; null for a new one. */
  readonly parent: CommentId | null;
  /** Is it open from the start? */
  readonly begin?: boolean;
  readonly onClosed?: (() => void) | undefined;
}

export function Composer({ item, parent, begin = false, onClosed }: ComposerProps) {
  const store = useStore();
  const draftName = parent === null ? `comment:${item}` : `answer:${parent}`;
  const [draft] = useDraft(draftName);
  const [isOpen, setOpen] = useState(begin);
  const [problem, setProblem] = useState<string | null>(null);
  const words = parent === null ? strings.comment.write : strings.comment.answer;

  const close = (): void => {
    setOpen(false);
    onClosed?.();
  };

  if (!isOpen) {
    return (
      <button
        type="button"
        className={styles.closed}
        data-composer={parent ?? item}
        onClick={() => setOpen(true)}
      >
        {draft === null ? words : strings.comment.goOn}
      </button>
    );
  }
  return (
    <MarkdownEditor
      label={words}
      placeholder={words}
      className={styles.open}
      initial={draft ?? ''}
      needsText
      doneLabel={parent === null ? strings.comment.send : strings.comment.sendAnswer}
      problem={problem}
      onType={(text) => {
        setProblem(null);
        keepDraft(draftName, text.trim() === '' ? null : text);
      }}
      onDone={(text) => {
        const refused = say(store, item, parent, text);
        setProblem(refused);
        if (refused !== null) return;
        keepDraft(draftName, null);
        close();
      }}
      onCancel={close}
    />
  );
}
