// A Markdown text as people read it. What draws it is a chunk of its own; until that is here, and where
// it cannot be had (the server is away, or newer than this page), the text is shown as it was written.
import type { ComponentType } from 'react';
import { Suspense, lazy } from 'react';

import type { MarkdownViewProps } from './markdown.tsx';
import styles from './markdown-view.module.css';

const Markdown = lazy<ComponentType<MarkdownViewProps>>(() =>
  import('./markdown.tsx').catch(() => ({ default: Plain })),
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
