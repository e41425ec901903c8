// A file on its way: how far it is, or why it could not be sent.
import { RotateCcw, X } from 'lucide-react';

import { formatSize } from '../format.ts';
import type { Upload } from '../store/attaching.ts';
import { forget, nameOf, retry } from '../store/attaching.ts';
import { strings } from '../strings.ts';
import { IconButton } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './attachment-line.module.css';
import { FileIcon } from './file-icon.tsx';

export function UploadLine({ upload }: { readonly upload: Upload }) {
  const { id, file, preview, sent, error } = upload;
  const name = nameOf(file);
  return (
    <li className={styles.line}>
      <span className={styles.open}>
        <span className={styles.picture}>
          {preview === null ? <FileIcon type={file.type} /> : <img src={preview} alt="" />}
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          {error === null ? (
            <Progress
              size="s"
              label={strings.attachment.sending(name)}
              value={Math.round(sent * 100)}
              text={`${Math.round(sent * 100)} %, ${formatSize(file.size)}`}
            />
          ) : (
            <span role="alert" className={styles.error}>
              {error}
            </span>
          )}
        </span>
      </span>
      {error !== null && (
        <span className={styles.tools} data-shown>
          <IconButton
            size="s"
            label={strings.attachment.retry(name)}
            icon={<RotateCcw size={14} />}
            onClick={() => retry(id)}
          />
          <IconButton
            size="s"
            label={strings.attachment.forget(name)}
            icon={<X size={14} />}
            onClick={() => forget(id)}
          />
        </span>
      )}
    </li>
  );
}
