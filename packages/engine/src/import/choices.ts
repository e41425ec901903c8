/** What a person decides between the dry run of an import and the import itself. */
import * as z from 'zod/mini';

import type { UserId } from '../entity/user.ts';
import { isUuid } from '../lib/id.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';

export interface ImportChoices {
  /** Texts that were damaged by escaping are set right. */
  readonly repair: boolean;
  /** Who an author of the file is here; an author without a choice becomes a new person. */
  readonly people: Readonly<Record<string, UserId>>;
}

const choices = z.object({
  repair: z.boolean(),
  people: z.record(z.string(), z.string().check(z.refine(isUuid))),
});

/** The choices of parsed JSON; refuses INVALID where they are none. */
export function readChoices(json: unknown): ImportChoices | Refusal {
  const parsed = choices.safeParse(json);
  if (parsed.success) return parsed.data as unknown as ImportChoices;
  return refuse('INVALID', {
    field: 'the choices',
    rule: 'must be {repair: true or false, people: {author in the file: id of a person here}}',
  });
}
