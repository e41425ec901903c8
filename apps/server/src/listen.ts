/**
 * The address of a server: binding it, choosing its port at the first start, and finding out who
 * else is there. A browser keeps its data by address, so a folder never moves silently.
 */
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { EXIT, Stop } from './exit.ts';
import { fieldsOf } from './json-body.ts';
import { derive, sameSecret } from './token.ts';

/** The port that a folder gets at its first start, when it is free. */
export const FIRST_PORT = 4680;
/** How many ports after it are tried. */
const PORTS_TO_TRY = 100;
/** A client that takes longer to send its headers is cut off, in milliseconds. */
const HEADER_TIME = 10_000;
/** An upload of 256 MiB from the same machine, with time to spare, in milliseconds. */
const REQUEST_TIME = 300_000;
/** How long another program has to say who it is, in milliseconds. */
const PROBE_TIME = 2_000;

/** Where a server is to listen. */
export interface Place {
  /** `127.0.0.1`, another 127.x.y.z, `::1` or `localhost`. */
  readonly host: string;
  /** `[server] port`. */
  readonly wanted: number | undefined;
  /** The port of earlier starts. */
  readonly kept: number | undefined;
}

/** A server that listens. */
export interface Listening extends Address {
  readonly servers: readonly Server[];
  readonly port: number;
  /** What a person should know about this address. */
  readonly notes: readonly string[];
}

/** The address of a server, once its port is known. */
export interface Address {
  readonly origin: string;
  /** Other names of this machine, for the door to redirect. */
  readonly aliases: readonly string[];
}

/** What a server does with what comes in. */
export interface Handlers {
  readonly request: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  readonly upgrade: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly clientError: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}

/** Makes the handlers of an address; called for each port that is tried, before its first request. */
export type Build = (address: Address) => Handlers;

/**
 * Listens on the wanted port, else on the kept one, else on the first free one from 4680.
 * @param whose the folder's own proof, to say who answers on a port that is taken
 */
export async function listen(place: Place, build: Build, whose: Whose): Promise<Listening> {
  const fixed = place.wanted ?? place.kept;
  const first = fixed ?? FIRST_PORT;
  const last = fixed ?? FIRST_PORT + PORTS_TO_TRY - 1;
  for (let port = first; port <= last; port += 1) {
    const listening = await bind(place, port, build, fixed !== undefined);
    if (listening) return listening;
  }
  if (fixed === undefined) {
    throw new Stop(EXIT.portTaken, `Every port from ${first} to ${last} is taken. ${CHOOSE}`);
  }
  const who = await whoAnswers(hostOf(place.host), fixed, whose);
  const kept = place.wanted === undefined ? ', the port of this folder,' : '';
  throw new Stop(
    EXIT.portTaken,
    `Port ${fixed}${kept} is taken: ${SENTENCES[who.kind](who)}. ${CHOOSE}`,
  );
}

const CHOOSE =
  'End that program, or choose another port with [server] port in .pm/config.toml or PM_SERVER_PORT. ' +
  'Edits that wait in a browser stay under the old address.';

async function bind(
  place: Place,
  port: number,
  build: Build,
  fixed: boolean,
): Promise<Listening | null> {
  const host = hostOf(place.host);
  const notes: string[] = [];
  let address!: Address;
  let handlers!: Handlers;
  const main = await open(host, port, (found) => {
    address = addressOf(host, found);
    handlers = build(address);
    return handlers;
  });
  if (main === 'taken') return null;
  if (main === 'absent') {
    throw new Stop(
      EXIT.configuration,
      `This machine has no address ${host}. Change [server] host.`,
    );
  }
  const found = (main.address() as AddressInfo).port;
  const servers = [main];
  if (host === '127.0.0.1') {
    const other = await open('::1', found, () => handlers);
    if (other === 'taken' && !fixed) {
      await new Promise((resolve) => main.close(resolve));
      return null;
    }
    if (other === 'taken') {
      notes.push(`Another program has [::1]:${found}: use ${address.origin}, not localhost.`);
    } else if (other !== 'absent') servers.push(other);
  }
  if (place.wanted !== undefined && place.kept !== undefined && place.wanted !== place.kept) {
    notes.push(
      `This folder was at port ${place.kept} and is at ${place.wanted} now: edits that wait in a ` +
        `browser stay under the old address, http://${inUrl(host)}:${place.kept}.`,
    );
  }
  return { servers, port: found, ...address, notes };
}

function addressOf(host: string, port: number): Address {
  return {
    origin: `http://${inUrl(host)}:${port}`,
    aliases: ['localhost', '127.0.0.1', '[::1]'].filter((name) => name !== inUrl(host)),
  };
}

function hostOf(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

function open(
  host: string,
  port: number,
  handlersOf: (port: number) => Handlers,
): Promise<Server | 'taken' | 'absent'> {
  const server = createServer({
    headersTimeout: HEADER_TIME,
    requestTimeout: REQUEST_TIME,
    connectionsCheckingInterval: 1_000,
    shouldUpgradeCallback: (incoming) => incoming.headers.upgrade?.toLowerCase() === 'websocket',
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('taken');
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve('absent');
      else reject(error);
    });
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () => {
      const { request, upgrade, clientError } = handlersOf((server.address() as AddressInfo).port);
      server.on('request', request).on('upgrade', upgrade).on('clientError', clientError);
      resolve(server);
    });
  });
}

/** By what a folder's server is known: its token, and where the folder is (copies have the same token). */
export interface Whose {
  readonly token: string;
  /** The real path of the folder. */
  readonly folder: string;
}

/** Who answers on a port. */
export interface Answerer {
  readonly kind: 'ours' | 'planwright' | 'http' | 'other' | 'nobody';
  /** What an HTTP server calls itself. */
  readonly name?: string;
}

const SENTENCES: Record<Answerer['kind'], (who: Answerer) => string> = {
  ours: () => 'a server of this very folder answers there, although it holds no lock',
  planwright: () => 'Planwright answers there for another folder',
  http: (who) => `another web server answers there${who.name ? ` (${who.name})` : ''}`,
  other: () => 'another program answers there, and not as a web server',
  nobody: () => 'another program has it, and does not answer',
};

/** What a server of this folder answers to a challenge; nobody without its token can. */
export function proofOf(whose: Whose, challenge: string): string {
  return derive(whose.token, `health:${challenge}:${whose.folder}`);
}

/**
 * Asks the program on a port who it is, without telling it anything: the token goes only to a
 * server that has proved that it knows it.
 */
export async function whoAnswers(host: string, port: number, whose: Whose): Promise<Answerer> {
  const challenge = randomBytes(24).toString('base64url');
  const reply = await ask(host, port, { path: `/health?challenge=${challenge}` });
  if (reply === 'nobody' || reply === 'other') return { kind: reply };
  const body = fieldsOf(reply.body);
  if (body['product'] === 'planwright') {
    const proof = body['proof'];
    const ours = typeof proof === 'string' && sameSecret(proof, proofOf(whose, challenge));
    return { kind: ours ? 'ours' : 'planwright' };
  }
  const name = reply.server.replace(/[^\x20-\x7e]/g, '').slice(0, 60);
  return name ? { kind: 'http', name } : { kind: 'http' };
}

/**
 * Asks the running server of this folder for an address that lets a browser in once.
 * @returns the address, or null when no server of this folder answers there
 */
export async function askForInvitation(
  host: string,
  port: number,
  whose: Whose,
): Promise<string | null> {
  const who = await whoAnswers(hostOf(host), port, whose);
  if (who.kind !== 'ours') return null;
  const reply = await ask(hostOf(host), port, {
    path: '/open/codes',
    method: 'POST',
    headers: { authorization: `Bearer ${whose.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  if (typeof reply === 'string') return null;
  const address = fieldsOf(reply.body)['address'];
  return typeof address === 'string' ? address : null;
}

interface Question {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function ask(
  host: string,
  port: number,
  question: Question,
): Promise<{ body: string; server: string } | 'nobody' | 'other'> {
  const { path, method = 'GET', headers = {}, body } = question;
  return new Promise((resolve) => {
    const asked = request({ host, port, path, method, headers, agent: false, timeout: PROBE_TIME });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code?.startsWith('HPE_') ? 'other' : 'nobody'),
    );
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > 10_000) response.destroy();
      });
      response.on('close', () =>
        resolve({ body: text, server: String(response.headers['server'] ?? '') }),
      );
    });
    asked.end(body);
  });
}
