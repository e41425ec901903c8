// The server as `npm start` runs it: brought back when it dies. Words: the delays between the tries
// in milliseconds, then the server's program.
import { supervise } from '../../scripts/supervise.mjs';

const [delays = '', ...program] = process.argv.slice(2);
process.exitCode = await supervise(
  process.execPath,
  program,
  { cwd: process.cwd(), env: process.env },
  { delays: delays.split(',').map(Number), goodRun: 60_000 },
);
