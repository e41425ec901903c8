/**
 * The same values in the code that protoc-gen-es makes of the committed `.proto`: the other side
 * of every comparison of bytes.
 */
import type { Change, Command, Entry } from '@planwright/engine';
import type { DescMessage } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';

import { argsMessages, envelope } from '../command.ts';
import type { Down } from '../down.ts';
import { down } from '../down.ts';
import { entryMessage } from '../entry.ts';
import type { Message, MessageField } from '../message.ts';
import type { WireRow } from '../row.ts';
import { nullsOf, rowMessages } from '../row.ts';
import type { Up } from '../up.ts';
import { up } from '../up.ts';

type Values = Readonly<Record<string, unknown>>;

export class Generated {
  private readonly code: Values;

  /** Takes the module that protoc-gen-es made. */
  constructor(code: Values) {
    this.code = code;
  }

  schema(name: string): DescMessage {
    return this.code[`${name}Schema`] as DescMessage;
  }

  /** The bytes that the generated code makes of this form. */
  bytes(name: string, form: Values): Uint8Array {
    return toBinary(this.schema(name), create(this.schema(name), form as never));
  }

  /** What the generated code reads of these bytes. */
  read(name: string, bytes: Uint8Array): Values {
    return fromBinary(this.schema(name), bytes) as unknown as Values;
  }

  /** What the generated code writes of these bytes after reading them. */
  again(name: string, bytes: Uint8Array): Uint8Array {
    return toBinary(this.schema(name), fromBinary(this.schema(name), bytes));
  }

  /** A value of ours in the form of the generated code. */
  form(of: Message, value: object): Values {
    const out: Record<string, unknown> = {};
    for (const [name, field] of of.ordered) {
      const held = (value as Values)[name];
      if (held === null || held === undefined) continue;
      out[formName(name, field)] = field.list
        ? (held as readonly unknown[]).map((one) => this.formOne(field, one))
        : this.formOne(field, held);
    }
    return out;
  }

  private formOne({ kind, holds }: MessageField, value: unknown): unknown {
    if (kind === 'json') return JSON.stringify(value);
    if (typeof kind === 'object') return this.form(kind, value as object);
    return holds === null ? value : this.read(holds, value as Uint8Array);
  }

  /** The value of ours in this form. */
  value(of: Message, form: Values): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    for (const [name, field] of of.ordered) {
      const held = form[formName(name, field)];
      out[name] = field.list
        ? (held as readonly unknown[]).map((one) => this.valueOne(field, one))
        : this.valueOne(field, held);
    }
    return out;
  }

  private valueOne({ kind, holds }: MessageField, form: unknown): unknown {
    if (form === undefined) return null;
    if (kind === 'json') return JSON.parse(form as string);
    if (typeof kind === 'object') return this.value(kind, form as Values);
    return holds === null ? form : toBinary(this.schema(holds), form as never);
  }

  rowForm({ table, row }: { readonly table: WireRow['table']; readonly row: object }): Values {
    return { row: { case: table, value: this.form(rowMessages[table], row) } };
  }

  changeForm(change: Change): Values {
    if (change.op === 'put') return { change: { case: 'put', value: this.rowForm(change) } };
    if (change.op !== 'patch') {
      return { change: { case: change.op, value: { table: change.table, id: change.id } } };
    }
    const set = this.rowForm({ table: change.table, row: change.set });
    const cleared = nullsOf(rowMessages[change.table], change.set as Values);
    return { change: { case: 'patch', value: { id: change.id, set, cleared } } };
  }

  entryForm(entry: Entry): Values {
    const changes = entry.changes.map((change) => this.changeForm(change));
    return { ...this.form(entryMessage, entry), changes };
  }

  commandForm(command: Command): Values {
    const { [command.kind]: shape } = argsMessages;
    const args = { case: lowered(shape.name), value: this.form(shape, command.args) };
    const cleared = nullsOf(shape, command.args as Values);
    return { ...this.form(envelope, command), cleared, args };
  }

  frameForm(frame: Up | Down): Values {
    const { of } = { ...up, ...down }[frame.type];
    return { frame: { case: frame.type, value: this.form(of, frame) } };
  }

  frameValue(form: Values): unknown {
    const { case: type, value } = form['frame'] as { case: (Up | Down)['type']; value: Values };
    return { type, ...this.value({ ...up, ...down }[type].of, value) };
  }
}

/** The generated code's name of a field. */
function formName(name: string, { kind }: MessageField): string {
  return kind === 'json' ? `${name}Json` : name;
}

function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
