/**
 * The few plain pages that the server writes itself: for visitors who are not in yet, or who come
 * by a link from elsewhere. They hold no data, no script, and nothing that the visitor sent except
 * the address to go on to.
 */
import { createHash } from 'node:crypto';

const STYLE =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}' +
  'body{max-width:34rem;margin:15vh auto;padding:0 1.5rem}code{font-size:.95em}';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The content policy of a plain page: its own style, and nothing else. */
export const PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For somebody without the cookie. */
export function entrancePage(): string {
  return page(
    'This is Planwright',
    '<p>This browser has not been let in yet. Start Planwright in its folder once more ' +
      '(<code>npm start</code>): it prints an address that opens this door. ' +
      'It works once, within five minutes.</p><p><a href="/">Try again</a></p>',
  );
}

/** For somebody with a code that was used before, is too old, or is wrong. */
export function staleCodePage(): string {
  return page(
    'This link does not work any more',
    '<p>Each link opens the door once, within five minutes. Start Planwright in its folder once ' +
      'more (<code>npm start</code>) for a new one.</p><p><a href="/">Try without it</a></p>',
  );
}

/** Comes again by itself, this time as a visit from this site, with which the cookie travels. */
export function reloadPage(address: string): string {
  const target = escape(address);
  return page(
    'Opening Planwright…',
    `<p><a href="${target}">Go on</a></p>`,
    `<meta http-equiv="refresh" content="0;url=${target}">`,
  );
}

/** For a browser that calls its own reload a visit from elsewhere. */
export function goOnPage(address: string): string {
  return page('Planwright', `<p><a href="${escape(address)}">Open</a></p>`);
}

/** For an address that names nothing, or a refusal. `sentence` is the server's own text. */
export function plainPage(title: string, sentence: string): string {
  return page(title, `<p>${escape(sentence)}</p>`);
}

function page(title: string, body: string, head = ''): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>${title}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>` +
    `<body><h1>${title}</h1>${body}</body></html>`
  );
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
