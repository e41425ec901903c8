// A handle in a text: a link to the items of that person, with a card about them while it is pointed at
// or focused. One's own stands out.
import { PreviewCard as Base } from '@base-ui/react/preview-card';
import type { Project, User } from '@planwright/engine';
import { personCalled, roleIn } from '@planwright/engine';

import { GoLink } from '../actions/go-link.tsx';
import type { Destination } from '../actions/place.ts';
import { usePlace } from '../actions/place.ts';
import { useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import { Face } from '../ui/face.tsx';
import popup from '../ui/popup.module.css';
import styles from './person-link.module.css';

/** Milliseconds until the card opens and closes: long enough to move over it, and into it. */
const OPENS_AFTER = 350;
const CLOSES_AFTER = 200;

/** `name` as it stands in the text, with its `@`. */
export function PersonLink({ name }: { readonly name: string }) {
  const { me } = useStore();
  const { project } = usePlace();
  const person = useQuery((tables) => personCalled(tables, name.slice(1)), [name]);
  if (person === undefined || project === null) return name;
  const items: Destination = { to: 'list', key: project.key, view: { assignee: person.id } };
  const mine = person.id === me;
  return (
    <Base.Root>
      <Base.Trigger
        delay={OPENS_AFTER}
        closeDelay={CLOSES_AFTER}
        render={<GoLink to={items} />}
        className={classNames(styles.person, mine && styles.me)}
        aria-label={mine ? strings.text.you(name) : undefined}
      >
        {name}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={popup.positioner} sideOffset={6} align="start">
          <Base.Popup className={classNames(popup.popup, styles.card)}>
            <Card person={person} project={project} items={items} mine={mine} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface CardProps {
  readonly person: User;
  readonly project: Project;
  readonly items: Destination;
  readonly mine: boolean;
}

function Card({ person, project, items, mine }: CardProps) {
  const role = useQuery((tables) => roleIn(tables, person, project.id), [person, project.id]);
  const words = strings.settings;
  const standing = person.status === 'active' ? null : words.inactive;
  return (
    <>
      <div className={styles.who}>
        <Face person={person} large />
        <div className={styles.names}>
          <span className={styles.name}>
            {person.name}
            {mine && <span className={styles.faint}> ({words.you})</span>}
          </span>
          <span className={styles.faint}>
            @{person.handle} ·{' '}
            {standing ?? (role === null ? strings.text.noRole : words.roles[role])}
          </span>
        </div>
      </div>
      <GoLink to={items} className={styles.items}>
        {mine ? strings.text.myItems : strings.text.theirItems}
      </GoLink>
    </>
  );
}
