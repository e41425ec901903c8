// A comment with what was answered to it. Settled threads fold into one line.
import type { CommentThread, Project } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { Check, ChevronRight } from 'lucide-react';
import { useState } from 'react';

import { useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { useDocumentText } from '../text/document-text.tsx';
import { Composer, useBegun } from './composer.tsx';
import { Said } from './said.tsx';
import styles from './thread.module.css';

interface ThreadProps {
  readonly thread: CommentThread;
  readonly project: Project;
  readonly editable: boolean;
}

export function Thread({ thread, project, editable }: ThreadProps) {
  const { id, comment, replies } = thread;
  const resolved = comment !== null && comment.resolvedAt !== null;
  const [isUnfolded, setUnfolded] = useState(false);
  const [isAnswering, setAnswering] = useState(false);
  const begun = useBegun(`answer:${id}`);
  const stands = comment !== null && comment.deletedAt === null;
  const answering = isAnswering || begun !== null;
  if (resolved && !isUnfolded && !answering) {
    return <Folded thread={thread} onUnfold={() => setUnfolded(true)} />;
  }
  return (
    <li className={styles.thread} data-comment={id}>
      {stands ? (
        <Said
          comment={comment}
          project={project}
          editable={editable}
          onAnswer={() => setAnswering(true)}
          onFold={resolved ? () => setUnfolded(false) : undefined}
        />
      ) : (
        <p className={styles.gone}>
          {comment === null ? strings.comment.older : strings.comment.gone}
        </p>
      )}
      {(replies.length > 0 || (stands && editable && answering)) && (
        <ul className={styles.answers} aria-label={strings.comment.answers}>
          {replies.map((reply) => (
            <li key={reply.id} data-comment={reply.id}>
              <Said comment={reply} project={project} editable={editable} />
            </li>
          ))}
          {stands && editable && answering && (
            <li>
              <Composer
                item={comment.item}
                parent={id}
                begin={isAnswering}
                onClosed={() => setAnswering(false)}
              />
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Folded({
  thread: { id, comment, replies },
  onUnfold,
}: {
  readonly thread: CommentThread;
  readonly onUnfold: () => void;
}) {
  const name = useQuery(
    (tables) => tables.get('user', comment?.author)?.name ?? strings.item.someone,
    [comment?.author],
  );
  const { now } = useDocumentText(idOf<'document'>(id), `comment-edit:${id}`);
  return (
    <li className={styles.folded} data-comment={id}>
      <button type="button" className={styles.unfold} aria-expanded={false} onClick={onUnfold}>
        <Check size={13} aria-hidden className={styles.check} />
        <span className={styles.about}>{strings.comment.resolved(name, replies.length)}</span>
        <span className={styles.first} aria-hidden>
          {now.text.trim().split('\n', 1)[0]}
        </span>
        <ChevronRight size={13} aria-hidden />
      </button>
    </li>
  );
}
