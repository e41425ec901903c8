// The server's door for emptying the trash: a job of the server, whose row tells how far it is.
import type { JobId, ProjectId } from '@planwright/engine';
import { useEffect, useState } from 'react';

import { ask, fieldOf } from './files.ts';

/**
 * Deletes for good what was put into the trash up to `before`, milliseconds UTC. Gives the job that
 * has begun, or a sentence that says what is wrong.
 */
export async function emptyTrash(
  project: ProjectId,
  before: number,
): Promise<{ readonly job: JobId } | { readonly error: string }> {
  const answer = await ask('POST', `/trash/${project}`, JSON.stringify({ before }));
  return answer as { readonly job: JobId } | { readonly error: string };
}

let known: number | null = null;

/** After how many days the trash empties itself; null as long as the server has not said so. */
export function useDaysInTrash(): number | null {
  const [days, setDays] = useState(known);
  useEffect(() => {
    if (known !== null) return;
    let wanted = true;
    void ask('GET', '/trash', null).then((answer) => {
      const said = fieldOf(answer, 'purgeAfterDays');
      if (typeof said !== 'number') return;
      known = said;
      if (wanted) setDays(said);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return days;
}
