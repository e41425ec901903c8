/** The schema is pinned: what changes on the wire is seen, checked and meant. */
import { TABLE_NAMES, commands, declarationOf, entityOf } from '@planwright/engine';
import { describe, expect, it } from 'vitest';

import { down } from './down.ts';
import { protoText } from './proto.ts';
import { KINDS } from './testing/arbitrary.ts';
import { breaking, committedProto, lint, schemaHash } from './testing/schema.ts';
import { SHAPES } from './testing/shapes.ts';
import { up } from './up.ts';

const FROZEN = 'fd4669e7e70a93e9c31d8d20a3b721153c3045b184a58badd6ae0f432648ff61';

const advice = `The wire has changed. If that is what you want:
1. npm run proto: it asks buf whether old bytes stay readable, writes the .proto, prints its hash.
   If it refuses, give what is new a number of its own and keep the old declaration.
2. If the meaning of a command's arguments has changed, raise its v and keep an upcaster.
   If a frame is new, raise PROTOCOL.max in frame.ts: older programs refuse frames they do not know.
   Fields, tables, kinds of commands and changes that are new need neither.
3. Put the printed hash into this test, and commit it with the .proto.`;

describe('the committed .proto', () => {
  it('WIRE-12 says what the declarations say', () => {
    expect(committedProto() === protoText() || advice).toBe(true);
  });

  it('WIRE-12 has the frozen hash', () => {
    expect(schemaHash(committedProto()) === FROZEN || advice).toBe(true);
  });

  it('WIRE-13 passes the lint', () => {
    expect(lint()).toBe('');
  });
});

describe('npm run proto', () => {
  const text = committedProto();
  const replaced = (from: string, to: string) => {
    expect(text).toContain(from);
    return breaking(text.replace(from, to));
  };

  it('WIRE-14 lets what is there through, and what is added', () => {
    expect(breaking(text)).toBe('');
    const field = '  optional string title = 16;\n';
    expect(replaced(field, `${field}  optional string tomorrow = 99;\n`)).toBe('');
  });

  it('WIRE-14 refuses a field that is gone', () => {
    expect(replaced('  optional string title = 16;\n', '')).toContain('"16"');
  });

  it('WIRE-14 refuses a number given to another field', () => {
    expect(replaced('string priority = 17', 'string mood = 17')).toContain('"mood"');
  });

  it('WIRE-14 refuses a number of another type', () => {
    expect(replaced('optional double points = 18', 'optional uint32 points = 18')).not.toBe('');
    expect(replaced('string patch_json = 14', 'string patch = 14')).not.toBe('');
  });

  it('WIRE-14 refuses a field that is a list now', () => {
    expect(replaced('optional string title = 16', 'repeated string title = 16')).not.toBe('');
  });

  it('WIRE-14 refuses a table or a kind that is gone or has another number', () => {
    expect(replaced('    WorkItemMove work_item_move = 132;\n', '')).not.toBe('');
    expect(replaced('WorkItem work_item = 6;', 'WorkItem work_item = 66;')).not.toBe('');
  });
});

describe('names and numbers', () => {
  const frames = [...Object.entries(up), ...Object.entries(down)];

  it('WIRE-15 no two shapes share a name', () => {
    const names = SHAPES.map(([name]) => name);
    expect(names.length).toBeGreaterThan(KINDS.length);
    expect(new Set([...names, 'UpFrame', 'DownFrame', 'Change', 'Row', 'Chunk']).size).toBe(
      names.length + 5,
    );
  });

  it.each(SHAPES)('WIRE-15 no two fields of %s share a number', (_, of) => {
    expect(of.byNo.size).toBe(Object.keys(of.fields).length);
  });

  it('WIRE-15 no two tables, kinds or frames share a number', () => {
    const numbers = [
      TABLE_NAMES.map((table) => entityOf(table).no),
      Object.keys(commands).map((kind) => declarationOf(kind as keyof typeof commands).no),
      Object.values(up).map(({ no }) => no),
      Object.values(down).map(({ no }) => no),
    ];
    for (const some of numbers) expect(new Set(some).size).toBe(some.length);
  });

  it('WIRE-15 the message of a frame is called like the frame', () => {
    for (const [type, { of }] of frames) {
      expect(of.name).toBe(type.charAt(0).toUpperCase() + type.slice(1));
    }
  });
});
