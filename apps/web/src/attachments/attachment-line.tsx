// One file: what it looks like, what it is called, who brought it when, and what can be done with it.
import type { Attachment } from '@planwright/engine';
import { Download, X } from 'lucide-react';

import { formatAgo, formatInstant, formatSize } from '../format.ts';
import { useNow, useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { removeAttachment } from './attachment-edits.ts';
import styles from './attachment-line.module.css';
import { FileIcon } from './file-icon.tsx';

interface AttachmentLineProps {
  readonly attachment: Attachment;
  readonly editable: boolean;
}

export function AttachmentLine({ attachment, editable }: AttachmentLineProps) {
  const store = useStore();
  const now = useNow();
  const { id, name, type, size, width, height, createdAt, createdBy, lost } = attachment;
  const who = useQuery((tables) => tables.get('user', createdBy)?.name, [createdBy]);
  const isPicture = type.startsWith('image/') && lost !== true;
  const address = `/blob/${id}`;
  return (
    <li className={styles.line}>
      <a
        className={styles.open}
        href={address}
        {...(isPicture ? { target: '_blank', rel: 'noopener' } : { download: name })}
      >
        <span className={styles.picture}>
          {isPicture ? (
            <img
              src={`${address}/thumbnail`}
              alt=""
              loading="lazy"
              {...(width === null || height === null ? {} : { width, height })}
            />
          ) : (
            <FileIcon type={type} />
          )}
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          <span className={styles.about}>
            {lost === true && (
              <>
                <span className={styles.error}>{strings.attachment.lost}</span>
                {' · '}
              </>
            )}
            {formatSize(size)}
            {' · '}
            {who ?? strings.item.someone}
            {' · '}
            <time dateTime={new Date(createdAt).toISOString()} title={formatInstant(createdAt)}>
              {formatAgo(createdAt, now)}
            </time>
          </span>
        </span>
      </a>
      <span className={styles.tools}>
        <a
          className={styles.download}
          href={address}
          download={name}
          aria-label={strings.attachment.download(name)}
          title={strings.attachment.download(name)}
        >
          <Download size={14} aria-hidden />
        </a>
        {editable && (
          <IconButton
            size="s"
            label={strings.attachment.remove(name)}
            icon={<X size={14} />}
            onClick={() => removeAttachment(store, attachment)}
          />
        )}
      </span>
    </li>
  );
}
