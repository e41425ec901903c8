/** The workspace: everything that one server process keeps. Exactly one row. */
import type { RowOf } from './entity.ts';
import { entity } from './entity.ts';
import { pattern, title, whole } from '../field.ts';

export const workspace = entity({
  name: 'workspace',
  no: 1,
  noun: 'workspace',
  hot: true,
  audience: () => 'workspace',
  fields: {
    name: title(10, 100),
    /** IANA name: reports cut days in this zone. */
    timeZone: pattern(11, /^[A-Za-z0-9_+/-]{1,64}$/, 'must be the IANA name of a time zone'),
    /** 1 is Monday, 7 is Sunday. */
    weekStart: whole(12, 1, 7),
    /** Days on which people work, as a set of bits: 1 is Monday, 64 is Sunday. */
    workingDays: whole(13, 0, 127),
  },
  indexes: {},
});

export type Workspace = RowOf<typeof workspace>;
