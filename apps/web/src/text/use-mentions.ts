// Typing `@` in a text opens a list of the people of the project. The keys stay in the field; the arrows,
// Enter, Tab and Esc are the list's while it is open. It opens by typing alone: the caret may walk over
// a handle that is there without being stopped.
import type { User } from '@planwright/engine';
import { peopleFitting } from '@planwright/engine';
import type { KeyboardEvent } from 'react';
import { useId, useState } from 'react';

import { usePlace } from '../actions/place.ts';
import { sameList, useQuery } from '../store/hooks.ts';
import type { Mention } from './mention.ts';
import { mentionAt } from './mention.ts';

/** So many people are offered at most; typing finds the others. */
const MOST = 8;
const NOBODY: readonly User[] = [];

export interface Mentions {
  /** Whom to choose from; nobody while the list is closed. */
  readonly people: readonly User[];
  /** Where in the text the handle stands; null while the list is closed. */
  readonly at: number | null;
  /** The place of the one that Enter takes. */
  readonly active: number;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  readonly activate: (index: number) => void;
  readonly choose: (user: User) => void;
  /** Closes the list until another handle is begun. */
  readonly dismiss: () => void;
  /** The text is another one. */
  readonly typed: (field: HTMLTextAreaElement) => void;
  /** The caret is somewhere else; null: the field was left. */
  readonly moved: (field: HTMLTextAreaElement | null) => void;
  /** Was the key for the list? Then nothing else is done with it. */
  readonly takes: (event: KeyboardEvent) => boolean;
}

/** `replace` puts words in the place of a part of the text, as if they had been typed. */
export function useMentions(replace: (from: number, to: number, words: string) => void): Mentions {
  const { project } = usePlace();
  const listId = useId();
  const [mention, setMention] = useState<Mention | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const wanted = mention?.typed ?? null;
  const people = useQuery(
    (tables) =>
      project === null || wanted === null
        ? NOBODY
        : peopleFitting(tables, project.id, wanted).slice(0, MOST),
    [project?.id, wanted],
    sameList,
  );
  const chosen = Math.min(active, Math.max(0, people.length - 1));

  const show = (next: Mention | null): void => {
    setMention(next);
    if (next?.typed !== mention?.typed) setActive(0);
  };
  const choose = ({ handle }: User): void => {
    if (mention === null) return;
    show(null);
    replace(mention.at, mention.end, `@${handle} `);
  };
  const dismiss = (): void => {
    setDismissed(mention?.at ?? null);
    show(null);
  };
  const step = (by: number): void => setActive((chosen + by + people.length) % people.length);

  return {
    people,
    at: people.length === 0 ? null : (mention?.at ?? null),
    active: chosen,
    listId,
    optionId: (index) => `${listId}-${index}`,
    activate: setActive,
    choose,
    dismiss,
    typed: (field) => {
      const found = caretOf(field) === null ? null : mentionAt(field.value, field.selectionStart);
      if (found?.at !== dismissed) setDismissed(null);
      show(found !== null && found.at === dismissed ? null : found);
    },
    moved: (field) => {
      if (mention === null) return;
      const caret = field === null ? null : caretOf(field);
      const found = field === null || caret === null ? null : mentionAt(field.value, caret);
      show(found?.at === mention.at ? found : null);
    },
    takes: (event) => {
      const one = people[chosen];
      if (one === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === 'ArrowDown') step(1);
      else if (event.key === 'ArrowUp') step(-1);
      else if (event.key === 'Escape') dismiss();
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) choose(one);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** Where the caret is; null while something is selected. */
function caretOf({ selectionStart, selectionEnd }: HTMLTextAreaElement): number | null {
  return selectionStart === selectionEnd ? selectionStart : null;
}
