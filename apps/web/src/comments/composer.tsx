// The field for a new comment, or for an answer. It is one line until somebody writes in it; what is
// typed stays a draft until the server has it, so that neither Esc nor a reload loses a word.
import type { CommentId, WorkItemId } from '@planwright/engine';
import { useState } from 'react';

import { keepDraft, useDraft } from '../store/drafts.ts';
import { useQuery, useStore } from '../store/hooks.ts';
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

/** The draft of that name, unless it is on its way to the server; null where there is none. */
export function useBegun(name: string): string | null {
  const store = useStore();
  const [draft] = useDraft(name);
  const sent = useQuery(() => store.sentDraft(name), [name]);
  return draft === sent ? null : draft;
}

export function Composer({ item, parent, begin = false, onClosed }: ComposerProps) {
  const store = useStore();
  const draftName = parent === null ? `comment:${item}` : `answer:${parent}`;
  const begun = useBegun(draftName);
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
        {begun === null ? words : strings.comment.goOn}
      </button>
    );
  }
  return (
    <MarkdownEditor
      label={words}
      placeholder={words}
      className={styles.open}
      initial={begun ?? ''}
      needsText
      doneLabel={parent === null ? strings.comment.send : strings.comment.sendAnswer}
      problem={problem}
      onType={(text) => {
        setProblem(null);
        keepDraft(draftName, text.trim() === '' ? null : text);
      }}
      onDone={(text) => {
        keepDraft(draftName, text);
        const refused = say(store, item, parent, text, draftName);
        setProblem(refused);
        if (refused === null) close();
      }}
      onCancel={close}
    />
  );
}
