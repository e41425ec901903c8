/** The thread of an export: it writes one file and says what its last line is. */
import { parentPort, workerData } from 'node:worker_threads';
import { writeExport, type ExportTask } from './export-file.ts';

parentPort?.postMessage(writeExport(workerData as ExportTask));
