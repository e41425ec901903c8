/** The thread of a scrub: it reads one file from end to end and says what it has found. */
import { parentPort, workerData } from 'node:worker_threads';
import { scrubFile } from '@planwright/journal';

parentPort?.postMessage(scrubFile((workerData as { path: string }).path));
