/**
 * Purges: what has been in the trash for long enough goes for good, in the open, as a job of an
 * admin of its project. The engine says what is due (`expiredItems`) and who may; here is the work:
 *
 *     every hour, and at the start ─► what is older than `[trash] purge_after_days`, by project
 *     a person empties the trash   ─► all of it
 *         ─► job.start ─► workItem.purge, tree by tree ─► job.finish, with a report
 *
 * A purge that a stop cuts off goes on at the next start: its row names the project and the moment,
 * and what of that is in the trash still is the rest. What is gone is counted in its entries.
 */
import {
  adminsOf,
  expiredItems,
  forbids,
  idOf,
  isRefusal,
  itemsBelow,
  keyOf,
  MAX_REPORT_LINES,
  refuse,
  sentenceOf,
  type Command,
  type Job,
  type JobId,
  type ProjectId,
  type Refusal,
  type Report,
  type Tables,
  type UserId,
  type WorkItem,
  type WorkItemId,
} from '@planwright/engine';
import type { Room } from '@planwright/sync';
import { newCommand, type World } from './command.ts';
import { entriesOf, finishJob, settled } from './jobs.ts';
import type { Log } from './log.ts';

/** How often what is too old is looked for, in milliseconds. */
export const PURGE_LOOK_EVERY = 3_600_000;

const DAY = 86_400_000;

/** Trees that are handed in together: each may have thousands of rows, and entries to be emptied. */
const AT_ONCE = 4;

export interface PurgeParts {
  readonly room: Room;
  readonly log: Log;
  readonly world: World;
  /** Days after which what is in the trash goes by itself. */
  readonly days: number;
}

/** What a purge is to take out: trees by their uppermost items, and whose job it is. */
interface Plan {
  readonly actor: UserId;
  readonly project: ProjectId;
  /** What was put into the trash up to this moment, milliseconds UTC. */
  readonly until: number;
  readonly key: string;
  readonly items: readonly WorkItem[];
  /** Items of all trees. */
  readonly total: number;
}

export class Purges {
  readonly #parts: PurgeParts;
  /** Purges go one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  /** What was refused to go by itself is not tried again every hour, only at the next start. */
  readonly #refused = new Set<WorkItemId>();

  constructor(parts: PurgeParts) {
    this.#parts = parts;
  }

  /** Days after which what is in the trash goes by itself. */
  get days(): number {
    return this.#parts.days;
  }

  /** Takes up what a stop has cut off. */
  async resume(): Promise<void> {
    const { room, log } = this.#parts;
    await this.#alone(async () => {
      const running = await room.read((tables) =>
        [...tables.all('job')].filter((job) => job.kind === 'purge' && job.status === 'running'),
      );
      for (const job of running) {
        log.info({ job: job.id }, 'purge resumed');
        await this.#resume(job);
      }
    });
  }

  async #resume({ id, owner, project, until, subject, total, done }: Job): Promise<void> {
    const isKnown = project !== null && until !== null;
    const plan = isKnown ? await this.#planOf(project, until, owner) : null;
    if (plan !== null && !isRefusal(plan)) {
      const before = Math.max(0, total - plan.total);
      for (const item of await this.#run(id, plan, before)) this.#refused.add(item);
      return;
    }
    const why = plan === null ? 'an older server began it' : sentenceOf(plan);
    const says = `was cut off by a stop of the server, and cannot go on: ${why}`;
    await this.#finish(id, owner, 'failed', done, await this.#report(id, [{ at: subject, says }]));
  }

  /** Takes out what has been in the trash for too long, in all projects. */
  async look(): Promise<void> {
    const { room, world, days } = this.#parts;
    const before = world.now() - days * DAY;
    await this.#alone(async () => {
      const plans = await room.read((tables) =>
        [...tables.all('project')].flatMap(({ id, key, status, deletedAt }): Plan[] => {
          const [actor] = adminsOf(tables, id);
          if (actor === undefined || status === 'archived' || deletedAt !== null) return [];
          const items = expiredItems(tables, id, before).filter(
            (item) => !this.#refused.has(item.id),
          );
          if (items.length === 0) return [];
          return [{ actor, project: id, until: before, key, items, total: sizeOf(tables, items) }];
        }),
      );
      for (const plan of plans) {
        const job = await this.#start(plan);
        if (isRefusal(job)) {
          this.#parts.log.warn({ project: plan.project, refusal: job }, 'a purge could not begin');
          continue;
        }
        for (const item of await this.#run(job, plan)) this.#refused.add(item);
      }
    });
  }

  /**
   * Empties the trash of a project of what was put there up to `before`, milliseconds UTC: gives
   * the job as soon as it has begun, or why not.
   */
  empty(project: ProjectId, before: number, actor: UserId): Promise<JobId | Refusal> {
    const { promise, resolve, reject } = Promise.withResolvers<JobId | Refusal>();
    this.#alone(async () => {
      const plan = await this.#planOf(project, before, actor);
      const job = isRefusal(plan) ? plan : await this.#start(plan);
      resolve(job);
      if (!isRefusal(job) && !isRefusal(plan)) await this.#run(job, plan);
    }).catch((error: unknown) => {
      this.#parts.log.error({ project, err: error }, 'purge failed');
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    return promise;
  }

  async #planOf(project: ProjectId, before: number, actor: UserId): Promise<Plan | Refusal> {
    return await this.#parts.room.read((tables) => {
      const home = tables.get('project', project);
      const no = refuse('NOT_FOUND', { what: 'project' });
      if (home === undefined) return no;
      const wrong = forbids(tables, 'workItem.purge', actor, 'job', { project });
      if (wrong !== null) return wrong;
      const items = expiredItems(tables, project, before);
      const total = sizeOf(tables, items);
      return { actor, project, until: before, key: home.key, items, total };
    });
  }

  async #start({ actor, key, total, project, until }: Plan): Promise<JobId | Refusal> {
    const { room, world } = this.#parts;
    const id = idOf<'job'>(world.newId());
    const args = { id, kind: 'purge' as const, subject: key, total, project, until };
    const outcome = await room.submit(newCommand('job.start', args, world), actor, 'job');
    if ('pause' in outcome) return refuse('UNAVAILABLE', outcome);
    return 'refusal' in outcome ? outcome.refusal : id;
  }

  /**
   * Takes the trees out and ends the job; gives what could not go.
   * @param before items that were no longer to go when it was taken up again
   */
  async #run(job: JobId, plan: Plan, before = 0): Promise<readonly WorkItemId[]> {
    const { room, log } = this.#parts;
    const { actor, key, items } = plan;
    try {
      return await this.#takeAll(job, plan, before);
    } catch (error) {
      if (room.stopping) throw error;
      log.error({ job, err: error }, 'a purge failed');
      const done = (await room.read((tables) => tables.get('job', job)))?.done ?? 0;
      const says =
        'was not emptied to its end: there was a fault in this program, which its log tells';
      await this.#finish(job, actor, 'failed', done, await this.#report(job, [{ at: key, says }]));
      return items.map(({ id }) => id);
    }
  }

  async #takeAll(
    job: JobId,
    { actor, items, key, total }: Plan,
    before: number,
  ): Promise<readonly WorkItemId[]> {
    const { room, world } = this.#parts;
    const refused: { readonly item: WorkItem; readonly refusal: Refusal }[] = [];
    let done = before;
    for (let at = 0; at < items.length; at += AT_ONCE) {
      const part = items.slice(at, at + AT_ONCE);
      const trees = await room.read((tables) =>
        part.map((item) => [item, ...itemsBelow(tables, item, true)]),
      );
      const refusals = await this.#takeOut(job, actor, trees);
      if (refusals === null) return [];
      for (const [i, refusal] of refusals.entries()) {
        const [item] = trees[i] ?? [];
        done += trees[i]?.length ?? 0;
        // What somebody else has deleted for good meanwhile is not left.
        const isLeft = refusal !== null && refusal.code !== 'NOT_FOUND';
        if (isLeft && item !== undefined) refused.push({ item, refusal });
      }
      const progress = newCommand('job.progress', { id: job, done }, world, job);
      await settled(room, [progress], actor, 'job');
    }
    const lines = await room.read((tables) =>
      refused.map(({ item, refusal }) => ({
        at: item.number === null ? key : keyOf(tables, item),
        says: `was left in the trash: ${sentenceOf(refusal)}`,
      })),
    );
    await this.#finish(
      job,
      actor,
      'done',
      before + total,
      await this.#report(job, lines, lines.length),
    );
    return refused.map(({ item }) => item.id);
  }

  /** What a job has taken out so far, with lines about what it could not, and how much that is. */
  async #report(job: JobId, lines: Report['lines'], left = 0): Promise<Report> {
    const { room } = this.#parts;
    const row = await room.read((tables) => tables.get('job', job));
    let items = 0;
    for await (const { kind, changes } of row === undefined ? [] : entriesOf(room, row)) {
      if (kind !== 'workItem.purge') continue;
      for (const { op, table } of changes) if (op === 'delete' && table === 'workItem') items += 1;
    }
    const why = 'could not go; see the lines';
    return {
      created: {},
      unchanged: {},
      deleted: { items },
      notDone: left === 0 ? [] : [{ what: 'items', count: left, why }],
      lines: lines.slice(0, MAX_REPORT_LINES),
    };
  }

  /** Why each of these trees is still there, null where it is gone; null when the server stops. */
  async #takeOut(
    job: JobId,
    actor: UserId,
    trees: readonly (readonly WorkItem[])[],
  ): Promise<readonly (Refusal | null)[] | null> {
    const { room, world } = this.#parts;
    const purge = ({ id }: { readonly id: WorkItemId }): Command =>
      newCommand('workItem.purge', { id }, world, job);
    const roots = trees.flatMap(([root]) => root ?? []);
    const verdicts = await settled(room, roots.map(purge), actor, 'job');
    if (verdicts === null) return null;
    const out: (Refusal | null)[] = [];
    for (const [i, verdict] of verdicts.entries()) {
      let refusal = 'refusal' in verdict ? verdict.refusal : null;
      if (refusal?.code === 'LIMIT') {
        // Too much for one commit: the lowest items go first, each by itself.
        const tree = (trees[i] ?? []).toReversed();
        for (let at = 0; at < tree.length; at += AT_ONCE) {
          const part = tree.slice(at, at + AT_ONCE).map(purge);
          const last = (await settled(room, part, actor, 'job'))?.at(-1);
          if (last === undefined) return null;
          refusal = 'refusal' in last ? last.refusal : null;
        }
      }
      out.push(refusal);
    }
    return out;
  }

  async #finish(
    job: JobId,
    owner: UserId,
    status: 'done' | 'failed',
    done: number,
    report: Report,
  ): Promise<void> {
    const { room, world, log } = this.#parts;
    await finishJob(room, log, world, owner, { id: job, status, done, report }, 'job');
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** Items of these trees. */
function sizeOf(tables: Tables, roots: readonly WorkItem[]): number {
  return roots.reduce((sum, root) => sum + 1 + itemsBelow(tables, root, true).length, 0);
}
