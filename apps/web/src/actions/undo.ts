// What can be taken back, newest last: Ctrl Z goes through it, and so does the button of a note. It is
// this tab's memory of its own edits; each step looks first whether its edit still stands.
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

interface Step {
  /** Takes the edit back; gives why it cannot, or null. */
  readonly undo: () => string | null;
}

const MOST = 100;
const steps: Step[] = [];

/** Remembers how to take an edit back; gives the way to do it now. */
export function remember(undo: () => string | null): () => void {
  const step: Step = { undo };
  steps.push(step);
  if (steps.length > MOST) steps.shift();
  return () => {
    const at = steps.indexOf(step);
    if (at < 0) return;
    steps.splice(at, 1);
    perform(step);
  };
}

/** Is there anything to take back? */
export function canUndo(): boolean {
  return steps.length > 0;
}

/** Takes back the newest edit. */
export function undoLast(): void {
  const step = steps.pop();
  if (step !== undefined) perform(step);
}

function perform(step: Step): void {
  const refused = step.undo();
  if (refused !== null) notify({ text: strings.notUndone, detail: refused, tone: 'problem' });
}
