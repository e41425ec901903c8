// Fenced code: shown at once as it is, in colours once these are here.
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';

interface CodeBlockProps {
  /** As it stands after the fence: `ts`; '' for none. */
  readonly language: string;
  readonly code: string;
}

type Highlight = typeof import('./highlight.ts').highlight;

let loaded: Highlight | null = null;

export function CodeBlock({ language, code }: CodeBlockProps) {
  const [highlight, setHighlight] = useState<Highlight | null>(() => loaded);
  const wanted = language !== '' && highlight === null;
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    // Without its chunk code stays plain.
    const load = async (): Promise<void> => {
      const module = await import('./highlight.ts').catch(() => null);
      loaded = module?.highlight ?? null;
      if (!left) setHighlight(() => loaded);
    };
    void load();
    return () => {
      left = true;
    };
  }, [wanted]);
  const tree = language === '' ? null : (highlight?.(language.toLowerCase(), code) ?? null);
  const shown: ReactNode =
    tree === null ? code : (toJsxRuntime(tree, { Fragment, jsx, jsxs }) as ReactNode);
  return (
    <pre>
      <code>{shown}</code>
    </pre>
  );
}
