/** All messages that are declared, for what is asked of each of them. */
import { TABLE_NAMES } from '@planwright/engine';

import { argsMessages, envelope } from '../command.ts';
import { down } from '../down.ts';
import { entryMessage } from '../entry.ts';
import type { Message } from '../message.ts';
import { patchMessage, removalMessage, rowMessages } from '../row.ts';
import { up } from '../up.ts';
import { KINDS } from './arbitrary.ts';

const nestedOf = (of: Message): readonly Message[] =>
  of.ordered.flatMap(([, { kind }]) => (typeof kind === 'object' ? [kind, ...nestedOf(kind)] : []));

/** Every message with its name, each once. */
export const SHAPES: readonly (readonly [name: string, of: Message])[] = [
  ...new Set<Message>([
    ...[...Object.values(up), ...Object.values(down)].flatMap(({ of }) => [of, ...nestedOf(of)]),
    envelope,
    entryMessage,
    patchMessage,
    removalMessage,
    ...TABLE_NAMES.map((table) => rowMessages[table]),
    ...KINDS.map((kind) => argsMessages[kind]),
  ]),
].map((of) => [of.name, of]);
