// What a project is called, its colour and its key, and who may do what without a role of their own.
import type { Project } from '@planwright/engine';

import { done } from '../actions/edits.ts';
import { useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Select } from '../ui/select.tsx';
import { ColourButton } from './colour-button.tsx';
import styles from './general.module.css';
import { editProject } from './project-edits.ts';
import { SavedInput } from './saved-input.tsx';
import { Row, Section } from './section.tsx';

const ROLES = (['editor', 'viewer', 'none'] as const).map((value) => ({
  value,
  label: strings.settings.defaultRoles[value],
}));

interface GeneralProps {
  readonly project: Project;
  readonly editable: boolean;
  /** Is told of a new key before it is in the address. */
  readonly onKey: (key: string) => void;
}

export function General({ project, editable, onKey }: GeneralProps) {
  const store = useStore();
  const { id } = project;
  const hasItems = useQuery(
    (tables) => project.nextNumber > 1 || tables.list('workItem', 'byProject', id).size > 0,
    [id, project.nextNumber],
  );
  return (
    <Section id="general" title={strings.settings.general}>
      <div className={styles.name}>
        <SavedInput
          labelled
          look="input"
          label={strings.project.title}
          value={project.title}
          disabled={!editable}
          onSave={(title) => editProject(store, project, { title })}
        />
        <div className={styles.key}>
          <SavedInput
            labelled
            look="input"
            capitals
            label={strings.project.key}
            value={project.key}
            disabled={!editable || hasItems}
            hint={hasItems ? strings.settings.keyFixed : strings.project.keyRule}
            onSave={(key) => {
              const refused = editProject(store, project, { key });
              if (refused === null) onKey(key);
              return refused;
            }}
          />
        </div>
      </div>
      <Row label={strings.settings.colour} hint={strings.settings.colourHint}>
        <ColourButton
          label={strings.settings.colour}
          value={project.colour}
          disabled={!editable}
          onChange={(colour) => done(editProject(store, project, { colour }))}
        />
      </Row>
      <Row label={strings.settings.defaultRole} hint={strings.settings.defaultRoleHint}>
        <Select
          look="boxed"
          label={strings.settings.defaultRole}
          value={project.defaultRole}
          choices={ROLES}
          disabled={!editable}
          onChange={(defaultRole) => done(editProject(store, project, { defaultRole }))}
        />
      </Row>
    </Section>
  );
}
