// Writing in a document that is there. It remembers what the text was typed on, so that what others
// write in between is merged with it; what cannot be merged stays a draft. A description is saved as it
// is typed; a comment is one edit when it is done, and a draft until then. Either is one step of undo.
import type { DocumentId, Refusal } from '@planwright/engine';
import { sentenceOf } from '@planwright/engine';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

import { draftOf, keepDraft } from '../store/drafts.ts';
import { useStore } from '../store/hooks.ts';
import type { Store, TextBase } from '../store/store.ts';
import { strings } from '../strings.ts';
import { MarkdownEditor } from './markdown-editor.tsx';
import { Sitting, onTurned } from './sitting.ts';
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
  const [begun, setBegun] = useState(() => beginning(store, id, draftName));
  const [wrong, setWrong] = useState<Refusal | null>(null);
  const typed = useRef(begun.text);
  const isGone = useRef(false);
  const { sitting } = begun;
  const asTyped = saves === 'typing';

  const keep = (text: string): void => {
    typed.current = text;
    const { rev, after, text: typedOn } = sitting.base;
    if (!asTyped && text === typedOn) return keepDraft(draftName, null);
    if (!asTyped) setWrong(null);
    keepDraft(draftName, packDraft({ rev, after, base: typedOn, origin: begun.origin, text }));
  };
  /** Gives why not; null where it is saved, or there is nothing to save. */
  const save = (text: string): Refusal | null => {
    if (refused || text === sitting.base.text) return null;
    const why = sitting.save(text, draftName);
    setWrong(why);
    if (isGone.current) sitting.leave();
    return why;
  };
  const done = (text: string): void => {
    const why = save(text);
    sitting.leave();
    if (!asTyped && why !== null && why.code !== 'TEXT_CONFLICT') return;
    const isSent = store.sentDraft(draftName) === draftOf(draftName);
    if (text === begun.base.text && sitting.base === begun.base && !isSent) {
      keepDraft(draftName, null);
    }
    onClosed();
  };
  // The last save comes when the field below goes, and that is after this.
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      sitting.leave();
    };
  }, [sitting]);
  const turned = useEffectEvent(() => {
    if (typed.current !== sitting.base.text) return;
    const { origin, times } = begun;
    const next = { ...begunOn(store, id, store.textBase(id)), origin, times: times + 1 };
    typed.current = next.text;
    setWrong(null);
    setBegun(next);
  });
  useEffect(() => onTurned(id, () => turned()), [id]);
  const isConflict = refused || wrong?.code === 'TEXT_CONFLICT';

  return (
    <MarkdownEditor
      key={begun.times}
      autoFocus={begun.times === 0}
      label={label}
      placeholder={placeholder}
      className={className}
      initial={begun.text}
      onType={keep}
      onSave={asTyped ? save : undefined}
      onLeave={() => sitting.leave()}
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
  readonly sitting: Sitting;
  /** How often writing began anew, since what was there was taken back or done again. */
  readonly times: number;
}

/** What to begin with: a draft on what it was typed on, else what is there. */
function beginning(store: Store, id: DocumentId, draftName: string): Beginning {
  const now = store.textBase(id);
  const kept = draftOf(draftName);
  const draft = unpackDraft(kept);
  const isSent = store.sentDraft(draftName) === kept && !store.isUnseenText(id);
  if (draft === null || draft.base === draft.text) return begunOn(store, id, now);
  const { rev, text, after = null, base, origin } = draft;
  if (isSent) {
    const begun = begunOn(store, id, now);
    return text === now.text ? { ...begun, origin: origin ?? base ?? now.text } : begun;
  }
  if (base === undefined) return { ...begunOn(store, id, now), text };
  const begun = begunOn(store, id, { rev, after, text: base });
  return { ...begun, origin: origin ?? base, text };
}

function begunOn(store: Store, id: DocumentId, base: TextBase): Beginning {
  const sitting = new Sitting(store, id, base);
  return { base, origin: base.text, text: base.text, sitting, times: 0 };
}
