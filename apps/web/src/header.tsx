// The line at the top: where one is, where one can go, and how it stands with saving.
import type { Project } from '@planwright/engine';
import { ChevronDown, Ellipsis } from 'lucide-react';
import { memo } from 'react';

import { ActionItem } from './actions/action-item.tsx';
import { GoLink } from './actions/go-link.tsx';
import { actions } from './actions/list.ts';
import type { Place } from './actions/place.ts';
import { useNavigation } from './actions/place.ts';
import styles from './header.module.css';
import { StatusLine } from './status/status-line.tsx';
import { useProjects } from './store/hooks.ts';
import { useTheme } from './store/theme.ts';
import { strings } from './strings.ts';
import { IconButton } from './ui/button.tsx';
import { classNames } from './ui/class-names.ts';
import { Logo } from './ui/logo.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from './ui/menu.tsx';
import { ProjectKey } from './ui/project-key.tsx';

const TABS = [
  { screen: 'board', name: strings.nav.board },
  { screen: 'list', name: strings.nav.list },
  { screen: 'settings', name: strings.nav.settings },
  { screen: 'trash', name: strings.nav.trash },
] as const;

interface HeaderProps {
  readonly project: Project | null;
  readonly screen: Place['screen'];
}

/** Told what it shows of the place, so that another item that is open does not draw it again. */
export const Header = memo(function Header({ project, screen }: HeaderProps) {
  return (
    <header className={styles.header}>
      <GoLink
        to={{ to: 'home' }}
        className={styles.home}
        aria-label={`${strings.app}: ${strings.nav.home}`}
      >
        <Logo />
        {project === null && <span className={styles.product}>{strings.app}</span>}
      </GoLink>
      {project !== null && (
        <>
          <ProjectMenu project={project} />
          <nav className={styles.tabs} aria-label={strings.nav.views}>
            {TABS.map((tab) => (
              <GoLink
                key={tab.screen}
                to={{ to: tab.screen, key: project.key }}
                className={classNames(styles.tab, screen === tab.screen && styles.current)}
                aria-current={screen === tab.screen ? 'page' : undefined}
              >
                {tab.name}
              </GoLink>
            ))}
          </nav>
        </>
      )}
      <span className={styles.space} />
      <StatusLine />
      <MainMenu project={project} />
    </header>
  );
});

function ProjectMenu({ project }: { readonly project: Project }) {
  const { go } = useNavigation();
  const projects = useProjects().filter(({ status }) => status === 'active');
  return (
    <Menu
      trigger={
        <button type="button" className={styles.project}>
          <ProjectKey value={project.key} colour={project.colour} />
          <span className={styles.title}>{project.title}</span>
          <ChevronDown size={14} aria-hidden className={styles.chevron} />
        </button>
      }
    >
      <MenuGroup label={strings.nav.projects}>
        {projects.map((one) => (
          <MenuItem
            key={one.id}
            icon={<span className={styles.dot} style={{ background: one.colour }} />}
            checked={one.id === project.id}
            onSelect={() => go({ to: 'board', key: one.key })}
          >
            {one.title}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuSeparator />
      <ActionItem action={actions.createProject} />
      <ActionItem action={actions.importFile} />
      <ActionItem action={actions.exportProject} />
      {project.status === 'active' && <ActionItem action={actions.projectSettings} />}
    </Menu>
  );
}

function MainMenu({ project }: Pick<HeaderProps, 'project'>) {
  const theme = useTheme();
  return (
    <Menu
      align="end"
      trigger={<IconButton label={strings.nav.menu} icon={<Ellipsis size={16} />} />}
    >
      <ActionItem action={actions.goHome} />
      <ActionItem action={actions.goBoard} />
      <ActionItem action={actions.goList} />
      <ActionItem action={actions.goTrash} />
      <ActionItem action={actions.projectSettings} />
      {project === null && <ActionItem action={actions.createProject} />}
      <ActionItem action={actions.importFile} />
      <ActionItem action={actions.exportWorkspace} />
      <MenuSeparator />
      <MenuGroup label={strings.theme.title}>
        <ActionItem action={actions.themeSystem} checked={theme === 'system'} />
        <ActionItem action={actions.themeLight} checked={theme === 'light'} />
        <ActionItem action={actions.themeDark} checked={theme === 'dark'} />
      </MenuGroup>
      <MenuSeparator />
      <ActionItem action={actions.undo} />
      <ActionItem action={actions.redo} />
      <ActionItem action={actions.showShortcuts} />
    </Menu>
  );
}
