/** A person, or an agent that acts for one. Never deleted, only deactivated. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity } from './entity.ts';
import { id, nullable, oneOf, pattern, title } from '../field.ts';

export const COLOUR = /^#[0-9a-f]{6}$/;
export const COLOUR_RULE = 'must be a colour as #rrggbb';

export const user = entity({
  name: 'user',
  no: 2,
  noun: 'person',
  hot: true,
  audience: () => 'workspace',
  fields: {
    name: title(10, 100),
    handle: pattern(
      11,
      /^[a-z0-9._-]{2,32}$/,
      'must be 2 to 32 of a–z, 0–9, dot, underscore and hyphen',
    ),
    kind: oneOf(12, ['human', 'agent']),
    /** The human who answers for an agent. */
    owner: nullable(id<'user'>(13)),
    colour: pattern(14, COLOUR, COLOUR_RULE),
    role: oneOf(15, ['owner', 'member', 'guest']),
    status: oneOf(16, ['active', 'deactivated']),
  },
  indexes: { byHandle: { key: (row) => row.handle } },
});

export type User = RowOf<typeof user>;
export type UserId = Id<'user'>;
