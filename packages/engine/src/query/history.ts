/**
 * The history of a text: its revisions as people think of them. What one person wrote within ten
 * minutes is one step, however often it was saved meanwhile.
 */
import type { Document, DocumentId, Revision } from '../entity/document.ts';
import { revisionKey } from '../entity/document.ts';
import type { UserId } from '../entity/user.ts';
import { applyPatch } from '../lib/text-patch.ts';
import type { Tables } from '../tables.ts';

/** Revisions of one person so close together are one step, milliseconds. */
export const ONE_STEP_MS = 10 * 60_000;

/** One step of a text's history. */
export interface HistoryStep {
  readonly author: UserId;
  /** The first and the last of its revisions. */
  readonly from: number;
  readonly to: number;
  /** When it was last saved, milliseconds UTC. */
  readonly at: number;
  /** The text before and after it. */
  readonly before: string;
  readonly after: string;
}

export interface History {
  /** The newest first. */
  readonly steps: readonly HistoryStep[];
  /** The revision before which nothing is known here: 0 when the beginning is. */
  readonly known: number;
}

/**
 * The steps of a text as far back as its revisions are here, in one stretch from the newest. Texts
 * are found backwards from the one that is there.
 */
export function historyOf(tables: Tables, document: Document): History {
  const steps: HistoryStep[] = [];
  let text: string | null = document.text;
  let rev = document.rev;
  while (rev > 0) {
    const last: Revision | undefined = revisionAt(tables, document.id, rev);
    const before: string | null =
      last === undefined || text === null ? null : textBefore(text, last);
    if (last === undefined || before === null || text === null) break;
    const step = {
      author: last.author,
      from: rev,
      to: rev,
      at: last.createdAt,
      before,
      after: text,
    };
    const next = steps.at(-1);
    if (next !== undefined && isOneStep(tables, document.id, step, next)) {
      steps[steps.length - 1] = { ...next, from: rev, before };
    } else steps.push(step);
    text = before;
    rev -= 1;
  }
  return { steps: steps.filter(({ before, after }) => before !== after), known: rev };
}

/** Within ten minutes of the step's own last save, so that a long day of writing is several steps. */
function isOneStep(
  tables: Tables,
  id: DocumentId,
  older: Pick<HistoryStep, 'author' | 'at' | 'to'>,
  newer: HistoryStep,
): boolean {
  if (older.author !== newer.author) return false;
  const first = revisionAt(tables, id, newer.from);
  const near = (first?.createdAt ?? newer.at) - older.at <= ONE_STEP_MS;
  return near && newer.at - older.at <= ONE_STEP_MS;
}

function revisionAt(tables: Tables, id: DocumentId, rev: number): Revision | undefined {
  return tables.first('revision', 'byRev', revisionKey(id, rev));
}

function textBefore(text: string, { back, rev }: Revision): string | null {
  if (rev === 1) return '';
  return back === null ? null : applyPatch(text, back);
}
