// The last touch on sanitised elements: keys and handles in running text become links where they are
// known, fenced code becomes a block that can be coloured, pictures of other places become links.
import type { Element, ElementContent, Root } from 'hast';

import { imageSource } from './image-source.ts';

/** `WEB-12`, or `@ann` where nothing of a word or an address stands before it. */
const NAME = /(?<![\w./@-])(?:[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,9}(?![\w-])|@[\w.-]{2,40})/g;

/** All that may be keys and handles in the text of some elements, each once. */
export function namesIn(root: Root): readonly string[] {
  const found = new Set<string>();
  const look = (node: Root | Element): void => {
    for (const child of node.children) {
      if (child.type === 'element') look(child);
      if (child.type !== 'text') continue;
      for (const [name] of child.value.matchAll(NAME)) {
        for (const reading of readings(name)) found.add(reading);
      }
    }
  };
  look(root);
  return [...found];
}

/** A handle may end with a dot, and a sentence may end after a handle: the longest reading first. */
function readings(found: string): readonly string[] {
  const all = [found];
  if (!found.startsWith('@')) return all;
  for (let one = found; /[._-]$/.test(one); all.push(one)) one = one.slice(0, -1);
  return all;
}

/** The elements as they are drawn; `known` are the names that are links. */
export function finished(root: Root, known: ReadonlySet<string>): Root {
  return {
    ...root,
    children: root.children.flatMap((child) => drawn(child as ElementContent, known)),
  };
}

function drawn(node: ElementContent, known: ReadonlySet<string>, within?: 'a'): ElementContent[] {
  if (node.type === 'text') return within === 'a' ? [node] : split(node.value, known);
  if (node.type !== 'element') return [];
  if (node.tagName === 'pre') return [codeBlock(node)];
  if (node.tagName === 'code') return [node];
  if (node.tagName === 'img') return [picture(node, within)];
  const inside = node.tagName === 'a' ? 'a' : within;
  const children = node.children.flatMap((child) => drawn(child, known, inside));
  const box = node.tagName === 'li' ? node.properties['dataBox'] : undefined;
  if (box !== undefined) giveBox(children, Number(box));
  const { dataBox: _, ...properties } = node.properties;
  return [{ ...node, properties, children }];
}

/** Tells the box of an item of a task list where in the text it stands. */
function giveBox(children: readonly ElementContent[], at: number): void {
  const isInput = (one: ElementContent): one is Element =>
    one.type === 'element' && one.tagName === 'input';
  const [first] = children.filter((one) => one.type === 'element');
  const input = children.find(isInput) ?? first?.children.find(isInput);
  if (input !== undefined) input.properties = { ...input.properties, boxAt: at };
}

function codeBlock(pre: Element): Element {
  const [code] = pre.children.filter((one) => one.type === 'element');
  const names = code?.properties['className'];
  const first = Array.isArray(names) ? String(names[0] ?? '') : '';
  const language = first.startsWith('language-') ? first.slice('language-'.length) : '';
  const properties = { language, code: textOf(code ?? pre) };
  return { type: 'element', tagName: 'code-block', properties, children: [] };
}

/** One of our own is shown; one of another place is a link, or its words where it is in one. */
function picture({ properties }: Element, within: 'a' | undefined): ElementContent {
  const url = String(properties['src'] ?? '');
  const alt = String(properties['alt'] ?? '');
  const src = imageSource(url);
  if (src !== null) {
    return {
      type: 'element',
      tagName: 'img',
      properties: { src, alt, loading: 'lazy' },
      children: [],
    };
  }
  const words: ElementContent = { type: 'text', value: alt || url };
  if (within === 'a' || url === '') return words;
  return { type: 'element', tagName: 'a', properties: { href: url }, children: [words] };
}

function split(text: string, known: ReadonlySet<string>): ElementContent[] {
  const out: ElementContent[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(NAME)) {
    const name = readings(found).find((one) => known.has(one));
    if (name === undefined) continue;
    if (index > from) out.push({ type: 'text', value: text.slice(from, index) });
    const tagName = name.startsWith('@') ? 'person-link' : 'item-link';
    out.push({ type: 'element', tagName, properties: { name }, children: [] });
    from = index + name.length;
  }
  if (from < text.length) out.push({ type: 'text', value: text.slice(from) });
  return out;
}

function textOf(node: Element): string {
  return node.children
    .map((child) =>
      child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : '',
    )
    .join('');
}
