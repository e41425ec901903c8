/**
 * The `.proto` of everything on the wire, written from the declarations. It is committed, so that
 * other languages can read us and so that a change of the wire is seen in a review.
 */
import { TABLE_NAMES, commands, declarationOf, entityOf } from '@planwright/engine';
import type { CommandKind } from '@planwright/engine';

import { ARGS_FROM, argsMessages, envelope } from './command.ts';
import { down } from './down.ts';
import { ENTRY_CHANGES, entryMessage } from './entry.ts';
import { CHUNK_ROWS } from './frame.ts';
import type { Kind, Message } from './message.ts';
import { CHANGE, PATCH_SET, patchMessage, removalMessage, rowMessages } from './row.ts';
import { up } from './up.ts';

const HEAD = `// Generated from the declarations of the engine and of this package: do not edit.
// Written by: npm run proto. Numbers are never reused and never change their type.
// Strings named *_json hold JSON; instants are milliseconds UTC.
syntax = "proto3";

package planwright.v1;
`;

/** The text of the `.proto` file. */
export function protoText(): string {
  const kinds = Object.keys(commands) as CommandKind[];
  const rows = TABLE_NAMES.map((table) => rowMessages[table]);
  const blocks = [
    frame('UpFrame', up),
    frame('DownFrame', down),
    ...[...Object.values(up), ...Object.values(down)].flatMap(({ of }) => withNested(of)),
    plain(envelope, [
      oneof(
        'args',
        kinds.map((kind) => [argsMessages[kind].name, ARGS_FROM + declarationOf(kind).no]),
      ),
    ]),
    plain(entryMessage, [`  repeated Change changes = ${ENTRY_CHANGES};`]),
    `message Change {\n${oneof('change', [
      ['Row', CHANGE.put, 'put'],
      ['Patch', CHANGE.patch],
      ['Removal', CHANGE.delete, 'delete'],
      ['Removal', CHANGE.evict, 'evict'],
    ])}\n}`,
    plain(patchMessage, [`  optional Row set = ${PATCH_SET};`]),
    plain(removalMessage),
    `message Row {\n${oneof(
      'row',
      TABLE_NAMES.map((table) => [rowMessages[table].name, entityOf(table).no]),
    )}\n}`,
    `message Chunk {\n  repeated Row rows = ${CHUNK_ROWS};\n}`,
    ...rows.map((row) => plain(row)),
    ...kinds.map((kind) => plain(argsMessages[kind])),
  ];
  return `${HEAD}\n${[...new Set(blocks)].join('\n\n')}\n`;
}

function plain(of: Message, more: readonly string[] = []): string {
  const lines = of.ordered.map(([name, { no, kind, list, holds }]) => {
    const label = list ? 'repeated' : 'optional';
    const suffix = kind === 'json' ? '_json' : '';
    return `  ${label} ${holds ?? typeOf(kind)} ${snake(name)}${suffix} = ${no};`;
  });
  return `message ${of.name} {\n${[...lines, ...more].join('\n')}\n}`;
}

function frame(name: string, table: Readonly<Record<string, { no: number; of: Message }>>): string {
  const parts = Object.values(table).map(({ no, of }): [string, number] => [of.name, no]);
  return `message ${name} {\n${oneof('frame', parts)}\n}`;
}

function oneof(name: string, parts: readonly (readonly [string, number, string?])[]): string {
  const lines = parts.map(([type, no, as]) => `    ${type} ${as ?? snake(type)} = ${no};`);
  return `  oneof ${name} {\n${lines.join('\n')}\n  }`;
}

function withNested(of: Message): string[] {
  const inner = of.ordered.flatMap(([, { kind }]) =>
    typeof kind === 'object' ? withNested(kind) : [],
  );
  return [...inner, plain(of)];
}

function typeOf(kind: Kind): string {
  if (typeof kind === 'object') return kind.name;
  return kind === 'json' ? 'string' : kind;
}

function snake(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
