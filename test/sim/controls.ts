/**
 * Controls: bugs that are planted to see the simulation catch them. Each stands for a piece of the
 * agreement that was left out; one that is not caught within its seeds is a failure of the tests.
 */
import type { Control } from './control.ts';
import { clientControls } from './controls-client.ts';
import { journalControls } from './controls-journal.ts';
import { roomControls } from './controls-room.ts';
import { ruleControls } from './controls-rules.ts';
import { textControls } from './controls-text.ts';

export const CONTROLS: readonly Control[] = [
  ...clientControls,
  ...journalControls,
  ...roomControls,
  ...ruleControls,
  ...textControls,
];
