// Files that are dropped on an item, or pasted where no field takes them.
import type { WorkItemId } from '@planwright/engine';
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

import { attachFiles } from '../actions/attach-files.ts';
import { takeFilesFor } from '../store/attaching.ts';
import { useStore } from '../store/hooks.ts';

interface DroppedFiles {
  /** The section: all of the panel or page around it takes what is dropped. */
  readonly section: RefObject<HTMLElement | null>;
  /** The place that files are held over, in pixels of the window; null while there are none. */
  readonly over: DOMRect | null;
}

export function useDroppedFiles(item: WorkItemId, editable: boolean): DroppedFiles {
  const store = useStore();
  const section = useRef<HTMLElement>(null);
  const [over, setOver] = useState<DOMRect | null>(null);

  useEffect(() => {
    const place = section.current?.closest<HTMLElement>('aside, main');
    if (!editable || !place) return;
    const leave = takeFilesFor(item);
    // Nothing of this reaches the page around, which takes files for an import.
    const hold = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (event.type === 'dragenter') event.stopPropagation();
      setOver((held) => held ?? place.getBoundingClientRect());
    };
    const out = (event: DragEvent): void => {
      const { relatedTarget } = event;
      event.stopPropagation();
      if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) setOver(null);
    };
    const drop = (event: DragEvent): void => {
      setOver(null);
      const files = event.dataTransfer?.files;
      if (files === undefined || files.length === 0 || isTaken(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      attachFiles(store, item, files);
    };
    const paste = (event: ClipboardEvent): void => {
      const files = pastedFiles(event);
      if (event.defaultPrevented || files.length === 0 || isInDialog(event.target)) return;
      event.preventDefault();
      attachFiles(store, item, files);
    };
    place.addEventListener('dragenter', hold);
    place.addEventListener('dragover', hold);
    place.addEventListener('dragleave', out);
    place.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      leave();
      place.removeEventListener('dragenter', hold);
      place.removeEventListener('dragover', hold);
      place.removeEventListener('dragleave', out);
      place.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, [store, item, editable]);

  return { section, over };
}

/** Files in the clipboard; none where it has text as well, as from a table or a document. */
function pastedFiles({ clipboardData }: ClipboardEvent): readonly File[] {
  if (clipboardData === null || clipboardData.types.includes('text/plain')) return [];
  return [...clipboardData.files];
}

/** Is this a text that takes files itself? */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-takes-files]') !== null;
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}
