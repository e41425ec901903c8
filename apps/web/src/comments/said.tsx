// One comment: who, when, what, and what can be done with it.
import type { Comment, DocumentId, Project } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { Check, Ellipsis, PencilLine, Reply, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { formatAgo, formatInstant } from '../format.ts';
import { useDraft } from '../store/drafts.ts';
import { useNow, useQuery, useRights, useStore } from '../store/hooks.ts';
import { openDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { MarkdownView } from '../text/markdown-view.tsx';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { deleteComment, setResolved } from './comment-edits.ts';
import { EditComment, draftNameOf } from './edit-comment.tsx';
import styles from './said.module.css';

interface SaidProps {
  readonly comment: Comment;
  readonly project: Project;
  readonly editable: boolean;
  /** Opens the field for an answer; answers have none. */
  readonly onAnswer?: (() => void) | undefined;
  /** Folds a settled thread again. */
  readonly onFold?: (() => void) | undefined;
}

export function Said({ comment, project, editable, onAnswer, onFold }: SaidProps) {
  const store = useStore();
  const { administer } = useRights(project.id);
  const [isEditing, setEditing] = useState(false);
  const author = useQuery((tables) => tables.get('user', comment.author), [comment.author]);
  const id: DocumentId = idOf<'document'>(comment.id);
  const now = useNow();
  const mine = comment.author === store.me;
  const name = author?.name ?? strings.item.someone;
  const resolved = comment.resolvedAt !== null;

  return (
    <article className={styles.said} aria-label={strings.comment.by(name)}>
      <header className={styles.head}>
        <span className={styles.face} style={{ background: author?.colour }} aria-hidden>
          {initialOf(name)}
        </span>
        <span className={styles.who}>{name}</span>
        <time
          className={styles.when}
          dateTime={new Date(comment.createdAt).toISOString()}
          title={formatInstant(comment.createdAt)}
        >
          {formatAgo(comment.createdAt, now)}
        </time>
        {comment.editedAt !== null && (
          <button
            type="button"
            className={styles.edited}
            title={strings.comment.history(formatInstant(comment.editedAt))}
            onClick={() =>
              openDialog({ kind: 'textHistory', document: id, editable: editable && mine })
            }
          >
            {strings.comment.edited}
          </button>
        )}
        <span className={styles.space} />
        {editable && !isEditing && (
          <span className={styles.tools}>
            {onAnswer !== undefined && (
              <IconButton
                size="s"
                label={strings.comment.answerIt}
                icon={<Reply size={14} />}
                onClick={onAnswer}
              />
            )}
            {onAnswer !== undefined && (
              <IconButton
                size="s"
                label={resolved ? strings.comment.unresolve : strings.comment.resolve}
                icon={resolved ? <RotateCcw size={14} /> : <Check size={14} />}
                onClick={() => {
                  setResolved(store, comment, !resolved);
                  onFold?.();
                }}
              />
            )}
            {(mine || administer) && (
              <Menu
                align="end"
                trigger={
                  <IconButton size="s" label={strings.comment.more} icon={<Ellipsis size={14} />} />
                }
              >
                {mine && (
                  <MenuItem icon={<PencilLine size={14} />} onSelect={() => setEditing(true)}>
                    {strings.comment.edit}
                  </MenuItem>
                )}
                <MenuItem
                  danger
                  icon={<Trash2 size={14} />}
                  onSelect={() => deleteComment(store, comment)}
                >
                  {strings.comment.delete}
                </MenuItem>
              </Menu>
            )}
          </span>
        )}
      </header>
      {isEditing ? (
        <EditComment id={id} onClosed={() => setEditing(false)} />
      ) : (
        <Words id={id} editable={editable && mine} onEdit={() => setEditing(true)} />
      )}
    </article>
  );
}

/** What it says; where an edit of it was begun and not sent, the way back to that. */
function Words({
  id,
  editable,
  onEdit,
}: {
  readonly id: DocumentId;
  readonly editable: boolean;
  readonly onEdit: () => void;
}) {
  const store = useStore();
  const standing = useQuery(() => store.textStanding(id), [id]);
  const text = useQuery((tables) => tables.get('document', id)?.text ?? '', [id]);
  const saving = useQuery(() => store.isSavingText(id), [id]);
  const [draft] = useDraft(draftNameOf(id));
  if (standing === 'loading') {
    return (
      <div className={styles.skeleton} role="status" aria-label={strings.loading}>
        <span />
        <span />
      </div>
    );
  }
  if (standing === 'away') return <p className={styles.away}>{strings.comment.textAway}</p>;
  return (
    <>
      <MarkdownView text={text} />
      {editable && draft !== null && !saving && (
        <button type="button" className={styles.unsent} onClick={onEdit}>
          {strings.comment.unsent}
        </button>
      )}
    </>
  );
}

function initialOf(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase();
}
