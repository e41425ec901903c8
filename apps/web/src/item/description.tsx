// The description of an item: read as Markdown, edited as text where it stands. What is typed is kept
// as a draft at once, saved by itself, and never thrown away by a conflict.
import type { Document, DocumentId, WorkItem } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { PencilLine } from 'lucide-react';

import { useDraft } from '../store/drafts.ts';
import { useQuery, useStore, useSyncState } from '../store/hooks.ts';
import { editDescriptionOf, useScreenState } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { MarkdownView } from '../text/markdown-view.tsx';
import { standingOf, unpackDraft } from '../text/text-draft.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Conflict } from './conflict.tsx';
import { DescriptionEditor } from './description-editor.tsx';
import styles from './description.module.css';

interface DescriptionProps {
  readonly item: WorkItem;
  readonly document: Document | undefined;
  readonly editable: boolean;
}

export function Description({ item, document, editable }: DescriptionProps) {
  const store = useStore();
  const id: DocumentId = idOf<'document'>(item.id);
  const draftName = `description:${item.id}`;
  const [kept] = useDraft(draftName);
  const standing = useQuery(() => store.textStanding(id), [id]);
  const saving = useQuery(() => store.isSavingText(id), [id]);
  const problems = useSyncState().problems.filter(
    ({ command }) => command.kind === 'document.edit' && command.args.id === id,
  );
  const { editing } = useScreenState();

  const draft = unpackDraft(kept);
  const now = { rev: document?.rev ?? 0, text: document?.text ?? '' };
  const draftStanding = standingOf(draft, now, { saving, refused: problems.length > 0 });
  const here = standing === 'here' || standing === 'none';
  const isEditing = editing === item.id && editable && here;
  const shown = draftStanding === 'saving' && draft !== null ? draft.text : now.text;

  return (
    <section className={styles.description} aria-label={strings.item.description}>
      <header className={styles.header}>
        <h3 className={styles.heading}>{strings.item.description}</h3>
        {editable && here && !isEditing && shown !== '' && draftStanding !== 'conflict' && (
          <IconButton
            size="s"
            label={strings.item.descriptionEdit}
            shortcut="e"
            icon={<PencilLine size={14} />}
            onClick={() => editDescriptionOf(item.id)}
          />
        )}
      </header>
      {standing === 'loading' && (
        <div className={styles.skeleton} role="status" aria-label={strings.item.descriptionLoading}>
          <span />
          <span />
          <span />
        </div>
      )}
      {standing === 'away' && <p className={styles.away}>{strings.item.descriptionMissing}</p>}
      {here && isEditing && (
        <DescriptionEditor id={id} now={now} draftName={draftName} refused={problems.length > 0} />
      )}
      {here && !isEditing && draftStanding === 'conflict' && draft !== null && (
        <Conflict
          id={id}
          item={item}
          now={now}
          draft={draft}
          draftName={draftName}
          editable={editable}
          onSettled={() => problems.forEach((problem) => store.discard(problem))}
        />
      )}
      {here && !isEditing && draftStanding === 'unsent' && editable && (
        <div className={styles.unsent}>
          <span>{strings.item.unsentDraft}</span>
          <Button size="s" onClick={() => editDescriptionOf(item.id)}>
            {strings.item.keepWriting}
          </Button>
        </div>
      )}
      {here && !isEditing && draftStanding !== 'conflict' && shown !== '' && (
        <MarkdownView text={shown} />
      )}
      {here && !isEditing && shown === '' && draftStanding === 'none' && editable && (
        <button type="button" className={styles.empty} onClick={() => editDescriptionOf(item.id)}>
          {strings.item.descriptionEmpty}
        </button>
      )}
    </section>
  );
}
