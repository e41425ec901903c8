// The draft of a long text: what is written, and what it was written on. Kept until the server has the
// text, so that a crash, a reload or a conflict loses nothing, and what others wrote in between can
// still be merged with it.
import type { CommandId } from '@planwright/engine';
import { mergeText } from '@planwright/engine';

export interface TextDraft {
  /** The revision, and the own edit without a verdict after it, that the base is of. */
  readonly rev: number;
  readonly after?: CommandId | null;
  /** The text that it was written on: what was last saved of it, or what was there. */
  readonly base?: string;
  /** The text that was there when writing began: what others changed is told by it. */
  readonly origin?: string;
  readonly text: string;
}

/** Where a draft stands against the text that is there now. */
export type Standing =
  /** There is no draft, or nothing in it that is not saved. */
  | 'none'
  /** It is on its way to the server. */
  | 'saving'
  /** Somebody else has changed the same words since: both must be seen. */
  | 'conflict'
  /** It was never sent: writing can go on. */
  | 'unsent';

export function packDraft(draft: TextDraft): string {
  return JSON.stringify(draft);
}

/** The draft of what was kept; null for nothing, or for something that is no draft. */
export function unpackDraft(kept: string | null): TextDraft | null {
  if (kept === null) return null;
  try {
    const { rev, text, after, base, origin } = JSON.parse(kept) as Partial<Record<string, unknown>>;
    if (typeof rev !== 'number' || typeof text !== 'string') return null;
    return {
      rev,
      text,
      after: typeof after === 'string' ? (after as CommandId) : null,
      ...(typeof base === 'string' ? { base } : {}),
      ...(typeof origin === 'string' ? { origin } : {}),
    };
  } catch {
    return null;
  }
}

/**
 * `now` is the text on this device (rev 0: none was ever written); `saving`: an edit is under way;
 * `refused`: the server has refused an edit of it.
 */
export function standingOf(
  draft: TextDraft | null,
  now: { readonly rev: number; readonly text: string },
  { saving, refused }: { readonly saving: boolean; readonly refused: boolean },
): Standing {
  if (draft === null || draft.text === now.text) return 'none';
  if (refused) return 'conflict';
  if (saving) return 'saving';
  if (draft.base === draft.text) return 'none';
  if (draft.rev === now.rev && !draft.after) return 'unsent';
  return mergeText(draft.base ?? '', draft.text, now.text) === null ? 'conflict' : 'unsent';
}
