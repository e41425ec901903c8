/**
 * The door for emptying the trash of a project:
 *
 *   POST /trash/<project>   `{before}`: what was put into the trash up to this moment, milliseconds
 *                           UTC, goes for good → `202 {job}` when the job has begun. How far it is,
 *                           and what came of it, stands in the job's row.
 *   GET /trash              `{purgeAfterDays}`
 *
 * That nothing goes that the person did not see is why they say up to when.
 */
import { idOf, isRefusal, isUuid, refuse, type UserId } from '@planwright/engine';
import { refusalAnswer } from './answer.ts';
import { show, type App } from './http.ts';
import { readJson } from './json-body.ts';
import type { Purges } from './purge.ts';

/** Adds the route. Who asks is the one person at this machine. */
export function purgeRoutes(purges: Purges, user: UserId): (app: App) => void {
  return (app) => {
    app.get('/trash', (c) => c.json({ purgeAfterDays: purges.days }));

    app.post('/trash/:project', async (c) => {
      const project = c.req.param('project');
      const before = beforeIn(await readJson(c.req.raw));
      if (!isUuid(project)) return show(c, refusalAnswer(refuse('NOT_FOUND', { what: 'project' })));
      if (before === null) {
        const rule = 'must be an instant in milliseconds UTC';
        return show(c, refusalAnswer(refuse('INVALID', { field: 'the moment', rule })));
      }
      const job = await purges.empty(idOf<'project'>(project), before, user);
      return isRefusal(job) ? show(c, refusalAnswer(job)) : c.json({ job }, 202);
    });
  };
}

function beforeIn(body: object): number | null {
  const value = 'value' in body ? body.value : null;
  const before = typeof value === 'object' && value !== null && 'before' in value && value.before;
  return typeof before === 'number' && Number.isSafeInteger(before) ? before : null;
}
