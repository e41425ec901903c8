// What a board or a list is narrowed down to.

export const filter = {
  filter: 'Filter',
  /** A kind of wish and what is wished of it. */
  only: (label: string, names: readonly string[]) =>
    `${label}: ${names.length === 1 ? names[0] : names.length.toLocaleString()}`,
  hideDone: 'Hide done',
  showAll: 'Show all',
} as const;
