/**
 * Answers that the server writes without a handler, and the headers that every answer carries,
 * whoever writes it.
 */
import { STATUS_CODES } from 'node:http';
import { REFUSALS, sentenceOf, type Refusal } from '@planwright/engine';

/** A whole HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The headers of every answer. A page of the app may load and call this origin alone.
 * @param origin the one address of this server: `http://127.0.0.1:4680`
 */
export function safetyHeaders(origin: string): Readonly<Record<string, string>> {
  const socket = origin.replace(/^http/, 'ws');
  return {
    'content-security-policy':
      `default-src 'self'; connect-src 'self' ${socket}; img-src 'self' data: blob:; ` +
      "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/** What a program is told when it may not: `{"error": {"code", "message"}}`. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify({ error: { code, message } }),
  };
}

/** What is told of a refusal: its code and its sentence, under its HTTP status. */
export function refusalAnswer(refusal: Refusal): Answer {
  return errorAnswer(REFUSALS[refusal.code].status, refusal.code, sentenceOf(refusal));
}

/** The bytes of an answer for a connection that has no response object: a refused upgrade. */
export function rawAnswer(answer: Answer, safety: Readonly<Record<string, string>>): string {
  const headers = {
    ...safety,
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n`;
  return `${status}${lines.join('')}\r\n${answer.body}`;
}
