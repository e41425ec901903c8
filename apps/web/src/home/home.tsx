// Home: the projects and how far each is; on the first run, the ways to begin.
import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';

import { ActionButton } from '../actions/action-button.tsx';
import { actions } from '../actions/list.ts';
import { useProjects } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Archived } from './archived.tsx';
import styles from './home.module.css';
import { ProjectCard } from './project-card.tsx';
import { Welcome } from './welcome.tsx';

/** `newProject` is the form that makes a project, for the first run. */
export function Home({ newProject }: { readonly newProject: ReactNode }) {
  const projects = useProjects();
  const active = projects.filter((project) => project.status === 'active');
  const archived = projects.filter((project) => project.status === 'archived');
  if (projects.length === 0) return <Welcome newProject={newProject} />;
  return (
    <div className={styles.home}>
      <header className={styles.header}>
        <h1 className={styles.title}>{strings.home.title}</h1>
        <ActionButton action={actions.importFile} tone="ghost" />
        <ActionButton action={actions.createProject} tone="primary" />
      </header>
      <ul className={styles.cards}>
        {active.map((project) => (
          <li key={project.id}>
            <ProjectCard project={project} />
          </li>
        ))}
      </ul>
      {archived.length > 0 && (
        <section className={styles.archived}>
          <h2 className={styles.heading}>
            <Archive size={14} aria-hidden />
            {strings.home.archived}
          </h2>
          <ul>
            {archived.map((project) => (
              <Archived key={project.id} project={project} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
