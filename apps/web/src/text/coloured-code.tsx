// Fenced code in colours, in a chunk of its own.
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';

import { highlight } from './highlight.ts';

export interface CodeProps {
  /** As it stands after the fence: `ts`; '' for none. */
  readonly language: string;
  readonly code: string;
}

export function ColouredCode({ language, code }: CodeProps) {
  const tree = useMemo(() => highlight(language.toLowerCase(), code), [language, code]);
  return tree === null ? code : (toJsxRuntime(tree, { Fragment, jsx, jsxs }) as ReactNode);
}
