/** A journal in which an item was written in, in every way, and then deleted for good. */
import type {
  Activity,
  Args,
  Command,
  CommandId,
  CommandKind,
  LoadedRow,
  Via,
  WorkItemId,
} from '@planwright/engine';
import { activityOf, apply, idOf, Tables } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { MONDAY, World } from '@planwright/engine/testing/world.ts';
import { decodeEntry } from '@planwright/protocol';
import type { Journal, StoredEntry } from '@planwright/sync';

import { roomOn } from './room-on.ts';

/** Stands in all that was written in the item that goes. */
export const SECRET = 'Geheimnis';
/** Stands in what another item says. */
export const OPEN = 'Offenes';

const [SECRET_ITEM, OTHER_ITEM] = [idFor<'workItem'>('secret'), idFor<'workItem'>('open')];

/** Does one thing after the other, each in a commit of its own: up to the purge, or with it. */
export async function writeSecret(journal: Journal, purge: boolean): Promise<void> {
  const { room, run, refused } = await workIn(journal);
  const [WEB, APP] = [idFor<'project'>('WEB'), idFor<'project'>('APP')];
  const text = idOf<'document'>(SECRET_ITEM);
  const item = { project: WEB, type: 'story' } as const;
  const founder = { name: 'Bakery', userName: 'Ann', handle: 'ann', timeZone: 'UTC' };
  await run('workspace.found', { id: idFor('workspace'), ...founder });
  await run('project.create', { id: WEB, key: 'WEB', title: 'Web' });
  await run('project.create', { id: APP, key: 'APP', title: 'App' });
  await run('workItem.create', { id: OTHER_ITEM, ...item, title: OPEN });
  const words = { title: SECRET, description: `${SECRET} one` };
  await run('workItem.create', { id: SECRET_ITEM, ...item, ...words });
  const patch = [[0, SECRET.length, `${SECRET} two`]] as never;
  await run('document.edit', { id: text, base: { rev: 1 }, patch });
  const said = { id: idFor<'comment'>('said'), item: SECRET_ITEM, text: `${SECRET} said` };
  await run('comment.create', said);
  const other = { id: idFor<'comment'>('other'), item: OTHER_ITEM, text: `${OPEN} said` };
  await run('comment.create', other);
  const file = { name: `${SECRET}.png`, type: 'image/png', size: 3, hash: 'a'.repeat(64) };
  const at = { id: idFor<'attachment'>('file'), item: SECRET_ITEM };
  await run('attachment.add', { ...at, ...file, width: null, height: null });
  await run('workItem.edit', { id: SECRET_ITEM, title: `${SECRET} again` });
  await run('workItem.edit', { id: SECRET_ITEM, title: SECRET, points: 3 });
  await refused(idFor('late'), SECRET_ITEM, OPEN);
  await refused(idFor('other late'), OTHER_ITEM, 'Anderes');
  const both = { project: WEB, ids: [SECRET_ITEM, OTHER_ITEM], priority: 'high' } as const;
  await run('workItem.editMany', both);
  await run('workItem.transfer', { id: SECRET_ITEM, project: APP });
  await run('workItem.delete', { id: SECRET_ITEM });
  if (purge) await run('workItem.purge', { id: SECRET_ITEM });
  await room.close();
}

/** Loads an export of that, with the item in the trash, and deletes it for good. */
export async function loadSecret(journal: Journal, rows: readonly LoadedRow[]): Promise<void> {
  const { room, run } = await workIn(journal, 4);
  const founder = { name: 'Bakery', userName: 'Ann', handle: 'first', timeZone: 'UTC' };
  await run('workspace.found', { id: idFor('workspace'), ...founder });
  await run('workspace.load', { rows: rows.filter(({ table }) => table !== 'user') });
  await run('workItem.purge', { id: SECRET_ITEM });
  await room.close();
}

/** Brings the item that was deleted for good once more, as the import of a file does. */
export async function bringAnew(journal: Journal, title: string): Promise<void> {
  const { room, run } = await workIn(journal, 5);
  const WEB = idFor<'project'>('WEB');
  const [state] = room.tables.list('state', 'byProject', WEB);
  if (state === undefined) throw new Error('the project has no state');
  const of = {
    id: SECRET_ITEM,
    project: WEB,
    number: null,
    parent: null,
    state: state.id,
  } as const;
  const rest = { type: 'story', priority: 'medium', points: null, description: title } as const;
  const times = { createdAt: MONDAY, updatedAt: MONDAY };
  await run('workItem.import', { ...of, ...rest, title, ...times });
  await room.close();
}

/** A room of this journal, and the way to do things in it. */
async function workIn(journal: Journal, seed = 3) {
  const world = new World(seed, 'empty');
  const room = await roomOn(journal, world.chance);
  const run = async <K extends CommandKind>(kind: K, args: Args[K]): Promise<void> => {
    const command = world.command(kind, args) as Command;
    const outcome = await room.submit(command, idFor('ann'), VIAS[kind] ?? 'rest');
    if (!('seq' in outcome)) throw new Error(`${kind}: ${JSON.stringify(outcome)}`);
  };
  /** Edits what this person takes to have another title: the refusal says which it has. */
  const refused = async (commandId: CommandId, id: WorkItemId, title: string): Promise<void> => {
    const expect = { fields: { title } };
    const command = world.command('workItem.edit', { id, title: 'x' }, { commandId, expect });
    const outcome = await room.submit(command as Command, idFor('ann'), 'rest');
    if (!('refusal' in outcome)) throw new Error('the edit was not refused');
  };
  return { room, run, refused };
}

/** Doors of kinds that do not come by the usual one. */
const VIAS: { readonly [K in CommandKind]?: Via } = {
  'attachment.add': 'file',
  'workItem.import': 'import',
  'workspace.load': 'import',
};

/** The tables that entries make, and the activity in the order of the journal. */
export function replayed(entries: readonly StoredEntry[]): {
  readonly tables: Tables;
  readonly activity: readonly Activity[];
} {
  const tables = new Tables();
  const activity: Activity[] = [];
  for (const { bytes } of entries) {
    const entry = decodeEntry(bytes);
    apply(tables, entry.changes, entry.seq);
    activity.push(...activityOf(entry, tables.flush(), tables));
    tables.settle();
  }
  return { tables, activity: activity.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
