/**
 * The composition root: who is made of what, in the order of a start, and how it all ends.
 *
 *     configuration ─► folder (or join) ─► log ─► store ─► room ─► person ─► door ─► address
 */
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Breaker, Room } from '@planwright/sync';
import { v7 as newId } from 'uuid';
import { attachmentRoutes } from './attachment-routes.ts';
import { BlobStore } from './blob-store.ts';
import { afterPurges, BLOB_SWEEP_EVERY, blobSweeper } from './blob-sweep.ts';
import { invite } from './browser.ts';
import { CHECKPOINT_EVERY, checkpointer, checkpointThread } from './checkpoint.ts';
import { OneTimeCodes } from './codes.ts';
import { breakerOf, limitsOf, readConfig, retryOf, type Environment } from './config.ts';
import { Disk, diskProblem } from './disk.ts';
import { createDoor, type Door } from './door.ts';
import { enterFolder } from './enter.ts';
import { exportRoutes } from './export-routes.ts';
import { EXIT, Stop } from './exit.ts';
import { writeInstance } from './folder.ts';
import { founderOf, localUser } from './found.ts';
import { guestOf } from './guest.ts';
import { createHttp } from './http.ts';
import { importRoutes } from './import-routes.ts';
import { Imports } from './import-runner.ts';
import { listen, proofOf, type Address, type Handlers } from './listen.ts';
import { openLog } from './log.ts';
import { patienceOf } from './patience.ts';
import { PROBE_EVERY, prober } from './probe.ts';
import { PURGE_LOOK_EVERY, Purges } from './purge.ts';
import { purgeRoutes } from './purge-routes.ts';
import { journalProblem } from './ready.ts';
import { SCRUB_LOOK_EVERY, Scrubber, scrubbing } from './scrub.ts';
import { readSite } from './site.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { createSockets, SWEEP_EVERY, type Sockets } from './socket.ts';
import { stopInOrder } from './stop.ts';
import { openStore } from './store.ts';
import { VERSION } from './version.ts';

/** How often clients ping, in milliseconds. */
const HEARTBEAT = 15_000;

/** Where the built web app is, from `src` as from `dist`. */
const SITE = join(import.meta.dirname, '../../web/dist');

/**
 * Runs the server of the working folder, or joins the one that runs.
 * Resolves when it is up (it goes on until a signal stops it) or when it has joined.
 */
export async function serve(cwd: string, env: Environment): Promise<void> {
  const config = readConfig(cwd, env);
  if ('problems' in config) throw new Stop(EXIT.configuration, config.problems.join('\n'));
  const { folder, values } = config;
  const host = values['server.host'];

  const entered = await enterFolder(folder, host);
  if ('invitation' in entered) {
    console.log('Planwright is running in this folder already.');
    return invite(entered.invitation, env);
  }
  const { lock, whose } = entered;
  const log = openLog(
    resolve(folder, values['logging.dir']),
    values['logging.level'],
    () => new Date(),
  );
  const fatal = (error: unknown): never => {
    log.fatal({ err: error }, 'the server must end');
    console.error(error);
    process.exit(EXIT.internal);
  };
  process.on('uncaughtException', fatal);

  const world = { now: () => Date.now(), newId: () => newId(), pause, chance: Math.random };
  const { journal, file, warning } = await openStore({
    folder,
    database: values['database.path'],
    retry: retryOf(values),
    world,
    later: (ms, work) => void setTimeout(work, ms).unref(),
    log,
    aside: checkpointThread,
  });
  const say = (sentence: string): void => console.log(sentence);
  if (warning !== null) say(warning);
  const breaker = new Breaker(breakerOf(values), world.now);
  const patience = patienceOf(values['handler.timeout_secs']);
  const room = await Room.open({
    ...world,
    journal,
    breaker,
    patience,
    log,
    fatal,
    soon: (work) => void setImmediate(work),
    limits: limitsOf(values),
    heartbeatMs: HEARTBEAT,
  });
  const thread = scrubbing(join(folder, values['database.path']));
  const scrubber = new Scrubber({ room, log, say, now: world.now, scrub: thread.scrub });
  const problem = file.tailProblem();
  if (problem !== null) scrubber.tell([problem]);
  const me = await localUser(room, founderOf(folder), world);
  const disk = new Disk(folder);
  const blobs = new BlobStore(join(folder, 'blobs'), world.newId, disk);
  const sweepBlobs = blobSweeper(room, blobs, log);
  const imports = new Imports({
    room,
    log,
    world,
    blobs,
    folder: join(folder, 'imports'),
    sweep: () => void sweepBlobs(),
  });

  const purges = new Purges({ room, log, world, days: values['trash.purge_after_days'] });

  const exporting = exportRoutes({
    room,
    user: me,
    world,
    log,
    database: join(folder, values['database.path']),
    blobs,
    folder: join(folder, 'exports'),
  });
  const mostMib = values['attachments.max_mib'];
  const attaching = attachmentRoutes({ room, user: me, world, blobs, log, mostMib });

  const codes = new OneTimeCodes(world.now);
  const site = readSite(SITE);
  let door!: Door;
  let sockets!: Sockets;
  const build = (address: Address): Handlers => {
    const { workspaceId } = room.head;
    door = createDoor({ ...address, workspaceId, token: whose.token, codes });
    const http = createHttp({
      origin: address.origin,
      version: VERSION,
      door,
      site,
      log,
      checks: {
        database: () => journalProblem(room, breaker),
        damage: () => scrubber.problem,
        disk: () => Promise.resolve(diskProblem(disk.free())),
      },
      proof: (challenge) => proofOf(whose, challenge),
      routes: [
        snapshotRoutes(room, me, patience),
        importRoutes(imports, me, world, log),
        purgeRoutes(purges, me),
        exporting,
        attaching,
      ],
    });
    sockets = createSockets({
      http,
      log,
      now: world.now,
      mostConnections: values['server.max_connections'],
      welcome: (connection) => guestOf(room, me, connection),
    });
    return { request: http.request, upgrade: sockets.upgrade, clientError: http.clientError };
  };
  const place = { host, wanted: values['server.port'], kept: entered.port };
  const listening = await listen(place, build, whose);
  if (listening.port !== entered.port) writeInstance(folder, { port: listening.port });

  setInterval(() => sockets.sweep(), SWEEP_EVERY).unref();
  setInterval(checkpointer(room, file), CHECKPOINT_EVERY).unref();
  const probe = prober(room, breaker, file);
  setInterval(() => void probe(), PROBE_EVERY).unref();
  setInterval(() => void scrubber.look(), SCRUB_LOOK_EVERY).unref();
  imports.resume().catch((error: unknown) => log.error({ err: error }, 'resuming imports failed'));
  const purge = async (): Promise<void> => {
    await purges.look().catch((error: unknown) => log.error({ err: error }, 'purging failed'));
  };
  setInterval(() => void purge(), PURGE_LOOK_EVERY).unref();
  void purges.resume().then(purge, (error: unknown) => {
    log.error({ err: error }, 'resuming purges failed');
  });

  setInterval(() => void sweepBlobs(), BLOB_SWEEP_EVERY).unref();
  afterPurges(room.tables, () => void sweepBlobs());
  void sweepBlobs();

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    thread.stop();
    const { servers } = listening;
    stopInOrder({ servers, sockets, room, journal, lock, log }, 'the server is stopping').then(
      () => process.exit(EXIT.ok),
      fatal,
    );
    log.info({ signal }, 'asked to stop');
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);

  log.info({ origin: listening.origin, folder, version: VERSION, seq: room.head.seq }, 'listening');
  for (const note of listening.notes) {
    log.warn(note);
    console.warn(note);
  }
  invite(door.invitation(), env);
}
