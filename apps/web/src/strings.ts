// Every sentence that a person reads in the app, in one typed place. What has a number or a name in it
// is a function. Refusals speak for themselves: their sentences are the engine's.
import type { CommandKind, ItemType, Priority, StateCategory } from '@planwright/engine';
import type { GoawayCode } from '@planwright/protocol';

/** `1 item`, `2 items`: English plurals; a second language brings a library with it. */
function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}

/** Nouns of reports that lose more than their `s`. */
const SINGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  dependencies: 'dependency',
  'time entries': 'time entry',
};

const types: Readonly<Record<ItemType, string>> = {
  epic: 'Epic',
  story: 'Story',
  task: 'Task',
  bug: 'Bug',
  subtask: 'Subtask',
};

const priorities: Readonly<Record<Priority, string>> = {
  none: 'No priority',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

const categories: Readonly<Record<StateCategory, string>> = {
  backlog: 'Backlog',
  unstarted: 'To do',
  started: 'In progress',
  review: 'In review',
  done: 'Done',
  cancelled: 'Cancelled',
};

/** What a refused edit wanted, for the list of problems. */
const commands: Partial<Readonly<Record<CommandKind, string>>> = {
  'project.create': 'Create a project',
  'project.edit': 'Change the project',
  'project.archive': 'Archive the project',
  'project.unarchive': 'Bring the project back',
  'state.create': 'Add a column',
  'state.edit': 'Change a column',
  'state.move': 'Move a column',
  'workItem.create': 'Add an item',
  'workItem.edit': 'Change an item',
  'workItem.move': 'Move an item',
  'workItem.reparent': 'Put an item under another',
  'workItem.delete': 'Delete an item',
  'workItem.restore': 'Restore an item',
  'document.edit': 'Write a description',
};

const blockedBy: Readonly<Record<GoawayCode, string>> = {
  WRONG_WORKSPACE: 'Another workspace lives at this address now. Reload to see it.',
  UPDATE_REQUIRED: 'The server has been updated. Reload to get the app that fits it.',
  AUTH: 'The server does not know this browser. Open the address that the server printed at its start.',
  REVOKED: 'Your access has been taken away.',
  PROTOCOL: 'The server did not understand this app. Reload to get the app that fits it.',
  SLOW: 'The connection was too slow and has been ended.',
  SHUTDOWN: 'The server has been stopped.',
};

export const strings = {
  app: 'Planwright',
  close: 'Close',
  undo: 'Undo',
  notUndone: 'That cannot be taken back',
  changedSince: 'It has been changed again since.',
  refused: 'That did not work',
  retry: 'Try again',
  more: 'More',
  loading: 'Loading',
  types,
  priorities,
  categories,
  commands,
  priorityIs: (priority: string) => `Priority: ${priority}`,

  nav: {
    home: 'Home',
    board: 'Board',
    list: 'List',
    trash: 'Trash',
    views: 'Views of the project',
    projects: 'Projects',
    menu: 'Menu',
    skip: 'Skip to content',
  },

  theme: {
    title: 'Appearance',
    system: 'Like the system',
    light: 'Light',
    dark: 'Dark',
  },

  home: {
    title: 'Projects',
    archived: 'Archived',
    bringBack: 'Bring back',
    done: (done: number, total: number) =>
      `${done.toLocaleString()} of ${count(total, 'item', 'items')} done`,
    empty: 'Nothing in it yet',
    progress: (parts: string) => `Items by state: ${parts}`,
    welcome: 'Plan the work, see it move',
    welcomeText: 'Start a project of your own, or bring one along from a file.',
    dropHint: 'or drop a file anywhere on this page',
    dropNow: 'Drop the file to import it',
    dropText: 'A report tells what came over and what did not.',
  },

  project: {
    create: 'New project',
    createTitle: 'New project',
    createDo: 'Create project',
    title: 'Name',
    titlePlaceholder: 'Website',
    key: 'Key',
    keyHint: (key: string) => `Items will be called ${key}-1, ${key}-2, …`,
    keyRule: 'It cannot be changed once there are items.',
    settings: 'Project settings',
    states: 'Board columns',
    statesHint:
      'In the order of the board. The kind of a column tells what counts as begun and as done.',
    addState: 'Add a column',
    addStateDo: 'Add',
    stateName: 'Name of the column',
    stateCategory: 'Kind',
    moveUp: 'Move up',
    moveDown: 'Move down',
    archive: 'Archive project',
    archiveText:
      'An archived project can be read but not changed. It can be brought back at any time.',
    archived: (title: string) => `“${title}” is archived`,
    unarchive: 'Bring back',
    broughtBack: (title: string) => `“${title}” is back`,
    isArchived: 'This project is archived and can only be read.',
    missing: 'There is no such project here',
    missingText: (key: string) => `Nobody has made a project “${key}” yet, or you cannot see it.`,
  },

  board: {
    title: (project: string) => `Board of ${project}`,
    columnLabel: (name: string, items: number) => `${name}, ${count(items, 'item', 'items')}`,
    newItem: 'New item',
    newItemPlaceholder: 'What needs to be done?',
    newItemIn: (state: string) => `New item in ${state}`,
    add: 'Add',
    typeOfNew: 'Type of the new item',
    children: (done: number, total: number) =>
      `${done} of ${count(total, 'child', 'children')} done`,
    points: (points: string) => `${points} points`,
    empty: 'Nothing here',
    moved: (key: string, state: string, place: number, of: number) =>
      `${key} moved to ${state}, ${place} of ${of}`,
    over: (limit: number) => `More than the limit of ${limit}`,
    picked: 'Picked',
    late: (day: string) => `Late: it was due on ${day}`,
    comments: (comments: number) => count(comments, 'comment', 'comments'),
    movedMany: (items: number, state: string, place: number, of: number) =>
      `${count(items, 'item', 'items')} moved to ${state}, from ${place} of ${of}`,
  },

  item: {
    label: (key: string) => `Item ${key}`,
    breadcrumb: 'Where it belongs',
    open: 'Open',
    close: 'Close the item',
    title: 'Title',
    titleUnsaved: 'Not saved yet. Press Enter in the title to save it.',
    description: 'Description',
    descriptionEmpty: 'Add a description…',
    descriptionEdit: 'Edit description',
    descriptionMissing: 'The description is not on this device yet.',
    descriptionLoading: 'Loading the description',
    unsentDraft: 'You have written something here that is not saved yet.',
    keepWriting: 'Go on writing',
    type: 'Type',
    state: 'State',
    priority: 'Priority',
    points: 'Points',
    notSet: 'Not set',
    parent: 'Parent',
    parentNone: 'None',
    parentSearch: 'Find an item by key or title',
    parentNothing: 'No item fits',
    assignee: 'Assignee',
    assigneeNone: 'Nobody',
    assigneeSearch: 'Find a person',
    assigneeNothing: 'Nobody by that name',
    startDate: 'Start',
    dueDate: 'Due',
    estimate: 'Estimate',
    estimateHint: 'For example 2h 30m, 45m or 1.5h',
    estimateWrong: 'Write it like 2h 30m, 45m or 1.5h',
    children: 'Children',
    addChild: 'Add a child',
    progress: (done: number, total: number) => `${done} of ${total} done`,
    delete: 'Delete item',
    deleted: (key: string) => `${key} is in the trash`,
    restored: (key: string) => `${key} is back`,
    hasChildren: (number: number) => `It has ${count(number, 'item', 'items')} under it`,
    hasChildrenText: 'What should happen to them?',
    deleteTree: 'Delete them too',
    deleteLift: 'Keep them, one level up',
    copyKey: 'Copy key',
    copyLink: 'Copy link',
    copied: (what: string) => `Copied ${what}`,
    notCopied: 'The browser did not allow copying',
    created: (who: string, when: string) => `Created by ${who} ${when}`,
    updated: (who: string, when: string) => `updated by ${who} ${when}`,
    someone: 'somebody',
    missing: 'There is no such item here',
    missingText: (ref: string) => `“${ref}” may have been moved, or never existed.`,
    inTrash: 'This item is in the trash.',
    restore: 'Restore',
    numberComes: 'The number comes when it is saved',
  },

  activity: {
    title: 'Activity',
    show: 'What to show',
    tabs: { all: 'All', comments: 'Comments', activity: 'Activity' },
    older: 'Show older',
    loading: 'Loading the activity',
    away: (some: boolean) =>
      `${some ? 'What came before' : 'The activity'} is not on this device. It comes when there is a connection.`,
    none: 'none',
    gone: 'something you cannot see',
    to: 'to',
    set: 'set',
    cleared: 'cleared',
    changedOne: 'changed',
    changed: (number: number) => `changed ${count(number, 'thing', 'things')}`,
    wrote: (again: boolean) => (again ? 'edited the description' : 'wrote the description'),
    revision: (rev: number) => `version ${rev.toLocaleString()}`,
    labelled: 'added the label',
    unlabelled: 'removed the label',
    relabelled: 'changed the labels',
    linked: 'added:',
    unlinked: 'removed:',
    relations: {
      blocks: 'blocks',
      blockedBy: 'is blocked by',
      relates: 'relates to',
      duplicates: 'duplicates',
      duplicatedBy: 'is duplicated by',
    },
    item: {
      created: 'created it',
      changed: 'changed it',
      deleted: 'put it into the trash',
      restored: 'brought it back',
    },
    comment: {
      created: 'commented',
      changed: 'changed a comment',
      deleted: 'deleted a comment',
      restored: 'brought a comment back',
    },
    commentField: (field: string, isSet: boolean) => {
      if (field !== 'resolvedAt') return 'edited a comment';
      return isSet ? 'resolved a comment' : 'opened a comment again';
    },
    attachment: {
      created: 'attached',
      changed: 'changed the attachment',
      deleted: 'removed the attachment',
      restored: 'brought back the attachment',
    },
    fields: {
      title: 'Title',
      type: 'Type',
      state: 'State',
      priority: 'Priority',
      points: 'Points',
      parent: 'Parent',
      assignee: 'Assignee',
      reporter: 'Reporter',
      project: 'Project',
      startDate: 'Start',
      dueDate: 'Due',
      estimateMinutes: 'Estimate',
      labels: 'Labels',
      sprint: 'Sprint',
    },
  },

  text: {
    write: 'Write',
    preview: 'Preview',
    mode: 'Write or preview',
    nothing: 'Nothing to show yet.',
    markdown: 'Markdown',
    cancel: 'Cancel',
    markdownSaves: 'Markdown. Saved as you write.',
    done: 'Done',
    ticked: 'done',
    unticked: 'to do',
    conflict: 'Somebody else changed the same words while you wrote.',
    conflictWriting: 'Somebody else changed the same words. Yours are kept: press Done to compare.',
    conflictText: 'Nothing of yours is lost: compare both and choose.',
    conflictYours: 'Yours',
    conflictTheirs: 'Now there',
    keepMine: 'Use mine',
    keepTheirs: 'Use theirs',
    keepEditing: 'Go on with mine',
  },

  trash: {
    title: 'Trash',
    hint: 'Deleted items stay here until they are restored.',
    empty: 'The trash is empty',
    emptyText: 'What you delete can be brought back from here.',
    deleted: (who: string, when: string) => `Deleted by ${who} ${when}`,
    restore: 'Restore',
    withChildren: (number: number) => `with ${count(number, 'item', 'items')} under it`,
  },

  import: {
    action: 'Import a file',
    title: 'Import',
    choose: 'Choose a file',
    chooseText: 'A JSON export of another board.',
    reading: (name: string) => `Reading ${name}`,
    sending: 'Sending the file',
    running: 'Importing',
    of: (done: number, total: number) => `${done.toLocaleString()} of ${total.toLocaleString()}`,
    done: 'Imported',
    failed: 'The import did not work',
    failedWith: (status: number) => `The server answered with ${status}.`,
    created: 'Brought over',
    changed: 'Changed, newer in the file',
    wouldCreate: 'Will be brought over',
    wouldChange: 'Will be changed, newer in the file',
    start: 'Import',
    cancel: 'Cancel',
    nothingNew: (name: string) =>
      `Everything in ${name} is here already. There is nothing to import.`,
    authors: 'Whose work it is',
    authorsText: 'The file names these people only by an id. Who are they here?',
    authorIs: (id: string) => `${id} is`,
    authorRows: (rows: number) => count(rows, 'row', 'rows'),
    newPerson: (name: string) => `New: ${name}`,
    me: (name: string) => `Me (${name})`,
    damage: 'Damaged texts',
    repair: (texts: number) => `Repair ${count(texts, 'text', 'texts')}`,
    repairText: (times: readonly number[]) =>
      times
        .map(
          (texts, i) => `${texts.toLocaleString()} escaped ${i === 0 ? 'once' : `${i + 1} times`}`,
        )
        .join(', '),
    damageKnown: 'The program that wrote this file is known to do this.',
    damageUnknown: 'Check the pairs: such characters may have been typed on purpose.',
    inFile: 'In the file',
    asRepaired: 'Repaired',
    repaired: (texts: number) =>
      `${count(texts, 'damaged text was', 'damaged texts were')} repaired.`,
    unchanged: 'Already here, left as they are',
    notDone: 'Not brought over',
    lines: 'Worth a look',
    open: 'Open the board',
    rows: (noun: string, number: number) =>
      number === 1 ? (SINGULAR[noun] ?? noun.replace(/s$/, '')) : noun,
    notJson: 'This is not a JSON file.',
    unreachable: 'The server cannot be reached. Nothing was sent; try again when it is back.',
  },

  status: {
    label: 'State of saving',
    aloud: {
      problem: 'There is a problem with saving.',
      waiting: 'There is no connection. Edits are not saved yet.',
    },
    saved: 'Saved',
    savedText: 'Everything is saved on the server.',
    waiting: (number: number) => `Not saved yet (${number.toLocaleString()})`,
    waitingText: (number: number) =>
      `${count(number, 'edit is', 'edits are')} on the way to the server.`,
    offline: 'Offline',
    offlineText: 'This device has no connection. You can go on working.',
    reconnecting: 'Reconnecting',
    reconnectingText: 'The server cannot be reached just now. It is tried again by itself.',
    connecting: 'Connecting',
    connectingText: 'The connection is being made.',
    loading: 'Catching up',
    loadingText: 'What changed meanwhile is being fetched.',
    blocked: 'Not connected',
    blockedBy,
    withWaiting: (label: string, number: number) =>
      `${label} · ${number.toLocaleString()} not saved`,
    onDevice: (number: number) =>
      `${count(number, 'edit is', 'edits are')} kept on this device and sent when there is a connection.`,
    textCopied: 'Your text is copied',
    problems: (number: number) => count(number, 'problem', 'problems'),
    problemsText: 'The server refused these edits. Nothing is lost: the text is kept here.',
    unsent: (number: number) =>
      `${count(number, 'edit is', 'edits are')} not saved yet and would be lost if this tab were closed now.`,
    nextTry: (seconds: number) => `Next try in ${count(seconds, 'second', 'seconds')}.`,
    tryNow: 'Try now',
    copyText: 'Copy my text',
    discard: 'Discard',
    paused: 'The server cannot save just now',
    pausedText:
      'Its disk may be full or busy. You can read and go on working; edits wait here and are sent again by themselves.',
  },

  crash: {
    title: 'Something broke on this screen',
    text: 'What you typed is kept on this device. Reloading usually helps.',
    reload: 'Reload',
    copy: 'Copy the report',
    report: 'the report',
    again: 'Try this screen again',
  },

  notFound: {
    title: 'There is nothing at this address',
    home: 'Go home',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    general: 'Everywhere',
    walk: 'Walk between cards',
    open: 'Open the card',
    move: 'Move the card',
    board: 'On the board',
    item: 'On an item',
  },
} as const;
