// A document where it stands, whoever owns it: read as Markdown, edited in place, its boxes ticked,
// its conflicts shown. What is typed is a draft at once, and never thrown away.
import type { DocumentId } from '@planwright/engine';
import { mergeText } from '@planwright/engine';
import { Suspense, useEffect } from 'react';

import { done } from '../actions/edits.ts';
import { draftOf, keepDraft, useDraft } from '../store/drafts.ts';
import { useQuery, useStore, useSyncState } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { chunk } from '../ui/chunk.tsx';
import { notify } from '../ui/toast.tsx';
import type { Saves } from './document-editor.tsx';
import { DocumentEditor } from './document-editor.tsx';
import styles from './document-text.module.css';
import { MarkdownView } from './markdown-view.tsx';
import { writeText } from './sitting.ts';
import { standingOf, unpackDraft } from './text-draft.ts';

const TextConflict = chunk(async () => (await import('./text-conflict.tsx')).TextConflict);

interface DocumentTextProps {
  readonly id: DocumentId;
  /** Names the draft of it: `description:<id>`. */
  readonly draftName: string;
  readonly label: string;
  /** Said where nothing is written; pressing it begins to write. */
  readonly placeholder: string;
  readonly saves: Saves;
  readonly editable: boolean;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
}

export function DocumentText(props: DocumentTextProps) {
  const { id, draftName, label, placeholder, saves, editable, isEditing, onEdit } = props;
  const store = useStore();
  const text = useDocumentText(id, draftName);
  const { standing, now, shown, draft, draftStanding, problems } = text;

  if (standing === 'loading') return <Skeleton />;
  if (standing === 'away') return <p className={styles.away}>{strings.text.away}</p>;
  if (isEditing && editable) {
    return (
      <DocumentEditor
        id={id}
        draftName={draftName}
        label={label}
        placeholder={placeholder}
        className={saves === 'typing' ? styles.editor : styles.smallEditor}
        saves={saves}
        refused={problems.length > 0}
        onClosed={() => onEdit(false)}
      />
    );
  }
  if (draftStanding === 'conflict' && draft !== null) {
    return (
      <Suspense>
        <TextConflict
          id={id}
          draftName={draftName}
          draft={draft}
          now={now}
          editable={editable}
          onSettled={() => problems.forEach((problem) => store.discard(problem))}
        />
      </Suspense>
    );
  }

  /** Ticks a box: an edit of exactly that character, on what one has written oneself. */
  const tick = (ticked: string): void => {
    const base = store.textBase(id);
    const mine = mergeText(shown, ticked, base.text);
    if (mine === null) return;
    done(writeText(store, id, base, mine, `tick:${id}`).refusal);
  };
  return (
    <>
      {draftStanding === 'unsent' && editable && (
        <div className={styles.unsent}>
          <span>{strings.text.unsent}</span>
          <span className={styles.choices}>
            <Button size="s" onClick={() => discard(draftName)}>
              {strings.text.discard}
            </Button>
            <Button size="s" onClick={() => onEdit(true)}>
              {strings.text.goOn}
            </Button>
          </span>
        </div>
      )}
      {shown !== '' && (
        <MarkdownView text={shown} onTick={editable && !text.isUnseen ? tick : undefined} />
      )}
      {shown === '' && draftStanding === 'none' && editable && (
        <button type="button" className={styles.empty} onClick={() => onEdit(true)}>
          {placeholder}
        </button>
      )}
    </>
  );
}

/** Throws a draft away, with a note that brings it back. */
function discard(draftName: string): void {
  const kept = draftOf(draftName);
  keepDraft(draftName, null);
  const perform = (): void => keepDraft(draftName, draftOf(draftName) ?? kept);
  notify({ text: strings.text.discarded, action: { label: strings.undo, perform } });
}

/** How it stands with a document and one's own draft of it. */
export function useDocumentText(id: DocumentId, draftName: string) {
  const store = useStore();
  const [kept] = useDraft(draftName);
  useEffect(() => store.hold('document', id), [store, id]);
  const document = useQuery((tables) => tables.get('document', id), [id]);
  const standing = useQuery(() => store.textStanding(id), [id]);
  const saving = useQuery(() => store.isSavingText(id), [id]);
  const isUnseen = useQuery(() => store.isUnseenText(id), [id]);
  const problems = useSyncState().problems.filter(
    ({ command }) => command.kind === 'document.edit' && command.args.id === id,
  );
  const draft = unpackDraft(kept);
  const now = { rev: document?.rev ?? 0, text: document?.text ?? '' };
  const draftStanding = standingOf(draft, now, { saving, refused: problems.length > 0 });
  const shown = isUnseen && draftStanding === 'saving' && draft !== null ? draft.text : now.text;
  const isHere = standing === 'here' || standing === 'none';
  return { standing, isHere, now, shown, isUnseen, draft, draftStanding, problems };
}

function Skeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label={strings.text.loading}>
      <span />
      <span />
      <span />
    </div>
  );
}
