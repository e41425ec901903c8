// Markdown as elements, never as HTML in a string: text → mdast → hast → sanitised hast → React. Raw
// HTML is shown as the text it is; pictures of other places are links, so that reading makes no
// request; keys of items and handles of people become links once they are known here. This file and
// its libraries are a chunk of their own.
import type { Tables } from '@planwright/engine';
import { itemByKey, personCalled } from '@planwright/engine';
import type { Root } from 'hast';
import type { Html, Nodes as Mdast } from 'mdast';
import type { Schema } from 'hast-util-sanitize';
import { defaultSchema, sanitize } from 'hast-util-sanitize';
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import type { Handlers } from 'mdast-util-to-hast';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import type { ComponentProps } from 'react';
import { createContext, memo, useContext, useId, useMemo } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';

import { GoLink } from '../actions/go-link.tsx';
import { useQuery, useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { CodeBlock } from './code-block.tsx';
import { ItemAddress, referenceAt } from './item-address.tsx';
import styles from './markdown.module.css';
import { finished, namesIn } from './markdown-links.ts';
import { PersonLink } from './person-link.tsx';
import { Picture } from './picture.tsx';

const handlers: Handlers = {
  html: (_state, node: Html) => ({ type: 'text', value: node.value }),
};

const schema: Schema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    li: [...(defaultSchema.attributes?.['li'] ?? []), 'dataBox'],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
};

export interface MarkdownViewProps {
  readonly text: string;
  /** Ticks a box of a task list: the text with exactly that box changed. Without it, boxes stand still. */
  readonly onTick?: ((text: string) => void) | undefined;
}

/**
 * Sanitised elements of a Markdown text; items of task lists say where in the text their box is, and
 * footnotes are called by `names` and their own name: one page shows many texts.
 */
function toSafeHast(text: string, names: string): Root {
  const mdast = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  markBoxes(mdast, text);
  const elements = toHast(mdast, { handlers, clobberPrefix: '' });
  const hast = sanitize(elements, { ...schema, clobberPrefix: names });
  return hast.type === 'root' ? hast : { type: 'root', children: [hast as never] };
}

function markBoxes(node: Mdast, text: string): void {
  if (node.type === 'listItem' && typeof node.checked === 'boolean') {
    const at = text.indexOf('[', node.position?.start.offset);
    node.data = { ...node.data, hProperties: { dataBox: String(at) } };
  }
  if ('children' in node) for (const child of node.children) markBoxes(child, text);
}

/** Ticks or clears the box at this place of the text; null where boxes stand still. */
const Tick = createContext<((at: number, isOn: boolean) => void) | null>(null);

/** What the names of the elements of a text begin with. */
const Names = createContext('');

const components = {
  a: Anchor,
  input: Box,
  table: ({ children }: ComponentProps<'table'>) => (
    <div className={styles.wide}>
      <table>{children}</table>
    </div>
  ),
  img: Picture,
  'code-block': CodeBlock,
  'item-link': ItemLink,
  'person-link': PersonLink,
};

/** A link to elsewhere; to an item of ours; to a footnote, or back from it; one that may lead nowhere is its words. */
function Anchor({ href = '', children, ...called }: ComponentProps<'a'>) {
  const names = useContext(Names);
  if (href === '') return children;
  if (!href.startsWith('#')) {
    const away = (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
    const reference = referenceAt(href);
    if (reference === null) return away;
    const words = children === href ? null : children;
    return <ItemAddress reference={reference} words={words} otherwise={away} />;
  }
  const id = `${names}${href.slice(1)}`;
  return (
    <a
      {...called}
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault();
        goTo(document.getElementById(id));
      }}
    >
      {children}
    </a>
  );
}

/** The address stays what it is: a view, not a place in a text. */
function goTo(element: HTMLElement | null): void {
  if (element === null) return;
  if (!element.matches('a')) element.tabIndex = -1;
  element.focus();
}

/** A box of a task list says by itself whether it is ticked; its words follow it. */
function Box({ checked, boxAt }: { readonly checked?: boolean; readonly boxAt?: number }) {
  const tick = useContext(Tick);
  const isOn = checked === true;
  return (
    <input
      type="checkbox"
      checked={isOn}
      disabled={tick === null || boxAt === undefined}
      aria-label={isOn ? strings.text.ticked : strings.text.unticked}
      onChange={() => boxAt !== undefined && tick?.(boxAt, !isOn)}
    />
  );
}

function ItemLink({ name }: { readonly name: string }) {
  const { tables } = useStore();
  return (
    <GoLink
      to={{ to: 'item', key: name.slice(0, name.indexOf('-')), item: name }}
      title={itemByKey(tables, name)?.title}
    >
      {name}
    </GoLink>
  );
}

export const Markdown = memo(function Markdown({ text, onTick }: MarkdownViewProps) {
  const own = `${useId()}-`;
  const read = useMemo(() => {
    const hast = toSafeHast(text, own);
    return { hast, names: namesIn(hast) };
  }, [text, own]);
  const known = useQuery(
    (tables) => read.names.filter((name) => isKnown(tables, name)).join(' '),
    [read],
  );
  const hast = useMemo(() => finished(read.hast, new Set(known.split(' '))), [read, known]);
  const tick = useMemo(() => {
    if (onTick === undefined) return null;
    return (at: number, isOn: boolean) =>
      onTick(`${text.slice(0, at + 1)}${isOn ? 'x' : ' '}${text.slice(at + 2)}`);
  }, [text, onTick]);
  return (
    <Tick value={tick}>
      <Names value={own}>
        <div className={styles.prose}>
          {toJsxRuntime(hast, { Fragment, jsx, jsxs, components: components as never })}
        </div>
      </Names>
    </Tick>
  );
});

function isKnown(tables: Tables, name: string): boolean {
  const known = name.startsWith('@')
    ? personCalled(tables, name.slice(1))
    : itemByKey(tables, name);
  return known !== undefined;
}
