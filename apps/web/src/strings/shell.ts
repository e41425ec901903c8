// What stands around every screen: the way around, the keys, and what is said when a screen is not there.

export const nav = {
  home: 'Home',
  board: 'Board',
  list: 'List',
  settings: 'Settings',
  trash: 'Trash',
  views: 'Views of the project',
  projects: 'Projects',
  menu: 'Menu',
  skip: 'Skip to content',
} as const;

export const theme = {
  title: 'Appearance',
  system: 'Like the system',
  light: 'Light',
  dark: 'Dark',
} as const;

export const shortcuts = {
  title: 'Keyboard shortcuts',
  general: 'Everywhere',
  walk: 'Walk between cards',
  open: 'Open the card',
  move: 'Move the card',
  board: 'On the board',
  list: 'In the list',
  listWalk: 'Walk between rows',
  listCells: 'Into the cells of a row',
  listSelect: 'Select the row',
  listExtend: 'Select several rows',
  listEdit: 'Edit the cell, or the title',
  listCopy: 'Copy what is selected',
  item: 'On an item',
} as const;

export const crash = {
  title: 'Something broke on this screen',
  text: 'What you typed is kept on this device. Reloading usually helps.',
  reload: 'Reload',
  copy: 'Copy the report',
  report: 'the report',
  again: 'Try this screen again',
} as const;

export const notFound = {
  title: 'There is nothing at this address',
  home: 'Go home',
} as const;
