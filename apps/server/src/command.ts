/** Commands that the server itself issues: when it founds a workspace, when it runs a job. */
import { commands, type Args, type Command, type CommandKind } from '@planwright/engine';
import { idOf } from '@planwright/engine';

/** What a command of the server's own needs from the world. */
export interface World {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
}

/** Makes a command with an id of its own. */
export function newCommand<K extends CommandKind>(
  kind: K,
  args: Args[K],
  world: World,
  jobId: string | null = null,
): Command {
  return {
    commandId: idOf<'command'>(world.newId()),
    kind,
    v: commands[kind].v,
    args,
    actionId: null,
    after: null,
    expect: null,
    jobId,
    baseSeq: 0,
    issuedAt: world.now(),
  } as unknown as Command;
}
