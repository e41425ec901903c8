/**
 * HTTP: the routes, behind the door. Handlers turn input into a question to some other part and
 * show its answer; they hold no rules.
 */
import { getRequestListener } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { v7 as newId } from 'uuid';
import { errorAnswer, rawAnswer, safetyHeaders, type Answer } from './answer.ts';
import type { Door, Key, Visit } from './door.ts';
import { readJson } from './json-body.ts';
import type { Log } from './log.ts';
import { PAGE_POLICY, plainPage } from './page.ts';
import type { Site, SiteFile } from './site.ts';

/** Something that must be well for the server to be ready: null, or the sentence that says what is not. */
export type Check = () => string | null | Promise<string | null>;

export interface HttpParts {
  readonly origin: string;
  readonly version: string;
  readonly door: Door;
  readonly site: Site;
  readonly log: Log;
  readonly checks: Readonly<Record<string, Check>>;
  /** What the server of this folder answers to a challenge. */
  readonly proof: (challenge: string) => string;
  /** Routes of the room: added before the web app takes every other address. */
  readonly routes: readonly ((app: App) => void)[];
}

/** The routes of the server. */
export type App = Hono<Env>;

export interface Http {
  readonly request: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  /** Judges an upgrade. Refused: answers, ends the connection, and gives null. */
  readonly admitUpgrade: (incoming: IncomingMessage, socket: Duplex) => Key | null;
  /** Ends a connection that wants to upgrade, with an answer. */
  readonly refuseUpgrade: (socket: Duplex, answer: Answer) => void;
  /** Answers what is not HTTP, or too slow, or too large in its headers. */
  readonly clientError: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}

type Env = { Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } };

const CHALLENGE = /^[\w-]{16,64}$/;
/** Statuses for what Node's parser refuses. */
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export function createHttp(parts: HttpParts): Http {
  const { door, log, origin } = parts;
  const safety = safetyHeaders(origin);
  const app = routes(parts);
  const handle = getRequestListener((request, env) => app.fetch(request, env as Env['Bindings']), {
    overrideGlobalObjects: false,
    errorHandler: () =>
      Response.json(
        { error: { code: 'BAD_REQUEST', message: 'Not understood.' } },
        { status: 400 },
      ),
  });

  function request(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const id = newId();
    const started = performance.now();
    for (const [name, value] of Object.entries(safety)) outgoing.setHeader(name, value);
    outgoing.setHeader('x-request-id', id);
    const visit = visitOf(incoming);
    const admission = door.admit(visit);
    outgoing.on('close', () => {
      const line = {
        request: id,
        method: visit.method,
        path: pathOf(visit),
        status: outgoing.statusCode,
        ms: Math.round(performance.now() - started),
      };
      const level = outgoing.statusCode >= 500 ? 'error' : 'answer' in admission ? 'info' : 'debug';
      log[level](line, 'request');
    });
    if (!('answer' in admission)) {
      handle(incoming, outgoing).catch((error: unknown) => {
        log.error({ request: id, err: error }, 'a request failed inside');
        outgoing.destroy();
      });
      return;
    }
    const { status, headers, body } = admission.answer;
    outgoing.writeHead(status, headers).end(body);
  }

  function admitUpgrade(incoming: IncomingMessage, socket: Duplex): Key | null {
    const visit = visitOf(incoming);
    const admission = door.admit(visit);
    if (!('answer' in admission)) return admission.key;
    log.info({ path: pathOf(visit), status: admission.answer.status }, 'upgrade refused');
    refuseUpgrade(socket, admission.answer);
    return null;
  }

  function refuseUpgrade(socket: Duplex, answer: Answer): void {
    socket.on('error', () => socket.destroy());
    socket.end(rawAnswer(answer, safety));
  }

  function clientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const status = PARSER_STATUS[error.code ?? ''] ?? 400;
    refuseUpgrade(
      socket,
      errorAnswer(status, 'BAD_REQUEST', 'This is not a request that can be read.'),
    );
  }

  return { request, admitUpgrade, refuseUpgrade, clientError };
}

function routes(parts: HttpParts): App {
  const { log, site } = parts;
  const app = new Hono<Env>();

  app.get('/live', (c) => c.json({ status: 'up' }));

  app.get('/health', (c) => {
    const challenge = c.req.query('challenge') ?? '';
    const proof = CHALLENGE.test(challenge) ? { proof: parts.proof(challenge) } : {};
    return c.json({ status: 'up', product: 'planwright', version: parts.version, ...proof });
  });

  app.get('/ready', async (c) => {
    const problems: Record<string, string> = {};
    for (const [name, check] of Object.entries(parts.checks)) {
      const problem = await check();
      if (problem !== null) problems[name] = problem;
    }
    const ready = Object.keys(problems).length === 0;
    return c.json(
      ready ? { status: 'ready' } : { status: 'not ready', problems },
      ready ? 200 : 503,
    );
  });

  app.post('/open/codes', async (c) => {
    const body = await readJson(c.req.raw);
    if ('tooLarge' in body) return show(c, errorAnswer(413, 'TOO_LARGE', 'A body may have 1 MiB.'));
    if ('broken' in body) return show(c, errorAnswer(400, 'BROKEN', `The body is ${body.broken}.`));
    return c.json({ address: parts.door.invitation() }, 201);
  });

  for (const add of parts.routes) add(app);

  app.get('*', (c) => {
    const file = site.files.get(c.req.path);
    if (file !== undefined) return sendFile(c, file);
    if (!wantsPage(c) || c.req.path.startsWith('/assets/')) return show(c, NOT_FOUND);
    if (site.index !== null) return sendFile(c, site.index);
    return show(c, {
      status: 503,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': PAGE_POLICY,
      },
      body: plainPage('Not built yet', 'The web app is missing. Run: npm run build'),
    });
  });

  app.notFound((c) => show(c, NOT_FOUND));

  app.onError((error, c) => {
    const id = c.env.outgoing.getHeader('x-request-id');
    log.error({ request: id, err: error }, 'handler failed');
    return show(
      c,
      errorAnswer(500, 'INTERNAL', `Something went wrong inside. The log names ${String(id)}.`),
    );
  });

  return app;
}

export const NOT_FOUND = errorAnswer(404, 'NOT_FOUND', 'There is nothing at this address.');

function sendFile(c: Context<Env>, file: SiteFile): Response {
  const headers = { 'content-type': file.type, etag: file.etag, 'cache-control': file.caching };
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
  return c.body(file.bytes, 200, headers);
}

/** Sends an answer from a handler. */
export function show(c: Context, answer: Answer): Response {
  return c.body(answer.body, answer.status as 400, answer.headers);
}

/** Does a person wait for a page? */
function wantsPage(c: Context<Env>): boolean {
  const mode = c.req.header('sec-fetch-mode');
  return mode ? mode === 'navigate' : (c.req.header('accept') ?? '').includes('text/html');
}

function visitOf(incoming: IncomingMessage): Visit {
  const { method = 'GET', url = '', headersDistinct } = incoming;
  return { method, target: url, headers: headersDistinct };
}

/** What may stand in a log: a query may hold a code. */
function pathOf(visit: Visit): string {
  return (visit.target.split('?', 1)[0] ?? '').slice(0, 200);
}
