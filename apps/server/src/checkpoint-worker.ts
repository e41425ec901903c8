/** The thread that checkpoints: each time it is asked, it says what came of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkpointing } from '@planwright/journal';

const checkpoint = checkpointing((workerData as { path: string }).path);
parentPort?.on('message', () => parentPort?.postMessage(checkpoint()));
