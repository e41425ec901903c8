// What can be set about a project, on a page of its own, section by section.
import type { Project } from '@planwright/engine';

import { ActionButton } from '../actions/action-button.tsx';
import { actions } from '../actions/list.ts';
import { usePlace } from '../actions/place.ts';
import { useQuery, useRights, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { General } from './general.tsx';
import { LabelList } from './label-list.tsx';
import { Members } from './member-list.tsx';
import styles from './project-settings.module.css';
import { Rules } from './rules.tsx';
import { Row, Section } from './section.tsx';
import { StateList } from './state-list.tsx';

const SECTIONS = [
  ['general', strings.settings.general],
  ['states', strings.project.states],
  ['labels', strings.settings.labels],
  ['rules', strings.settings.rules],
  ['members', strings.settings.members],
  ['more', strings.settings.more],
] as const;

export function ProjectSettings({ project }: { readonly project: Project }) {
  const { me } = useStore();
  const { go } = usePlace();
  const { administer } = useRights(project.id);
  const owner = useQuery((tables) => tables.get('user', me)?.role === 'owner', [me]);
  const archived = project.status === 'archived';
  const editable = administer && !archived;
  const archive = archived ? actions.unarchiveProject : actions.archiveProject;
  return (
    <div className={styles.page}>
      <nav className={styles.nav} aria-label={strings.settings.sections}>
        {SECTIONS.map(([id, name]) => (
          <a key={id} href={`#${id}`} className={styles.link}>
            {name}
          </a>
        ))}
      </nav>
      <div className={styles.settings}>
        <h1 className={styles.title}>{strings.project.settings}</h1>
        {!editable && (
          <p className={styles.note}>
            {archived ? strings.project.isArchived : strings.settings.notAdmin}
          </p>
        )}
        <General
          project={project}
          editable={editable}
          onKey={(key) => go({ to: 'settings', key }, { replace: true })}
        />
        <Section id="states" title={strings.project.states} hint={strings.project.statesHint}>
          <StateList project={project} editable={editable} />
        </Section>
        <Section id="labels" title={strings.settings.labels}>
          <LabelList
            project={project.id}
            title={strings.settings.labelsHere}
            hint={strings.settings.labelsHereHint}
            editable={editable}
          />
          <LabelList
            project={null}
            title={strings.settings.labelsEverywhere}
            hint={strings.settings.labelsEverywhereHint}
            editable={owner}
          />
        </Section>
        <Rules project={project} editable={editable} />
        <Members project={project} editable={administer} />
        <Section id="more" title={strings.settings.more}>
          <Row label={strings.export.project} hint={strings.settings.exportHint}>
            <ActionButton action={actions.exportProject} />
          </Row>
          {administer && (
            <Row label={archive.name} hint={strings.project.archiveText}>
              <ActionButton action={archive} />
            </Row>
          )}
        </Section>
      </div>
    </div>
  );
}
