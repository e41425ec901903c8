// What can be set about a project: its name, its columns, and whether it is put away.
import type { Project, ProjectId, State } from '@planwright/engine';
import { useState } from 'react';

import { said } from '../actions/edits.ts';
import { actions } from '../actions/list.ts';
import { usePlace } from '../actions/place.ts';
import { useQuery, useRights, useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './project-settings.module.css';
import { StateList } from './state-list.tsx';

export function ProjectSettings({ id }: { readonly id: ProjectId }) {
  const project = useQuery((tables) => tables.get('project', id), [id]);
  return (
    <Dialog open onOpenChange={closeDialog} title={strings.project.settings}>
      {project !== undefined && <Settings project={project} />}
    </Dialog>
  );
}

function Settings({ project }: { readonly project: Project }) {
  const place = usePlace();
  const { administer } = useRights(project.id);
  const states = useQuery<readonly State[]>(
    (tables) =>
      [...tables.list('state', 'byProject', project.id)].filter((one) => one.deletedAt === null),
    [project.id],
    (a, b) => a.length === b.length && a.every((one, index) => one === b[index]),
  );
  const archived = project.status === 'archived';
  const here = { ...place, project, mayAdminister: administer };
  const archive = archived ? actions.unarchiveProject : actions.archiveProject;
  return (
    <div className={styles.settings}>
      <TitleField project={project} disabled={!administer || archived} />
      <section>
        <h3 className={styles.heading}>{strings.project.states}</h3>
        <p className={styles.hint}>{strings.project.statesHint}</p>
        <StateList project={project} states={states} editable={administer && !archived} />
      </section>
      {administer && (
        <section className={styles.archive}>
          <p className={styles.hint}>
            {archived ? strings.project.isArchived : strings.project.archiveText}
          </p>
          <Button
            icon={<archive.icon size={15} />}
            onClick={() => {
              archive.perform(here);
              closeDialog();
            }}
          >
            {archive.name}
          </Button>
        </section>
      )}
    </div>
  );
}

function TitleField({
  project,
  disabled,
}: {
  readonly project: Project;
  readonly disabled: boolean;
}) {
  const store = useStore();
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const save = (): void => {
    if (draft === null || draft.trim() === project.title) return setDraft(null);
    const refused = said(store.run('project.edit', { id: project.id, title: draft }));
    setError(refused);
    if (refused === null) setDraft(null);
  };
  return (
    <TextField
      label={strings.project.title}
      value={draft ?? project.title}
      disabled={disabled}
      error={error ?? undefined}
      onChange={({ currentTarget }) => {
        setDraft(currentTarget.value);
        setError(null);
      }}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
