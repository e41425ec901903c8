// Bringing things in from a file and out into one.
import { count } from './count.ts';

/** Nouns of reports that lose more than their `s`. */
const SINGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  dependencies: 'dependency',
  'time entries': 'time entry',
};

export const importing = {
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
      .map((texts, i) => `${texts.toLocaleString()} escaped ${i === 0 ? 'once' : `${i + 1} times`}`)
      .join(', '),
  damageKnown: 'The program that wrote this file is known to do this.',
  damageUnknown: 'Check the pairs: such characters may have been typed on purpose.',
  inFile: 'In the file',
  asRepaired: 'Repaired',
  repaired: (texts: number) =>
    `${count(texts, 'damaged text was', 'damaged texts were')} repaired.`,
  wouldRepair: (texts: number) =>
    `${count(texts, 'damaged text', 'damaged texts')} will be repaired.`,
  unchanged: 'Already here, left as they are',
  notDone: 'Not brought over',
  lines: 'Worth a look',
  open: 'Open the board',
  rows: (noun: string, number: number) =>
    number === 1 ? (SINGULAR[noun] ?? noun.replace(/s$/, '')) : noun,
  notJson: 'This is not a JSON file.',
  unreachable: 'The server cannot be reached. Nothing was sent; try again when it is back.',
} as const;

export const exporting = {
  project: 'Export the project',
  workspace: 'Export the workspace',
} as const;
