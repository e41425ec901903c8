/**
 * Commands on the wire. The arguments are a message of their own per kind, so that a field of a
 * command is declared in one place; an argument that is null (it clears) is listed by its number.
 */
import type { Command, CommandKind, Expectation } from '@planwright/engine';
import { commands, declarationOf, isCommandKind } from '@planwright/engine';
import type { BinaryReader } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';

import type { Message } from './message.ts';
import {
  double,
  json,
  list,
  maybe,
  message,
  read,
  readEach,
  reading,
  shapeOf,
  string,
  uint32,
  write,
  writing,
} from './message.ts';
import { clear, nullsOf } from './row.ts';

/** The envelope: everything of a command but its arguments. */
export const envelope = message('Command', {
  commandId: string(1),
  kind: string(2),
  v: uint32(3),
  actionId: maybe(string(4)),
  after: maybe(string(5)),
  expect: maybe(json<Expectation>(6)),
  jobId: maybe(string(7)),
  baseSeq: double(8),
  issuedAt: double(9),
  cleared: list(uint32(10)),
});

/** The arguments of the command with number n are field n + 100 of the envelope. */
export const ARGS_FROM = 100;

/** The message of each kind's arguments: `workItem.move` → `WorkItemMove`. */
export const argsMessages = Object.fromEntries(
  (Object.keys(commands) as CommandKind[]).map((kind) => {
    const name = kind.replace(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [kind, shapeOf(name, declarationOf(kind).args)];
  }),
) as Readonly<Record<CommandKind, Message>>;

/** The bytes of a command. */
export function encodeCommand(command: Command): Uint8Array {
  const { [command.kind]: shape } = argsMessages;
  return writing((writer) => {
    write(writer, envelope, { ...command, cleared: nullsOf(shape, command.args) });
    writer.tag(ARGS_FROM + declarationOf(command.kind).no, WireType.LengthDelimited).fork();
    write(writer, shape, command.args);
    writer.join();
  });
}

/**
 * The command of these bytes. Of a kind that this program does not know only the envelope is
 * read, with empty arguments: `decide` refuses it as UNSUPPORTED. Throws a `WireError` on broken
 * bytes.
 */
export function decodeCommand(bytes: Uint8Array): Command {
  return reading(bytes, (reader) => {
    const head = read(reader, envelope, bytes.length);
    const { cleared, ...rest } = head as { cleared: readonly number[]; kind: string };
    const args = isCommandKind(rest.kind) ? readArgs(reader, rest.kind, cleared) : {};
    return { ...rest, args } as unknown as Command;
  });
}

function readArgs(
  reader: BinaryReader,
  kind: CommandKind,
  cleared: readonly number[],
): Record<string, unknown> {
  const { [kind]: shape } = argsMessages;
  let args: Record<string, unknown> = {};
  reader.pos = 0;
  readEach(reader, reader.len, ARGS_FROM + declarationOf(kind).no, (end) => {
    args = read(reader, shape, end, true);
  });
  clear(shape, args, cleared);
  return args;
}
