// A Markdown text as people read it. What draws it is a chunk of its own; until that is here, and where
// it cannot be had (the server is away, or newer than this page), the text is shown as it was written.
import type { ComponentType } from 'react';
import { Suspense } from 'react';

import { chunk } from '../ui/chunk.tsx';
import type { MarkdownViewProps } from './markdown.tsx';
import styles from './markdown-view.module.css';

const Markdown = chunk<MarkdownViewProps>(() =>
  import('./markdown.tsx').then(
    (module): ComponentType<MarkdownViewProps> => module.Markdown,
    () => Plain,
  ),
);

export function MarkdownView(props: MarkdownViewProps) {
  return (
    <Suspense fallback={<Plain {...props} />}>
      <Markdown {...props} />
    </Suspense>
  );
}

function Plain({ text }: MarkdownViewProps) {
  return <p className={styles.plain}>{text}</p>;
}
