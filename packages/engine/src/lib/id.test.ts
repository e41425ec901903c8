import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Chance, idFor } from '../testing/chance.ts';
import type { CommandId } from './id.ts';
import { chanceOf, derivedId, idOf, isUuid } from './id.ts';

const commandIds = fc.uuid().map((text) => idOf<'command'>(text));

describe('ids', () => {
  it('ID-1 accepts a UUID of any version, in lower case only', () => {
    for (const text of [
      '00000000-0000-0000-0000-000000000000',
      '2f3c9e3a-7a1d-4b65-9d5c-0d9c0a3b1e11',
      '0199c0de-1234-7abc-8def-0123456789ab',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ]) {
      expect(isUuid(text)).toBe(true);
    }
    for (const wrong of [
      '2F3C9E3A-7A1D-4B65-9D5C-0D9C0A3B1E11',
      '2f3c9e3a7a1d4b659d5c0d9c0a3b1e11',
      '{2f3c9e3a-7a1d-4b65-9d5c-0d9c0a3b1e11}',
      '2f3c9e3a-7a1d-4b65-9d5c-0d9c0a3b1e11\n',
      ' 2f3c9e3a-7a1d-4b65-9d5c-0d9c0a3b1e11',
      '2f3c9e3g-7a1d-4b65-9d5c-0d9c0a3b1e11',
      '',
      null,
      undefined,
      7,
      ['2f3c9e3a-7a1d-4b65-9d5c-0d9c0a3b1e11'],
    ]) {
      expect(isUuid(wrong)).toBe(false);
    }
  });

  it('ID-2 makes a branded id only of a UUID: anything else is a bug and throws', () => {
    expect(() => idOf('WEB-12')).toThrow(TypeError);
    expect(idOf(idFor('A'))).toBe(idFor('A'));
  });

  it('ID-3 derives ids that are UUIDs of version 8, the same ones every time', () => {
    fc.assert(
      fc.property(commandIds, fc.nat(0xffff), (commandId, counter) => {
        const id = derivedId(commandId, counter);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(derivedId(commandId, counter)).toBe(id);
      }),
      { seed: 3 },
    );
  });

  it('ID-3 pins the derivation: browsers and servers of other versions must arrive at the same', () => {
    const commandId = '0199c0de-1234-7abc-8def-0123456789ab' as CommandId;
    expect([0, 1, 6, 0x1000].map((counter) => derivedId(commandId, counter)))
      .toMatchInlineSnapshot(`
      [
        "05a45a30-a064-81f2-90cf-0da8ec0c76f7",
        "21c8f1a7-e53b-86b8-8998-67e7967da01a",
        "dd1446ec-758d-858b-892b-78f1d5481511",
        "aea5461e-69eb-82b4-9bef-7f2d86aac31f",
      ]
    `);
  });

  it('ID-4 derives different ids from different commands and counters', () => {
    const seen = new Set<string>();
    const chance = new Chance(4);
    let like = '0199c0de-1234-7abc-8def-0123456789ab';
    for (let i = 0; i < 200; i += 1) {
      const commandId = idOf<'command'>(i % 2 === 0 ? chance.id() : like);
      like = like.slice(0, -4) + i.toString(16).padStart(4, '0');
      for (let counter = 0; counter < 20; counter += 1) seen.add(derivedId(commandId, counter));
    }
    expect(seen.size).toBe(200 * 20);
  });

  it('ID-5 takes chance from the command alone: from 0 to below 1, spread', () => {
    const chance = new Chance(5);
    const drawn = Array.from({ length: 1000 }, () => chanceOf(chance.id<'command'>()));
    for (const one of drawn) {
      expect(one).toBeGreaterThanOrEqual(0);
      expect(one).toBeLessThan(1);
    }
    const tenths = new Set(drawn.map((one) => Math.floor(one * 10)));
    expect(tenths.size).toBe(10);
  });
});
