// Writing in a document that is there. It remembers what the text was typed on, so that what others
// write in between is merged with it; what cannot be merged stays a draft. A description is saved as it
// is typed; a comment is one edit when it is done, and a draft until then.
import type { DocumentId, Refusal } from '@planwright/engine';
import { isRefusal, sentenceOf } from '@planwright/engine';
import { useRef, useState } from 'react';

import { draftOf, keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import type { TextBase } from '../store/store.ts';
import { strings } from '../strings.ts';
import { MarkdownEditor } from './markdown-editor.tsx';
import { packDraft, unpackDraft } from './text-draft.ts';

/** `typing`: all along, and by Esc. `done`: by Done alone, and then it says something. */
export type Saves = 'typing' | 'done';

interface DocumentEditorProps {
  readonly id: DocumentId;
  readonly draftName: string;
  readonly label: string;
  readonly placeholder: string;
  readonly saves: Saves;
  /** The server has refused what was saved from here: what is typed is a draft until Done. */
  readonly refused: boolean;
  readonly onClosed: () => void;
  readonly className?: string | undefined;
}

export function DocumentEditor({
  id,
  draftName,
  label,
  placeholder,
  saves,
  refused,
  onClosed,
  className,
}: DocumentEditorProps) {
  const store = useStore();
  const [begun] = useState(() => beginning(draftName, store.textBase(id)));
  const [wrong, setWrong] = useState<Refusal | null>(null);
  const base = useRef<TextBase>(begun.base);
  const asTyped = saves === 'typing';

  const keep = (text: string): void => {
    const { rev, after, text: typedOn } = base.current;
    if (!asTyped && text === typedOn) return keepDraft(draftName, null);
    if (!asTyped) setWrong(null);
    keepDraft(draftName, packDraft({ rev, after, base: typedOn, origin: begun.origin, text }));
  };
  /** Gives why not; null where it is saved, or there is nothing to save. */
  const save = (text: string): Refusal | null => {
    if (refused || text === base.current.text) return null;
    const next = store.saveText(id, base.current, text, draftName);
    setWrong(isRefusal(next) ? next : null);
    if (isRefusal(next)) return next;
    base.current = next;
    return null;
  };
  const done = (text: string): void => {
    const why = save(text);
    if (!asTyped && why !== null && why.code !== 'TEXT_CONFLICT') return;
    if (text === begun.base.text && base.current === begun.base) keepDraft(draftName, null);
    onClosed();
  };
  const isConflict = refused || wrong?.code === 'TEXT_CONFLICT';

  return (
    <MarkdownEditor
      label={label}
      placeholder={placeholder}
      className={className}
      initial={begun.text}
      onType={keep}
      onSave={asTyped ? save : undefined}
      onDone={done}
      onCancel={asTyped ? undefined : onClosed}
      needsText={!asTyped}
      doneLabel={asTyped ? strings.text.done : strings.text.save}
      problem={isConflict ? strings.text.conflictWriting : wrong && sentenceOf(wrong)}
    />
  );
}

interface Beginning {
  readonly base: TextBase;
  /** What was there, without anything of what is written now. */
  readonly origin: string;
  readonly text: string;
}

/** What to begin with: a draft on what it was typed on, else what is there. */
function beginning(draftName: string, now: TextBase): Beginning {
  const draft = unpackDraft(draftOf(draftName));
  if (draft === null || draft.base === draft.text) {
    return { base: now, origin: now.text, text: now.text };
  }
  const { rev, text, after = null, base, origin } = draft;
  if (base === undefined) return { base: now, origin: now.text, text };
  return { base: { rev, after, text: base }, origin: origin ?? base, text };
}
