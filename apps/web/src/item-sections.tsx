// What an item is shown as, part by part: the panel lists all of them in this order, the page puts
// those of the side beside the others. A new part is one line here.
import type { ReactNode } from 'react';

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
  /** Where it stands on a wide page. */
  readonly column: 'main' | 'side';
  readonly Section: (props: SectionProps) => ReactNode;
}

const sections: readonly ItemSection[] = [
  { id: 'properties', column: 'side', Section: Properties },
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

export function Sections({ of, ...given }: SectionsProps) {
  return sections
    .filter(({ column }) => of === undefined || column === of)
    .map(({ id, Section }) => <Section key={id} {...given} />);
}
