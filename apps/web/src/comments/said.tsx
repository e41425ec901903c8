// One comment: who, when, what, and what can be done with it.
import type { Comment, DocumentId, Project } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { Check, Ellipsis, PencilLine, Reply, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { formatAgo, formatInstant } from '../format.ts';
import { useNow, useQuery, useRights, useStore } from '../store/hooks.ts';
import { openDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { DocumentText, useDocumentText } from '../text/document-text.tsx';
import { IconButton } from '../ui/button.tsx';
import { Face } from '../ui/face.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { deleteComment, setResolved } from './comment-edits.ts';
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
  const draftName = `comment-edit:${id}`;
  const { isHere, draftStanding } = useDocumentText(id, draftName);
  const now = useNow();
  const mine = comment.author === store.me;
  const mayEdit = mine && isHere && draftStanding !== 'conflict';
  const name = author?.name ?? strings.item.someone;
  const resolved = comment.resolvedAt !== null;

  return (
    <article className={styles.said} aria-label={strings.comment.by(name)}>
      <header className={styles.head}>
        <Face person={author} />
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
                {mayEdit && (
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
      <DocumentText
        id={id}
        draftName={draftName}
        label={strings.comment.editing}
        placeholder={strings.comment.write}
        saves="done"
        editable={editable && mine}
        isEditing={isEditing}
        onEdit={setEditing}
      />
    </article>
  );
}
