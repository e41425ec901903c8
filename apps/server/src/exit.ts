/**
 * How the process ends: exit codes that a supervisor understands, and the one exception that means
 * "this is not a bug; tell the person and end".
 */

/** Codes of sysexits.h. A supervisor tries again after `internal` alone. */
export const EXIT = {
  /** A clean stop, or a second start that joined the first. */
  ok: 0,
  /** Arguments that the program does not have. */
  usage: 64,
  /** Something else answers on the port. */
  portTaken: 69,
  /** A bug, a lock that nobody answers for, or a database that cannot be trusted just now. */
  internal: 70,
  /** A setting, a file of the folder, or the version of Node: a person has to mend it. */
  configuration: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the start with a sentence for the person at the terminal; its stack is never shown. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly code: ExitCode;

  constructor(code: ExitCode, sentence: string) {
    super(sentence);
    this.code = code;
  }
}
