// The list of people that opens under an `@` while one types. The focus stays in the field, which says
// by `aria-activedescendant` who is marked: so it stands in a card, which wants no focus.
import { PreviewCard as Base } from '@base-ui/react/preview-card';
import type { RefObject } from 'react';

import { strings } from '../strings.ts';
import { Face } from '../ui/face.tsx';
import popup from '../ui/popup.module.css';
import styles from './mention-list.module.css';
import type { Mentions } from './use-mentions.ts';

export interface MentionListProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Where the `@` stands. */
  readonly at: number;
  readonly mentions: Mentions;
}

export function MentionList({ field, at, mentions }: MentionListProps) {
  const { people, active, listId, optionId, activate, choose, dismiss } = mentions;
  const anchor = () => {
    const { current } = field;
    if (current === null) return null;
    return { contextElement: current, getBoundingClientRect: () => placeOf(current, at) };
  };
  return (
    <Base.Root open onOpenChange={(_, { reason }) => reason === 'outside-press' && dismiss()}>
      <Base.Portal>
        <Base.Positioner
          className={popup.positioner}
          anchor={anchor}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Base.Popup className={popup.popup}>
            <div role="listbox" id={listId} aria-label={strings.text.people} className={popup.list}>
              {people.map((user, index) => (
                <div
                  key={user.id}
                  role="option"
                  id={optionId(index)}
                  tabIndex={-1}
                  aria-selected={index === active}
                  data-highlighted={index === active ? '' : undefined}
                  className={popup.item}
                  onPointerMove={() => activate(index)}
                  onMouseDown={(event) => {
                    event.preventDefault(); // the field keeps the focus
                    if (event.button === 0) choose(user);
                  }}
                >
                  <Face person={user} />
                  <span className={popup.label}>{user.name}</span>
                  <span className={styles.handle}>@{user.handle}</span>
                </div>
              ))}
            </div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/**
 * Where a character of a field stands on the screen: where it stands in the copy of the text that
 * gives the field its height (`GrowingText`).
 */
function placeOf(field: HTMLTextAreaElement, at: number): DOMRect {
  const words = field.nextElementSibling?.firstChild;
  if (words?.nodeType !== Node.TEXT_NODE || at >= (words.nodeValue ?? '').length) {
    return field.getBoundingClientRect();
  }
  const range = document.createRange();
  range.setStart(words, at);
  range.setEnd(words, at + 1);
  return range.getBoundingClientRect();
}
