// All actions: the table of contents of what a person can do with one touch.
import { itemsBelow, keyOf } from '@planwright/engine';
import {
  Archive,
  ArchiveRestore,
  Copy,
  CopyPlus,
  FileInput,
  FileOutput,
  FolderInput,
  FolderPlus,
  House,
  Kanban,
  Keyboard,
  Link,
  ListPlus,
  ListTree,
  Maximize2,
  MessageSquarePlus,
  Monitor,
  Moon,
  Paperclip,
  PanelRight,
  PanelRightClose,
  PencilLine,
  Redo2,
  RotateCcw,
  Search,
  Settings2,
  Sun,
  Trash2,
  Undo2,
} from 'lucide-react';

import { chooseFiles, downloadExport } from '../store/files.ts';
import { editDescriptionOf, openDialog } from '../store/screen-state.ts';
import { chooseTheme } from '../store/theme.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';
import { attachFiles } from './attach-files.ts';
import type { Action } from './action.ts';
import { boardActions } from './board-actions.ts';
import {
  archiveProject,
  deleteItem,
  done,
  duplicateItem,
  restoreItem,
  unarchiveProject,
} from './edits.ts';
import type { Place } from './place.ts';
import { undoOf } from './undo.ts';

const always = (): boolean => true;
const onItem = ({ item }: Place): boolean => item !== null && item.deletedAt === null;
const onEditableItem = (place: Place): boolean => place.mayEdit && onItem(place);

export const actions = {
  goHome: {
    id: 'goHome',
    name: strings.nav.home,
    section: 'general',
    icon: House,
    shortcut: 'g h',
    applies: always,
    perform: ({ go }) => go({ to: 'home' }),
  },
  goBoard: {
    id: 'goBoard',
    name: strings.nav.board,
    section: 'general',
    icon: Kanban,
    shortcut: 'g b',
    applies: ({ project }) => project !== null,
    perform: ({ go, project }) => {
      if (project !== null) go({ to: 'board', key: project.key });
    },
  },
  goList: {
    id: 'goList',
    name: strings.nav.list,
    section: 'general',
    icon: ListTree,
    shortcut: 'g l',
    applies: ({ project }) => project !== null,
    perform: ({ go, project }) => {
      if (project !== null) go({ to: 'list', key: project.key });
    },
  },
  goTrash: {
    id: 'goTrash',
    name: strings.nav.trash,
    section: 'general',
    icon: Trash2,
    shortcut: 'g t',
    applies: ({ project }) => project !== null,
    perform: ({ go, project }) => {
      if (project !== null) go({ to: 'trash', key: project.key });
    },
  },
  createProject: {
    id: 'createProject',
    name: strings.project.create,
    section: 'general',
    icon: FolderPlus,
    shortcut: 'Shift+P',
    applies: always,
    perform: () => openDialog({ kind: 'createProject' }),
  },
  importFile: {
    id: 'importFile',
    name: strings.import.action,
    section: 'general',
    icon: FileInput,
    applies: always,
    perform: () => openDialog({ kind: 'import', file: null }),
  },
  exportProject: {
    id: 'exportProject',
    name: strings.export.project,
    section: 'general',
    icon: FileOutput,
    applies: ({ project }) => project !== null,
    perform: ({ project }) => {
      if (project !== null) downloadExport(project.key);
    },
  },
  exportWorkspace: {
    id: 'exportWorkspace',
    name: strings.export.workspace,
    section: 'general',
    icon: FileOutput,
    applies: always,
    perform: () => downloadExport(null),
  },
  projectSettings: {
    id: 'projectSettings',
    name: strings.project.settings,
    section: 'general',
    icon: Settings2,
    shortcut: 'g s',
    applies: ({ project }) => project !== null,
    perform: ({ go, project }) => {
      if (project !== null) go({ to: 'settings', key: project.key });
    },
  },
  archiveProject: {
    id: 'archiveProject',
    name: strings.project.archive,
    section: 'general',
    icon: Archive,
    applies: ({ project, mayAdminister }) => mayAdminister && project?.status === 'active',
    perform: ({ store, project }) => {
      if (project !== null) archiveProject(store, project.id, project.title);
    },
  },
  unarchiveProject: {
    id: 'unarchiveProject',
    name: strings.project.unarchive,
    section: 'general',
    icon: ArchiveRestore,
    applies: ({ project, mayAdminister }) => mayAdminister && project?.status === 'archived',
    perform: ({ store, project }) => {
      if (project !== null) unarchiveProject(store, project.id, project.title);
    },
  },
  undo: {
    id: 'undo',
    name: strings.undo,
    section: 'general',
    icon: Undo2,
    shortcut: '$mod+z',
    applies: ({ store }) => undoOf(store).canUndo,
    perform: ({ store }) => undoOf(store).undo(),
  },
  redo: {
    id: 'redo',
    name: strings.redo,
    section: 'general',
    icon: Redo2,
    shortcut: '$mod+Shift+z',
    otherShortcut: 'Control+y',
    applies: ({ store }) => undoOf(store).canRedo,
    perform: ({ store }) => undoOf(store).redo(),
  },
  themeSystem: {
    id: 'themeSystem',
    name: strings.theme.system,
    section: 'general',
    icon: Monitor,
    applies: always,
    perform: () => chooseTheme('system'),
  },
  themeLight: {
    id: 'themeLight',
    name: strings.theme.light,
    section: 'general',
    icon: Sun,
    applies: always,
    perform: () => chooseTheme('light'),
  },
  themeDark: {
    id: 'themeDark',
    name: strings.theme.dark,
    section: 'general',
    icon: Moon,
    applies: always,
    perform: () => chooseTheme('dark'),
  },
  showShortcuts: {
    id: 'showShortcuts',
    name: strings.shortcuts.title,
    section: 'general',
    icon: Keyboard,
    shortcut: '[Shift]+?',
    applies: always,
    perform: () => openDialog({ kind: 'shortcuts' }),
  },

  ...boardActions,

  searchList: {
    id: 'searchList',
    name: strings.list.search,
    section: 'list',
    icon: Search,
    shortcut: '/',
    applies: ({ screen }) => screen === 'list',
    perform: () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
  },

  openItem: {
    id: 'openItem',
    name: strings.item.open,
    section: 'item',
    icon: PencilLine,
    applies: (place) => onItem(place) && !place.panel,
    perform: ({ go, project, item, store }) => {
      if (project !== null && item !== null) {
        go({ to: 'item', key: project.key, item: referenceOf(store, item) });
      }
    },
  },
  openPage: {
    id: 'openPage',
    name: strings.item.asPage,
    section: 'item',
    icon: Maximize2,
    shortcut: 'o',
    applies: (place) => onItem(place) && place.panel && place.screen !== 'item',
    perform: ({ go, project, item, store }) => {
      if (project !== null && item !== null) {
        go({ to: 'page', key: project.key, item: referenceOf(store, item) });
      }
    },
  },
  showBeside: {
    id: 'showBeside',
    name: strings.item.beside,
    section: 'item',
    icon: PanelRight,
    shortcut: 'o',
    applies: (place) => onItem(place) && place.screen === 'item',
    perform: ({ go, project, item, store }) => {
      if (project !== null && item !== null) {
        go({ to: 'board', key: project.key, item: referenceOf(store, item) });
      }
    },
  },
  editDescription: {
    id: 'editDescription',
    name: strings.item.descriptionEdit,
    section: 'item',
    icon: PencilLine,
    shortcut: 'e',
    applies: (place) => place.panel && onEditableItem(place),
    perform: ({ item }) => editDescriptionOf(item?.id ?? null),
  },
  attach: {
    id: 'attach',
    name: strings.attachment.action,
    section: 'item',
    icon: Paperclip,
    shortcut: 'Shift+A',
    applies: (place) => place.panel && onEditableItem(place),
    perform: ({ store, item }) => {
      if (item !== null) void chooseFiles().then((files) => attachFiles(store, item.id, files));
    },
  },
  comment: {
    id: 'comment',
    name: strings.comment.action,
    section: 'item',
    icon: MessageSquarePlus,
    shortcut: 'm',
    applies: (place) => place.panel && onEditableItem(place),
    perform: ({ item }) => {
      document.querySelector<HTMLElement>(`[data-composer="${item?.id}"]`)?.click();
    },
  },
  copyKey: {
    id: 'copyKey',
    name: strings.item.copyKey,
    section: 'item',
    icon: Copy,
    shortcut: 'y',
    applies: (place) => onItem(place) && place.item?.number !== null,
    perform: ({ store, item }) => {
      if (item !== null) copy(keyOf(store.tables, item));
    },
  },
  copyLink: {
    id: 'copyLink',
    name: strings.item.copyLink,
    section: 'item',
    icon: Link,
    shortcut: 'Shift+Y',
    applies: onItem,
    perform: ({ store, project, item, href }) => {
      if (project === null || item === null) return;
      const path = href({ to: 'item', key: project.key, item: referenceOf(store, item) });
      copy(new URL(path, location.href).href);
    },
  },
  duplicateItem: {
    id: 'duplicateItem',
    name: strings.item.duplicate,
    section: 'item',
    icon: CopyPlus,
    shortcut: 'Shift+D',
    applies: onEditableItem,
    perform: ({ store, item }) => {
      if (item !== null) duplicateItem(store, item, false);
    },
  },
  duplicateTree: {
    id: 'duplicateTree',
    name: strings.item.duplicateTree,
    section: 'item',
    icon: ListPlus,
    applies: (place) =>
      onEditableItem(place) &&
      place.item !== null &&
      itemsBelow(place.store.tables, place.item).length > 0,
    perform: ({ store, item }) => {
      if (item !== null) duplicateItem(store, item, true);
    },
  },
  transferItem: {
    id: 'transferItem',
    name: strings.item.transfer,
    section: 'item',
    icon: FolderInput,
    shortcut: 'Shift+M',
    applies: onEditableItem,
    perform: ({ item }) => {
      if (item !== null) openDialog({ kind: 'transferItem', item: item.id });
    },
  },
  deleteItem: {
    id: 'deleteItem',
    name: strings.item.delete,
    section: 'item',
    icon: Trash2,
    shortcut: 'Shift+Delete',
    danger: true,
    applies: onEditableItem,
    perform: ({ store, project, item, panel, go }) => {
      if (item === null || project === null) return;
      const refusal = deleteItem(store, item);
      if (refusal?.code === 'HAS_CHILDREN') openDialog({ kind: 'deleteItem', item: item.id });
      else if (done(refusal) && panel) go({ to: 'item', key: project.key, item: null });
    },
  },
  restoreItem: {
    id: 'restoreItem',
    name: strings.item.restore,
    section: 'item',
    icon: RotateCcw,
    applies: ({ item, mayEdit }) => mayEdit && item !== null && item.deletedAt !== null,
    perform: ({ store, item }) => {
      if (item !== null) restoreItem(store, item);
    },
  },
  purgeItem: {
    id: 'purgeItem',
    name: strings.trash.purge,
    section: 'item',
    icon: Trash2,
    danger: true,
    applies: ({ mayAdminister, item }) => mayAdminister && item !== null && item.deletedAt !== null,
    perform: ({ item }) => {
      if (item !== null) openDialog({ kind: 'purgeItem', item: item.id });
    },
  },
  emptyTrash: {
    id: 'emptyTrash',
    name: strings.trash.emptyDo,
    section: 'general',
    icon: Trash2,
    danger: true,
    applies: ({ mayAdminister, project, screen }) =>
      mayAdminister && project?.status === 'active' && screen === 'trash',
    perform: ({ project }) => {
      if (project !== null) openDialog({ kind: 'emptyTrash', project: project.id });
    },
  },
  closeItem: {
    id: 'closeItem',
    name: strings.item.close,
    section: 'item',
    icon: PanelRightClose,
    shortcut: 'Escape',
    applies: ({ panel, project }) => panel && project !== null,
    perform: ({ go, project }) => {
      if (project !== null) go({ to: 'item', key: project.key, item: null });
    },
  },
} as const satisfies Record<string, Action>;

export const allActions: readonly Action[] = Object.values(actions);

/** What stands for an item in an address: its key, or its id until it has a number. */
export function referenceOf(store: Place['store'], item: NonNullable<Place['item']>): string {
  return item.number === null ? item.id : keyOf(store.tables, item);
}

function copy(text: string): void {
  const told = (ok: boolean): void =>
    notify(
      ok ? { text: strings.item.copied(text) } : { text: strings.item.notCopied, tone: 'problem' },
    );
  if (navigator.clipboard === undefined) return told(false); // no secure context
  navigator.clipboard.writeText(text).then(
    () => told(true),
    () => told(false),
  );
}
