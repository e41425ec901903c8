// Markdown as elements, never as HTML in a string: text → mdast → hast → sanitised hast → React. Raw
// HTML is shown as the text it is; pictures of other places are links, so that reading makes no
// request; keys of items become links into the app. This file and its libraries are a chunk of their own.
import { itemByKey } from '@planwright/engine';
import type { Element, ElementContent, Root } from 'hast';
import type { Html, Image } from 'mdast';
import type { Schema } from 'hast-util-sanitize';
import { defaultSchema, sanitize } from 'hast-util-sanitize';
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import type { Handlers } from 'mdast-util-to-hast';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import type { ComponentProps } from 'react';
import { memo } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';

import { GoLink } from '../actions/go-link.tsx';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import styles from './markdown.module.css';

const handlers: Handlers = {
  html: (_state, node: Html) => ({ type: 'text', value: node.value }),
  image: (_state, node: Image) => ({
    type: 'element',
    tagName: 'a',
    properties: { href: node.url },
    children: [{ type: 'text', value: node.alt || node.url }],
  }),
};

const schema: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img' && name !== 'picture'),
  protocols: { href: ['http', 'https', 'mailto'] },
};

/** Sanitised elements of a Markdown text. */
function toSafeHast(text: string): Root {
  const mdast = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const hast = sanitize(toHast(mdast, { handlers }), schema);
  return hast.type === 'root' ? hast : { type: 'root', children: [hast as ElementContent] };
}

const KEY = /\b[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,9}\b/g;
const UNTOUCHED = new Set(['a', 'code', 'pre']);

/** Makes links of the keys in running text: elements named `item-link`. */
function linkKeys<T extends Root | Element>(parent: T, known: (key: string) => boolean): T {
  const children = parent.children.flatMap((child): ElementContent[] => {
    if (child.type === 'element')
      return [UNTOUCHED.has(child.tagName) ? child : linkKeys(child, known)];
    return child.type === 'text' ? split(child.value, known) : [];
  });
  return { ...parent, children };
}

function split(text: string, known: (key: string) => boolean): ElementContent[] {
  const out: ElementContent[] = [];
  let from = 0;
  for (const { 0: key, index } of text.matchAll(KEY)) {
    if (!known(key)) continue;
    if (index > from) out.push({ type: 'text', value: text.slice(from, index) });
    const value: ElementContent[] = [{ type: 'text', value: key }];
    out.push({
      type: 'element',
      tagName: 'item-link',
      properties: { itemKey: key },
      children: value,
    });
    from = index + key.length;
  }
  if (from < text.length) out.push({ type: 'text', value: text.slice(from) });
  return out;
}

const components = {
  a: ({ href, children }: ComponentProps<'a'>) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  // A box of a task list says by itself whether it is ticked; its words follow it.
  input: ({ checked }: ComponentProps<'input'>) => (
    <input
      type="checkbox"
      checked={checked === true}
      disabled
      readOnly
      aria-label={checked === true ? strings.text.ticked : strings.text.unticked}
    />
  ),
  table: ({ children }: ComponentProps<'table'>) => (
    <div className={styles.wide}>
      <table>{children}</table>
    </div>
  ),
  'item-link': ({ itemKey }: { readonly itemKey: string }) => (
    <GoLink to={{ to: 'item', key: itemKey.slice(0, itemKey.indexOf('-')), item: itemKey }}>
      {itemKey}
    </GoLink>
  ),
};

const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  const { tables } = useStore();
  const hast = linkKeys(toSafeHast(text), (key) => itemByKey(tables, key) !== undefined);
  return (
    <div className={styles.prose}>
      {toJsxRuntime(hast, { Fragment, jsx, jsxs, components: components as never })}
    </div>
  );
});

export default Markdown;
