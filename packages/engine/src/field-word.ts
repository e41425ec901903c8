/**
 * What people call the fields that refusals are about. In a refusal stands the name of the field as
 * it is declared, so that a screen can put the sentence beside it; words come in where the sentence
 * is made (`refusal.ts`).
 */

/** Names whose own words are not what people call it. */
const WORDS: Readonly<Record<string, string>> = {
  add: 'labels',
  addLabels: 'labels',
  after: 'neighbour',
  authored: 'patch of its author',
  back: 'patch back',
  base: 'revision it is based on',
  before: 'neighbour',
  blockedRule: 'rule about blocked items',
  children: 'choice about the items under it',
  commandId: 'id of the command',
  createdAt: 'time of its creation',
  createdBy: 'person who made it',
  defaultRole: 'role of everybody',
  delete: 'choice about the items under it',
  deletedAt: 'time of its deletion',
  deletedBy: 'person who deleted it',
  descriptionRev: 'revision of the description',
  done: 'count of what is done',
  editedAt: 'time of its last edit',
  estimateMinutes: 'estimate',
  from: 'first item',
  hint: 'place',
  ids: 'items',
  newId: 'id of the copy',
  rank: 'place',
  remove: 'labels',
  removeLabels: 'labels',
  resolvedAt: 'time at which it was settled',
  resolvedBy: 'person who settled it',
  rev: 'revision',
  seq: 'position',
  target: 'state that takes the items',
  to: 'second item',
  toProject: 'second project',
  total: 'count of all',
  until: 'time up to which it goes',
  updatedAt: 'time of its last change',
  updatedBy: 'person who changed it last',
  user: 'person',
  userName: 'name of the person',
  weekStart: 'first day of the week',
  wipLimit: 'limit',
  wipRule: 'rule about full states',
  withChildren: 'choice about the items under it',
};

const NAME = /^[a-z][A-Za-z0-9]*$/;

/** Is this the name of a field, and no words already? */
export function isFieldName(text: string): boolean {
  return NAME.test(text);
}

/** What people call a field: `dueDate` is the "due date", `estimateMinutes` the "estimate". */
export function fieldWord(name: string): string {
  return Object.hasOwn(WORDS, name) ? (WORDS[name] as string) : plainWords(name);
}

/** A name of the program in words: `workItem.setLabels` is "work item set labels". */
export function plainWords(name: string): string {
  const apart = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[._]+/g, ' ');
  return apart.toLowerCase();
}

/**
 * What a sentence is about: the name of a field, a row's field (`workItem.title`), or words.
 * Begins with a small letter where it does not quote.
 */
export function subjectOf(field: string): string {
  if (isFieldName(field)) return `the ${fieldWord(field)}`;
  const [table = '', name = ''] = field.split('.', 2);
  if (table === 'people') return `the choice for “${field.slice('people.'.length)}”`;
  if (isFieldName(table) && isFieldName(name)) {
    return `the ${fieldWord(name)} of the ${plainWords(table)}`;
  }
  if (/^(the|line) /.test(field)) return field;
  return /[[_]/.test(field) ? `“${field}” in the file` : `“${field}”`;
}

/** A number and what is counted: "1 item", "6,000 labels on an item"; `of` begins with a plural. */
export function counted(number: number | undefined, of: string): string {
  const words = number === 1 ? of.replace(/^\S+/, singular) : of;
  return `${grouped(number)} ${words}`;
}

function singular(noun: string): string {
  return noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, '');
}

/** A number as people read it: 6,000,000; 0 for one that is missing. */
export function grouped(number: number | undefined): string {
  const [whole = '', ...rest] = String(number ?? 0).split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}
