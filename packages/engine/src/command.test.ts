import { describe, expect, it } from 'vitest';

import type { Command, CommandKind } from './command.ts';
import { commands, declarationOf, isCommandKind } from './command.ts';
import { decide } from './decide.ts';
import type { Field, Wire } from './field.ts';
import { ruleOf } from './field.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { refuse } from './refusal.ts';
import { sampleArgs, sampleWorld, viaOf } from './testing/samples.ts';
import { World } from './testing/world.ts';

const kinds = Object.keys(commands) as CommandKind[];

const emptyOr = (kind: CommandKind): World =>
  kind === 'workspace.found' ? new World(1, 'empty') : sampleWorld();

const OBJECTS: readonly unknown[] = [{}, [], [[]], new Date(0), () => 0, Symbol('x'), 7n];
const NUMBERS: readonly unknown[] = [0, 1, -1, 0.3, Number.NaN, Number.POSITIVE_INFINITY];
const TEXTS: readonly unknown[] = ['', 'x', '0', '\ud800', 'true'];

/** Values that no field of a wire type may take, whatever its rule is. */
const WRONG: Readonly<Record<Wire, readonly unknown[]>> = {
  string: [...OBJECTS, ...NUMBERS, true, false],
  bool: [...OBJECTS, ...NUMBERS, ...TEXTS],
  double: [...OBJECTS, ...TEXTS, true, false, Number.NaN, Number.POSITIVE_INFINITY, -1],
  uint32: [...OBJECTS, ...TEXTS, true, false, Number.NaN, 0.5, -1, 2 ** 32],
  json: [...NUMBERS, ...TEXTS, true, false, Symbol('x'), 7n, () => 0, new Date(0), [7]],
};

/** What a field of arguments may not be, and what is said about it then. */
function wrongValues(field: Field): readonly (readonly [unknown, string])[] {
  const rule = ruleOf(field, DEFAULT_LIMITS);
  const wrong = WRONG[field.wire].map((value) => [value, rule] as const);
  const empty = field.nullable ? [] : ([[null, rule]] as const);
  const missing = field.optional || field.nullable ? [] : ([[undefined, 'must be given']] as const);
  return [...wrong, ...empty, ...missing];
}

describe('commands', () => {
  it('CMD-1 are a closed list', () => {
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.every(isCommandKind)).toBe(true);
    expect(['constructor', '__proto__', 'workItem', ''].some(isCommandKind)).toBe(false);
  });

  it.each(kinds)('CMD-2 take their arguments as declared: %s', (kind) => {
    const world = emptyOr(kind);
    const args = sampleArgs[kind](world);
    expect(Object.keys(declarationOf(kind).args).toSorted()).toEqual(Object.keys(args).toSorted());
    world.must(kind, args as never, { via: viaOf(kind) });
  });

  it.each(kinds)(
    'CMD-3 refuse every argument of a wrong type by its name, and never throw: %s',
    (kind) => {
      const world = emptyOr(kind);
      const args = sampleArgs[kind](world);
      for (const [name, field] of Object.entries(declarationOf(kind).args)) {
        for (const [value, rule] of wrongValues(field)) {
          const wrong = { ...args, [name]: value } as never;
          const command = world.command(kind, wrong) as Command;
          const answer = decide(world.tables, command, world.context(command.commandId));
          expect(answer).toEqual(refuse('INVALID', { field: name, rule }));
        }
      }
    },
  );

  it.each(kinds)(
    'CMD-4 take nothing from a prototype and nothing they did not ask for: %s',
    (kind) => {
      const world = emptyOr(kind);
      const args = sampleArgs[kind](world);
      const via = viaOf(kind);
      const commandId = world.id<'command'>('c');
      const asked = world.command(kind, args as never, { commandId }) as Command;
      const plain = decide(world.tables, asked, world.context(commandId, { via }));
      const more = JSON.parse('{"__proto__":{"title":"x"},"actor":"x","seq":7}') as object;
      const command = { ...asked, args: { ...more, ...args } } as unknown as Command;
      expect(decide(world.tables, command, world.context(commandId, { via }))).toEqual(plain);
      const inherited = { ...asked, args: Object.create(args) as object } as unknown as Command;
      const answer = decide(world.tables, inherited, world.context(commandId, { via }));
      expect(answer).toMatchObject({ code: 'INVALID', rule: 'must be given' });
    },
  );
});
