// One line of the archive: the project can be read, and brought back by who may.
import type { Project } from '@planwright/engine';

import { GoLink } from '../actions/go-link.tsx';
import { actions } from '../actions/list.ts';
import { usePlace } from '../actions/place.ts';
import { useRights } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { ProjectKey } from '../ui/project-key.tsx';
import styles from './home.module.css';

export function Archived({ project }: { readonly project: Project }) {
  const place = usePlace();
  const { administer } = useRights(project.id);
  return (
    <li className={styles.line}>
      <ProjectKey value={project.key} colour={null} />
      <GoLink to={{ to: 'board', key: project.key }} className={styles.name}>
        {project.title}
      </GoLink>
      {administer && (
        <Button
          size="s"
          onClick={() =>
            actions.unarchiveProject.perform({ ...place, project, mayAdminister: true })
          }
        >
          {strings.home.bringBack}
        </Button>
      )}
    </li>
  );
}
