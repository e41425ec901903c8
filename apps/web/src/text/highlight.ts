// The colours of fenced code: the languages that people of this trade paste.
import type { Root } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

const lowlight = createLowlight({
  bash,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  json,
  markdown,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});
lowlight.registerAlias({
  bash: ['shell', 'console'],
  ini: ['toml'],
  typescript: ['js', 'jsx', 'javascript', 'mjs', 'node'],
});

/** Longer code than this stays plain, in UTF-16 units: colouring it would be felt. */
const MOST = 40_000;

/** The code in coloured pieces; null where the language is unknown, or the code too long. */
export function highlight(language: string, code: string): Root | null {
  if (code.length > MOST || !lowlight.registered(language)) return null;
  return lowlight.highlight(language, code);
}
