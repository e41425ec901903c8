/** Rights that change in between: roles in the workspace, that no command gives yet, and in projects. */
import type { Command } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { Journal } from '@planwright/sync';
import { edit } from '@planwright/sync/testing/by-hand.ts';

import { SECRET, WEB, noted } from './journal.ts';
import type { Ledger } from './ledger.ts';

/** What is needed of the office. */
interface Office {
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** Sends a command through a door without a stream. */
  errand(kind: Command['kind'], args: Command['args'], commandId: string): void;
}

/** Somebody changes what people may see and do. */
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
  const [user, id] = [idFor<'user'>(person), chance.id<'member'>()];
  const own = members.find(
    (one) => one.user === user && one.project === project && one.deletedAt === null,
  );
  const no = chance.id();
  if (own === undefined) return office.errand('member.add', { id, project, user, role }, no);
  if (chance.yes()) return office.errand('member.edit', { id: own.id, role }, no);
  return office.errand('member.remove', { id: own.id }, no);
}
