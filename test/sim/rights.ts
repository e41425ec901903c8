/** Rights that change in between: roles and members that no command gives yet, and default roles. */
import type { Command } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { Journal } from '@planwright/sync';
import { edit, unwriteMember, writeMember } from '@planwright/sync/testing/by-hand.ts';

import { SECRET, WEB, noted } from './journal.ts';
import type { Ledger } from './ledger.ts';

/** What is needed of the office. */
interface Office {
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** Sends a command through a door without a stream. */
  errand(kind: Command['kind'], args: Command['args'], commandId: string): void;
}

/** Somebody changes what people may see and do, past every command. */
export async function changeRights(office: Office, chance: Chance): Promise<void> {
  const { lineage } = await office.journal.head();
  const journal = noted(office.journal, office.ledger, lineage);
  const person = chance.pick(['ben', 'gus', 'vic']) ?? 'ben';
  const project = chance.yes() ? WEB : SECRET;
  const roll = chance.below(10);
  if (roll < 2) {
    const role = chance.yes() ? 'guest' : 'member';
    return edit(journal, 'user', idFor<'user'>(person), { role });
  }
  if (roll < 4) {
    const defaultRole = chance.pick(['none', 'viewer', 'editor'] as const) ?? 'editor';
    return office.errand('project.edit', { id: project, defaultRole }, chance.id());
  }
  const role = chance.pick(['viewer', 'editor', 'admin'] as const) ?? 'viewer';
  const members = await journal.rows({ table: 'member' });
  const own = members.find((one) => one.user === idFor(person) && one.project === project);
  if (own === undefined) return writeMember(journal, person, project, role);
  if (own.deletedAt !== null) {
    return edit(journal, 'member', own.id, { role, deletedAt: null, deletedBy: null });
  }
  if (chance.yes()) return edit(journal, 'member', own.id, { role });
  return unwriteMember(journal, person, project);
}
