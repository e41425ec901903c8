// The files of an item: those that are there, and those on their way. What is dropped on the item, or
// pasted anywhere in it, is attached to it.
import { ActionButton } from '../actions/action-button.tsx';
import { actions } from '../actions/list.ts';
import type { SectionProps } from '../item-section.ts';
import { useUploads } from '../store/attaching.ts';
import { useColdRows } from '../store/cold-rows.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { AttachmentLine } from './attachment-line.tsx';
import styles from './attachments.module.css';
import { useDroppedFiles } from './dropped-files.ts';
import { UploadLine } from './upload-line.tsx';
import { useUploadsThatEnd } from './uploads-that-end.ts';

export function Attachments({ detail: { item }, editable }: SectionProps) {
  const { rows, standing, readMore } = useColdRows('attachment', item.id);
  const uploads = useUploads(item.id);
  const { section, isOver } = useDroppedFiles(item.id, editable);
  useUploadsThatEnd(uploads, rows);
  const here = rows.filter((row) => row.deletedAt === null);
  const coming = uploads.filter((one) => rows.every((row) => row.id !== one.id));
  const isEmpty = here.length === 0 && coming.length === 0;
  if (isEmpty && !editable && standing.state !== 'away') return null;

  return (
    <section ref={section} className={styles.attachments} aria-label={strings.attachment.title}>
      <header className={styles.header}>
        <h3 className={styles.heading}>{strings.attachment.title}</h3>
        {here.length > 0 && !standing.more && <span className={styles.count}>{here.length}</span>}
        {editable && (
          <span className={styles.add}>
            <ActionButton action={actions.attach} bare />
          </span>
        )}
      </header>
      {standing.state === 'away' && <p className={styles.hint}>{strings.attachment.away}</p>}
      {isEmpty && standing.state === 'here' && (
        <p className={styles.hint}>{strings.attachment.hint}</p>
      )}
      {!isEmpty && (
        <ul className={styles.list}>
          {coming.map((upload) => (
            <UploadLine key={upload.id} upload={upload} />
          ))}
          {here.map((row) => (
            <AttachmentLine key={row.id} attachment={row} editable={editable} />
          ))}
        </ul>
      )}
      {standing.more && (
        <Button size="s" disabled={standing.reading} onClick={readMore}>
          {strings.attachment.older}
        </Button>
      )}
      {isOver && (
        <p className={styles.drop} role="status">
          {strings.attachment.dropNow}
        </p>
      )}
    </section>
  );
}
