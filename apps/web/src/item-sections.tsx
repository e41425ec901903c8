// What an item is shown as, part by part: the panel lists all of them in this order, the page puts
// those of the side beside the others. A new part is one line here.
import type { ReactNode } from 'react';
import { memo, useDeferredValue } from 'react';

import { Timeline } from './activity/timeline.tsx';
import { Attachments } from './attachments/attachments.tsx';
import { conversation } from './comments/conversation.tsx';
import { Dependencies } from './dependencies/dependencies.tsx';
import type { SectionProps, SectionsProps } from './item-section.ts';
import { Children } from './item/children.tsx';
import { Dates } from './item/dates.tsx';
import { Description } from './item/description.tsx';
import { Properties } from './item/properties.tsx';

interface ItemSection {
  readonly id: string;
  /** Is it seen at once, above all that may be long or is not here yet? */
  readonly first?: true;
  /** Where it stands on a wide page. */
  readonly column: 'main' | 'side';
  readonly Section: (props: SectionProps) => ReactNode;
}

const declared: readonly ItemSection[] = [
  { id: 'properties', first: true, column: 'side', Section: Properties },
  {
    id: 'description',
    column: 'main',
    Section: ({ detail: { item, description }, editable }) => (
      <Description item={item} document={description} editable={editable} />
    ),
  },
  { id: 'children', column: 'main', Section: Children },
  { id: 'dependencies', column: 'main', Section: Dependencies },
  { id: 'attachments', column: 'main', Section: Attachments },
  { id: 'dates', column: 'side', Section: Dates },
  {
    id: 'timeline',
    column: 'main',
    Section: (props) => <Timeline {...props} conversation={conversation} />,
  },
];

/** None is drawn again when others come after it. */
const sections = declared.map((one) => ({ ...one, Section: memo(one.Section) }));

/** Those that come first are painted first; the others, below them, in a drawing of their own. */
export function Sections({ of, ...given }: SectionsProps) {
  const all = useDeferredValue(true, false);
  return sections
    .filter(({ column, first }) => (of === undefined || column === of) && (all || first))
    .map(({ id, Section }) => <Section key={id} {...given} />);
}
