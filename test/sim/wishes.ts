/**
 * What people and jobs want, by chance and by weight. A new kind of command fails type-checking
 * here until it has a weight.
 */
import type { Args, CommandKind } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import { sampleArgs, viaOf } from '@planwright/engine/testing/samples.ts';
import { argsOf } from '@planwright/engine/testing/wishes.ts';
import type { World } from '@planwright/engine/testing/world.ts';

/** How often each kind is wished, compared with the others. */
const WEIGHTS: Readonly<Record<CommandKind, number>> = {
  'workspace.found': 1,
  'workspace.edit': 2,
  'workspace.load': 1,
  'user.edit': 2,
  'user.import': 1,
  'project.create': 1,
  'project.edit': 3,
  'project.archive': 1,
  'project.unarchive': 3,
  'project.import': 2,
  'member.add': 3,
  'member.edit': 2,
  'member.remove': 2,
  'state.create': 3,
  'state.edit': 3,
  'state.move': 4,
  'state.delete': 1,
  'state.restore': 2,
  'label.create': 3,
  'label.edit': 2,
  'label.delete': 1,
  'label.restore': 2,
  'workItem.create': 14,
  'workItem.edit': 16,
  'workItem.editMany': 6,
  'workItem.label': 6,
  'workItem.move': 22,
  'workItem.reparent': 8,
  'workItem.delete': 5,
  'workItem.restore': 5,
  'workItem.transfer': 5,
  'workItem.purge': 10,
  'workItem.duplicate': 3,
  'workItem.import': 8,
  'workItem.reimport': 3,
  'rows.revert': 6,
  'document.edit': 10,
  'document.import': 3,
  'comment.create': 10,
  'comment.delete': 4,
  'comment.restore': 4,
  'comment.resolve': 2,
  'comment.unresolve': 1,
  'comment.import': 2,
  'attachment.add': 16,
  'attachment.remove': 4,
  'attachment.restore': 2,
  'dependency.add': 16,
  'dependency.remove': 3,
  'dependency.import': 2,
  'job.start': 2,
  'job.progress': 3,
  'job.finish': 1,
};

export type Wanted = { readonly [K in CommandKind]: { kind: K; args: Args[K] } }[CommandKind];

const KINDS = Object.keys(WEIGHTS) as CommandKind[];
/** Kinds that come from people's screens, and those that the server issues. */
const BY_DOOR = {
  socket: KINDS.filter((kind) => viaOf(kind) === 'socket'),
  job: KINDS.filter((kind) => viaOf(kind) !== 'socket'),
};

/** What somebody wants who sees this world; null when nothing comes to mind. */
export function wanted(door: 'socket' | 'job', world: World, chance: Chance): Wanted | null {
  const kind = chosen(BY_DOOR[door], chance);
  const args = argsOf(kind, world, chance) ?? sampleArgs[kind](world);
  return { kind, args } as Wanted;
}

function chosen(kinds: readonly CommandKind[], chance: Chance): CommandKind {
  const sum = kinds.reduce((total, kind) => total + WEIGHTS[kind], 0);
  let roll = chance.fraction() * sum;
  for (const kind of kinds) {
    roll -= WEIGHTS[kind];
    if (roll < 0) return kind;
  }
  return kinds[0] ?? 'workItem.edit';
}
