// What comments bring to the timeline of an item: the threads that are here, and the field to write in.
import { threadsOf } from '@planwright/engine';
import { useMemo } from 'react';

import type { Conversation } from '../item-section.ts';
import { useColdRows } from '../store/cold-rows.ts';
import { Composer } from './composer.tsx';
import { Thread } from './thread.tsx';

export const conversation: Conversation = {
  useThreads: ({ detail, project, editable }) => {
    const { rows, standing, readMore } = useColdRows('comment', detail.item.id);
    const threads = useMemo(
      () =>
        threadsOf(rows).map((thread) => ({
          id: thread.id,
          at: thread.at,
          content: <Thread thread={thread} project={project} editable={editable} />,
        })),
      [rows, project, editable],
    );
    return { threads, standing, readMore };
  },
  Composer: ({ detail: { item }, editable }) =>
    editable ? <Composer item={item.id} parent={null} /> : null,
};
