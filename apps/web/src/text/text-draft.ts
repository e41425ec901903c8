// The draft of a description: the text, and the revision that it was typed on. Kept until the server
// has the text, so that a crash, a reload or a conflict loses nothing.

export interface TextDraft {
  readonly rev: number;
  readonly text: string;
}

/** Where a draft stands against the text that is there now. */
export type Standing =
  /** There is no draft, or it says what the text says. */
  | 'none'
  /** It is on its way to the server. */
  | 'saving'
  /** Somebody else has changed the text since: both must be seen. */
  | 'conflict'
  /** It was never sent: writing can go on. */
  | 'unsent';

export function packDraft({ rev, text }: TextDraft): string {
  return `${rev} ${text}`;
}

/** The draft of what was kept; null for nothing, or for something that is no draft. */
export function unpackDraft(kept: string | null): TextDraft | null {
  const found = kept === null ? null : /^(\d+) ([\s\S]*)$/.exec(kept);
  return found === null ? null : { rev: Number(found[1]), text: found[2] ?? '' };
}

/**
 * `now` is the text on this device (rev 0: none was ever written); `saving`: an edit is under way;
 * `refused`: the server has refused an edit of it, so that the draft's revision is worth nothing.
 */
export function standingOf(
  draft: TextDraft | null,
  now: TextDraft,
  { saving, refused }: { readonly saving: boolean; readonly refused: boolean },
): Standing {
  if (draft === null || draft.text === now.text) return 'none';
  if (refused) return 'conflict';
  if (saving) return 'saving';
  return draft.rev === now.rev ? 'unsent' : 'conflict';
}
