// The end of a list that goes on: reached by scrolling, or by its button.
import { useEffect, useRef } from 'react';

import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';

export function Older({ onReach }: { readonly onReach: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = end;
    if (current === null || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onReach();
      },
      { rootMargin: '200px' },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [onReach]);
  return (
    <div ref={end}>
      <Button size="s" onClick={onReach}>
        {strings.activity.older}
      </Button>
    </div>
  );
}
