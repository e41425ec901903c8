// The description of an item: the document that has its id, with the way to write and to look back.
import type { Document, DocumentId, WorkItem } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { History, PencilLine } from 'lucide-react';

import { editDescriptionOf, openDialog, useScreenState } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { DocumentText, useDocumentText } from '../text/document-text.tsx';
import { IconButton } from '../ui/button.tsx';
import styles from './description.module.css';

interface DescriptionProps {
  readonly item: WorkItem;
  readonly document: Document | undefined;
  readonly editable: boolean;
}

export function Description({ item, document, editable }: DescriptionProps) {
  const id: DocumentId = idOf<'document'>(item.id);
  const draftName = `description:${item.id}`;
  const { isHere, shown, draftStanding } = useDocumentText(id, draftName);
  const { editing } = useScreenState();
  const isEditing = editing === item.id && editable && isHere;
  const mayEdit = editable && isHere && !isEditing && shown !== '' && draftStanding !== 'conflict';

  return (
    <section className={styles.description} aria-label={strings.item.description}>
      <header className={styles.header}>
        <h3 className={styles.heading}>{strings.item.description}</h3>
        <span className={styles.tools}>
          {document !== undefined && document.rev > 1 && (
            <IconButton
              size="s"
              label={strings.text.history}
              icon={<History size={14} />}
              onClick={() => openDialog({ kind: 'textHistory', document: id, editable })}
            />
          )}
          {mayEdit && (
            <IconButton
              size="s"
              label={strings.item.descriptionEdit}
              shortcut="e"
              icon={<PencilLine size={14} />}
              onClick={() => editDescriptionOf(item.id)}
            />
          )}
        </span>
      </header>
      <DocumentText
        id={id}
        draftName={draftName}
        label={strings.item.description}
        placeholder={strings.item.descriptionEmpty}
        saves="typing"
        editable={editable}
        isEditing={isEditing}
        onEdit={(isOn) => editDescriptionOf(isOn ? item.id : null)}
      />
    </section>
  );
}
