// The files of an item: those that are there, and those on their way. What is dropped on the item, or
// pasted anywhere in it, is attached to it.
import { idOf } from '@planwright/engine';
import { Paperclip } from 'lucide-react';
import { createPortal } from 'react-dom';

import { ActionButton } from '../actions/action-button.tsx';
import { actions } from '../actions/list.ts';
import part from '../fields/item-part.module.css';
import type { SectionProps } from '../item-section.ts';
import { useUploads } from '../store/attaching.ts';
import { useColdRows } from '../store/cold-rows.ts';
import { useQuery } from '../store/hooks.ts';
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
  const { section, over } = useDroppedFiles(item.id, editable);
  useUploadsThatEnd(item, uploads, rows);
  const here = rows.filter((row) => row.deletedAt === null);
  const coming = uploads.filter((one) => rows.every((row) => row.id !== one.id));
  const counted = useQuery(
    (tables) => tables.get('itemStats', idOf<'itemStats'>(item.id))?.attachments ?? 0,
    [item.id],
  );
  const isEmpty = here.length === 0 && coming.length === 0;
  if (isEmpty && counted === 0 && !editable) return null;

  return (
    <section ref={section} className={part.part} aria-label={strings.attachment.title}>
      <header className={part.header}>
        <h3 className={part.heading}>{strings.attachment.title}</h3>
        {counted > 0 && <span className={part.count}>{counted}</span>}
        {editable && (
          <span className={styles.add}>
            <ActionButton action={actions.attach} bare />
          </span>
        )}
      </header>
      {standing.state === 'away' && counted > here.length && (
        <p className={styles.hint}>{strings.attachment.away}</p>
      )}
      {isEmpty && counted === 0 && <p className={styles.hint}>{strings.attachment.hint}</p>}
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
      {over !== null &&
        createPortal(
          <div
            role="status"
            className={styles.drop}
            style={{ left: over.x, top: over.y, width: over.width, height: over.height }}
          >
            <Paperclip size={24} aria-hidden />
            {strings.attachment.dropNow}
          </div>,
          document.body,
        )}
    </section>
  );
}
