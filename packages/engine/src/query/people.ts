/** Who is meant by a handle in a text, and who may be meant where one is typed. */
import type { ProjectId } from '../entity/project.ts';
import type { User } from '../entity/user.ts';
import { folded } from '../lib/folded.ts';
import { roleIn } from '../role.ts';
import type { Tables } from '../tables.ts';

/** The person with this handle, in any case of letters; those who have left too. */
export function personCalled(tables: Tables, handle: string): User | undefined {
  return tables.first('user', 'byHandle', handle.toLowerCase());
}

/**
 * The people of a project for whom `typed` may be the beginning: of the handle first, then of a word
 * of the name, whatever the case and the accents; by name. An empty text fits everybody.
 */
export function peopleFitting(tables: Tables, project: ProjectId, typed: string): readonly User[] {
  const wanted = folded(typed);
  const fitting: { readonly user: User; readonly by: number; readonly name: string }[] = [];
  for (const user of tables.all('user')) {
    if (roleIn(tables, user, project) === null) continue;
    const name = folded(user.name);
    const fits = [user.handle, name, ...name.split(/[^\p{L}\p{N}]+/u)].map((one) =>
      one.startsWith(wanted),
    );
    const first = fits.indexOf(true);
    if (first >= 0) fitting.push({ user, by: Math.min(first, 1), name });
  }
  fitting.sort((a, b) => a.by - b.by || compare(a.name, b.name) || compare(a.user.id, b.user.id));
  return fitting.map(({ user }) => user);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
