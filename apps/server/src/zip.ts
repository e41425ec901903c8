/** Compression of what is worth it: once for the same bytes, and on another thread. */
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

/** What is smaller is sent as it is, in bytes. */
const WORTH_IT = 1024;

const zip = promisify(gzip);
const zipped = new WeakMap<Uint8Array, Promise<Uint8Array<ArrayBuffer>>>();

/** The bytes compressed; null where that is not worth it, or not asked for by `accept-encoding`. */
export async function zippedFor(
  accepts: string | undefined,
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (bytes.length <= WORTH_IT || !acceptsGzip(accepts ?? '')) return null;
  let made = zipped.get(bytes);
  if (made === undefined) {
    made = zip(bytes, { level: constants.Z_BEST_SPEED });
    zipped.set(bytes, made);
  }
  return await made;
}

/** Does this header name gzip, with a weight above 0 (RFC 9110, 12.5.3)? */
function acceptsGzip(header: string): boolean {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...settings] = part.split(';').map((word) => word.trim());
    const weight = settings.find((word) => word.startsWith('q='));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
