/**
 * How long a question may wait for its answer: `[handler] timeout_secs`. An edit never has a
 * time-out: whoever was told "too late" could not know whether it was saved.
 */

/** Runs `late` when the time is over, unless what it returns is called first. */
export type Patience = (late: () => void) => () => void;

/** The patience of a running server. */
export function patienceOf(seconds: number): Patience {
  return (late) => {
    const timer = setTimeout(late, seconds * 1_000);
    timer.unref();
    return () => clearTimeout(timer);
  };
}

/** What came in place of an answer. */
export const LATE = Symbol('late');

/** The answer, or LATE when it takes too long; the work itself goes on. */
export function inTime<T>(work: Promise<T>, patience: Patience): Promise<T | typeof LATE> {
  return new Promise((resolve, reject) => {
    const callOff = patience(() => resolve(LATE));
    work.then(resolve, reject).finally(callOff);
  });
}
