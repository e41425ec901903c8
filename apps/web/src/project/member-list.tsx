// Who works in a project and what they may do there. Everybody else has the default role.
import type { Member, Project, ProjectRole, User } from '@planwright/engine';
import { PROJECT_ROLES } from '@planwright/engine';
import { UserMinus, UserPlus } from 'lucide-react';

import { sameList, usePeople, useQuery, useStore } from '../store/hooks.ts';
import { openDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { Select } from '../ui/select.tsx';
import styles from './lines.module.css';
import { addMember, editMember } from './project-edits.ts';
import { Section } from './section.tsx';

const ROLES = [...PROJECT_ROLES]
  .toReversed()
  .map((value) => ({ value, label: strings.settings.roles[value] }));

interface MembersProps {
  readonly project: Project;
  readonly editable: boolean;
}

export function Members({ project, editable }: MembersProps) {
  const store = useStore();
  const members = useQuery<readonly Member[]>(
    (tables) =>
      [...tables.list('member', 'byProject', project.id)].filter((one) => one.deletedAt === null),
    [project.id],
    sameList,
  );
  const people = usePeople();
  const me = useQuery((tables) => tables.get('user', store.me), [store.me]);
  const others = people.filter((person) => members.every((one) => one.user !== person.id));
  const mayJoin = me?.role === 'owner' && members.every((one) => one.user !== store.me);
  const add = (person: User, role: ProjectRole): void => {
    addMember(store, { project: project.id, user: person.id, role });
  };
  return (
    <Section
      id="members"
      title={strings.settings.members}
      hint={strings.settings.membersHint(strings.settings.defaultRoles[project.defaultRole])}
    >
      <ul className={styles.list} aria-label={strings.settings.members}>
        {members.map((member) => (
          <Line key={member.id} member={member} editable={editable} />
        ))}
      </ul>
      {editable && others.length > 0 && (
        <div>
          <Menu
            trigger={<Button icon={<UserPlus size={14} />}>{strings.settings.memberAdd}</Button>}
          >
            {others.map((person) => (
              <MenuItem key={person.id} onSelect={() => add(person, 'editor')}>
                {person.name}
              </MenuItem>
            ))}
          </Menu>
        </div>
      )}
      {!editable && mayJoin && me !== undefined && (
        <div>
          <Button icon={<UserPlus size={14} />} onClick={() => add(me, 'admin')}>
            {strings.settings.memberJoin}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Line({ member, editable }: { readonly member: Member; readonly editable: boolean }) {
  const store = useStore();
  const user = useQuery((tables) => tables.get('user', member.user), [member.user]);
  const name = user?.name ?? strings.item.someone;
  const mine = member.user === store.me;
  return (
    <li className={styles.line}>
      <span className={styles.person}>
        <span className={styles.who}>{name}</span>
        {mine && <span className={styles.quiet}>{strings.settings.you}</span>}
        {user?.status === 'deactivated' && (
          <span className={styles.quiet}>{strings.settings.inactive}</span>
        )}
      </span>
      <div className={styles.kind}>
        <Select<ProjectRole>
          label={strings.settings.roleOf(name)}
          value={member.role}
          choices={ROLES}
          disabled={!editable}
          onChange={(role) => editMember(store, member, role)}
        />
      </div>
      {(editable || mine) && (
        <IconButton
          size="s"
          label={mine ? strings.settings.memberLeave : strings.settings.memberRemove(name)}
          icon={<UserMinus size={14} />}
          onClick={() => openDialog({ kind: 'removeMember', member: member.id })}
        />
      )}
    </li>
  );
}
