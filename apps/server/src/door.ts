/**
 * The door: who may speak to this server at all. Every HTTP request and every WebSocket upgrade
 * passes here before any handler sees it, so no route can forget it.
 *
 * A page of some other site, open in the same browser, can send requests to 127.0.0.1. It cannot
 * forge `Host`, `Origin` or `Sec-Fetch-Site`, it cannot read our answers, and our cookie does not
 * travel with its requests; each of the steps below stops it alone. In order:
 *
 *     1 Host             one address; other names of this machine are sent there
 *     2 method, target   those we have; no preflight is ever answered
 *     3 Origin           when it is sent, this one and once
 *     4 Sec-Fetch-Site   not from another site; a clicked link comes again by itself
 *     5 /health, /live   answer to anybody who came this far
 *     6 /open?code=      a one-time code becomes the cookie
 *     7 cookie or token  without it, a page that says how to get in
 *     8 Content-Type     what changes something is JSON, which no form can send; files that are
 *                        attached are `application/octet-stream`, which none can either
 */
import type { Answer } from './answer.ts';
import { errorAnswer } from './answer.ts';
import type { OneTimeCodes } from './codes.ts';
import {
  entrancePage,
  goOnPage,
  PAGE_POLICY,
  plainPage,
  reloadPage,
  staleCodePage,
} from './page.ts';
import { derive, sameSecret } from './token.ts';

/** What the door looks at. Header values come as they were sent, one for each line. */
export interface Visit {
  readonly method: string;
  /** The request target as sent: `/board?x=1`. */
  readonly target: string;
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/** How a visitor proved who they are; `nobody` only on the routes that are open to all. */
export type Key = 'cookie' | 'token' | 'nobody';

export type Admission = { readonly key: Key } | { readonly answer: Answer };

/** What a door needs to know of its server. */
export interface DoorPlan {
  /** The one address of this server: `http://127.0.0.1:4680`. */
  readonly origin: string;
  /** Other names of this machine, which are redirected: `localhost`, `[::1]`. */
  readonly aliases: readonly string[];
  readonly workspaceId: string;
  readonly token: string;
  readonly codes: OneTimeCodes;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const OPEN_TO_ALL = ['/health', '/live'];
const ONE_YEAR = 365 * 24 * 3600;
/** Marks the second try of a clicked link, so that there is no third. */
const AGAIN = 'pm_again=1';

export interface Door {
  admit(visit: Visit): Admission;
  /** The address that lets a browser in once. */
  invitation(): string;
}

export function createDoor(plan: DoorPlan): Door {
  const { origin, token, codes } = plan;
  const host = new URL(origin).host;
  const port = new URL(origin).port;
  const aliases = new Set(plan.aliases.map((name) => `${name}:${port}`));
  const cookieName = `pm_${plan.workspaceId}`;
  const cookieValue = derive(token, `cookie:${plan.workspaceId}`);

  function admit(visit: Visit): Admission {
    const { method, target } = visit;
    const [path, query] = split(target);

    const asked = only(visit, 'host')?.toLowerCase();
    if (asked !== host) {
      if (asked === undefined || !aliases.has(asked) || !target.startsWith('/')) {
        return refuse(visit, 421, 'WRONG_HOST', `This server is at ${origin}.`);
      }
      return { answer: { status: 308, headers: { location: origin + target }, body: '' } };
    }

    if (!target.startsWith('/')) return refuse(visit, 400, 'BAD_TARGET', 'Ask for a path.');
    if (!METHODS.includes(method)) {
      const allow = { allow: METHODS.join(', ') };
      return {
        answer: errorAnswer(405, 'METHOD', `There is no ${printable(method)} here.`, allow),
      };
    }

    if (visit.headers['origin'] && only(visit, 'origin') !== origin) {
      return refuse(visit, 403, 'WRONG_ORIGIN', `Only pages of ${origin} may ask.`);
    }

    const site = visit.headers['sec-fetch-site'] ? (only(visit, 'sec-fetch-site') ?? '') : 'none';
    const again = query.split('&').includes(AGAIN);
    if (site !== 'same-origin' && site !== 'none') {
      const isLink = (site === 'cross-site' || site === 'same-site') && isTopNavigation(visit);
      if (method !== 'GET' || !isLink) {
        return refuse(visit, 403, 'CROSS_SITE', `Only pages of ${origin} may ask.`);
      }
      return again
        ? page(200, goOnPage(origin + without(path, query)))
        : page(200, reloadPage(`${origin}${path}?${query ? `${query}&` : ''}${AGAIN}`));
    }

    if (OPEN_TO_ALL.includes(path)) return { key: 'nobody' };

    const key = keyOf(visit);
    if (path === '/open' && method === 'GET') return open(visit, query, key);
    if (key === null) {
      if (isNavigation(visit)) return page(401, entrancePage());
      const challenge = { 'www-authenticate': 'Bearer realm="planwright"' };
      const message = 'Send the token in .pm/token as "Authorization: Bearer".';
      return { answer: errorAnswer(401, 'UNAUTHENTICATED', message, challenge) };
    }
    if (again && method === 'GET') {
      return {
        answer: { status: 302, headers: { location: origin + without(path, query) }, body: '' },
      };
    }

    if (method !== 'GET' && method !== 'HEAD') {
      const type = (only(visit, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase();
      const wanted = takesBytes(method, path) ? 'application/octet-stream' : 'application/json';
      if (type !== wanted) return refuse(visit, 415, 'CONTENT_TYPE', `Send ${wanted}.`);
    }
    return { key };
  }

  /** Which key the visitor carries; a wrong token is not made good by a cookie. */
  function keyOf(visit: Visit): 'cookie' | 'token' | null {
    if (visit.headers['authorization']) {
      const [, sent] = /^Bearer ([\w-]+)$/i.exec(only(visit, 'authorization') ?? '') ?? [];
      return sent !== undefined && sameSecret(sent, token) ? 'token' : null;
    }
    const cookies = (visit.headers['cookie'] ?? []).flatMap((line) => line.split(';'));
    const sent = cookies
      .map((cookie) => cookie.trim())
      .filter((cookie) => cookie.startsWith(`${cookieName}=`))
      .map((cookie) => cookie.slice(cookieName.length + 1));
    return sent.some((value) => sameSecret(value, cookieValue)) ? 'cookie' : null;
  }

  /** Takes a code and gives the cookie. A browser that only looks ahead uses nothing up. */
  function open(visit: Visit, query: string, key: Key | null): Admission {
    const home = { location: `${origin}/` };
    if ((only(visit, 'sec-purpose') ?? '').includes('prefetch')) {
      return refuse(visit, 403, 'PREFETCH', 'Open this address when you mean to.');
    }
    const good = codes.redeem(new URLSearchParams(query).get('code') ?? '');
    if (key === 'cookie') return { answer: { status: 303, headers: home, body: '' } };
    if (!good) return page(403, staleCodePage());
    const cookie = `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${ONE_YEAR}`;
    return { answer: { status: 303, headers: { ...home, 'set-cookie': cookie }, body: '' } };
  }

  return { admit, invitation: () => `${origin}/open?code=${codes.make()}` };
}

/** Is the body a file as it is? */
function takesBytes(method: string, path: string): boolean {
  if (method === 'POST') return path === '/attachment';
  return method === 'PUT' && /^\/blob\/[0-9a-f-]{36}\/thumbnail$/.test(path);
}

/** The value of a header that was sent exactly once. */
function only(visit: Visit, name: string): string | undefined {
  const values = visit.headers[name];
  return values?.length === 1 ? values[0] : undefined;
}

/** Will a person look at the answer? Browsers say so; older ones ask for HTML. */
function isNavigation(visit: Visit): boolean {
  const mode = only(visit, 'sec-fetch-mode');
  if (mode !== undefined) return mode === 'navigate';
  return (only(visit, 'accept') ?? '').includes('text/html');
}

/** Is it a whole tab that goes here, and not a frame, an image or a script? */
function isTopNavigation(visit: Visit): boolean {
  return (
    only(visit, 'sec-fetch-mode') === 'navigate' && only(visit, 'sec-fetch-dest') === 'document'
  );
}

/** The path and the query of a target. */
function split(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** The address without the mark of the second try. */
function without(path: string, query: string): string {
  const rest = query.split('&').filter((part) => part !== `${AGAIN}` && part !== '');
  return path + (rest.length > 0 ? `?${rest.join('&')}` : '');
}

function refuse(visit: Visit, status: number, code: string, message: string): Admission {
  if (isNavigation(visit)) return page(status, plainPage('Not here', message));
  return { answer: errorAnswer(status, code, message) };
}

function page(status: number, body: string): Admission {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PAGE_POLICY,
  };
  return { answer: { status, headers, body } };
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 20);
}
