/** The Node that this program is written for. */
import { EXIT, Stop } from './exit.ts';

const LEAST_MAJOR = 26;

/**
 * Ends the start under an older Node.
 * @param version as Node names it: `v26.10.0`
 */
export function checkNode(version: string): void {
  if (Number(/^v(\d+)\./.exec(version)?.[1]) >= LEAST_MAJOR) return;
  throw new Stop(
    EXIT.configuration,
    `Planwright needs Node ${LEAST_MAJOR} or newer, and this is ${version}. ` +
      'Use "npm start": it brings the right one. If it does not, run "npm ci" first.',
  );
}
