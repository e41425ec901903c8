/**
 * Images: one for each number, made of a recording by seeded chance, and examined in threads. Each
 * thread goes through the recording once and takes its images on the way.
 */
import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Chance } from '@planwright/engine/testing/chance.ts';
import type { Files } from './disk.ts';
import { Disk } from './disk.ts';
import { examine, withJournal } from './examination.ts';
import type { Findings } from './examination.ts';
import { History } from './history.ts';
import type { Recording, Step } from './recording.ts';
import { readRecording } from './recording.ts';
import { Told } from './told.ts';

export interface Image extends Findings {
  readonly no: number;
  /** How many steps of the recording were done when the power went away. */
  readonly place: number;
}

interface Task {
  readonly log: string;
  /** Where files may be put. */
  readonly folder: string;
  readonly seed: number;
  readonly numbers: readonly number[];
}

/** A recording with all that is known of it. */
export interface Known {
  readonly recording: Recording;
  readonly told: Told;
  readonly history: History;
  /** The files if everything had come through. */
  readonly whole: Files;
}

/** Reads a recording, and the history from what it made. */
export async function know(log: string, folder: string): Promise<Known> {
  const recording = readRecording(readFileSync(log));
  const disk = new Disk();
  for (const step of recording.steps) disk.do(step);
  const whole = disk.whole();
  const history = await withJournal(join(folder, 'history'), whole, async (journal) => {
    const found = await History.of(journal);
    await journal.close();
    return found;
  });
  return { recording, told: new Told(recording), history, whole };
}

/** Examines images 0 to `count`, in as many threads as there are processors. */
export async function examineAll(
  log: string,
  folder: string,
  seed: number,
  count: number,
): Promise<readonly Image[]> {
  const threads = Math.min(availableParallelism(), count);
  const parts = Array.from({ length: threads }, (_, thread) => {
    const numbers = Array.from({ length: count }, (_, no) => no).filter(
      (no) => no % threads === thread,
    );
    return inThread({ log, folder: join(folder, `thread-${thread}`), seed, numbers });
  });
  return (await Promise.all(parts)).flat().toSorted((a, b) => a.no - b.no);
}

/** Makes these images one after the other, in the order of the recording. */
export function* imagesOf(
  { recording, told }: Known,
  seed: number,
  numbers: readonly number[],
): Generator<{ readonly no: number; readonly place: number; readonly files: Files }> {
  const moments = momentsOf(recording, told);
  const cuts = numbers.map((no) => {
    const chance = new Chance(Math.imul(seed, 1_000_003) + no);
    const kind = moments[chance.below(moments.length)] ?? [];
    return { no, chance, place: chance.pick(kind) ?? recording.steps.length };
  });
  const disk = new Disk();
  let done = 0;
  for (const { no, chance, place } of cuts.toSorted((a, b) => a.place - b.place)) {
    for (const step of recording.steps.slice(done, place)) disk.do(step);
    done = place;
    yield { no, place, files: disk.cut(chance) };
  }
}

/**
 * The kinds of moments to cut the power in, each with its places: any; about a sync; when something
 * was told; while the database file is written; from the start of a process to its first sync.
 */
function momentsOf({ steps, lives }: Recording, told: Told): readonly (readonly number[])[] {
  const places = [...steps.keys()];
  const names = new Map(
    steps.flatMap((step) => (step.kind === 'create' ? [[step.file, step.name] as const] : [])),
  );
  const about = (kind: Step['kind'], name: string) => (place: number) => {
    const step = steps[place];
    return step?.kind === kind && 'file' in step && names.get(step.file) === name;
  };
  const syncs = places.filter((place) => steps[place]?.kind === 'sync');
  const checkpoints = places.filter(about('write', 'data.db'));
  const isSync = about('sync', 'data.db-wal');
  const starts = lives.flatMap((begin) => {
    const end = places.findIndex((place) => place >= begin && isSync(place));
    return places.slice(begin, end + 1);
  });
  return [places, syncs.flatMap((place) => [place, place + 1]), told.places, checkpoints, starts];
}

async function examineImages({ log, folder, seed, numbers }: Task): Promise<readonly Image[]> {
  const known = await know(log, folder);
  const images: Image[] = [];
  for (const image of imagesOf(known, seed, numbers)) {
    const owed = known.told.by(image.place);
    const findings = await examine(join(folder, 'image'), image.files, known.history, owed);
    images.push({ no: image.no, place: image.place, ...findings });
  }
  return images;
}

function inThread(task: Task): Promise<readonly Image[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.filename, { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (!isMainThread) parentPort?.postMessage(await examineImages(workerData as Task));
