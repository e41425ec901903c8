/**
 * What some bytes are, told by the bytes alone: what a browser or a name says of a file is a
 * claim. Markup (HTML, SVG, XML) is text here, so that nothing that may hold a script is ever
 * called anything that a browser would run. Signatures: https://www.iana.org/assignments/media-types
 * and the specifications of the formats.
 */

export interface BlobKind {
  /** A media type. */
  readonly type: string;
  /** Of an image, in pixels; null where it is none, or does not say. */
  readonly width: number | null;
  readonly height: number | null;
}

/** Bytes from the start of a file that are enough to tell. */
export const TELLING_BYTES = 512 * 1024;

/** The types that a browser may show in a page of ours. */
export const SHOWN_INLINE: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
]);

type Size = readonly [width: number, height: number] | null;

/** Tells what a file is from its first bytes (`TELLING_BYTES` of them, or all). */
export function kindOf(head: Uint8Array): BlobKind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  for (const [type, is, sizeOf] of SIGNATURES) {
    if (is(bytes)) return measured(type, sizeOf(bytes));
  }
  return measured(isText(bytes) ? 'text/plain' : 'application/octet-stream', null);
}

type Signature = readonly [type: string, is: (b: Buffer) => boolean, sizeOf: (b: Buffer) => Size];

const none = (): null => null;

/** With files in it, and without. */
const ZIP = ['PK\x03\x04', 'PK\x05\x06'];

const SIGNATURES: readonly Signature[] = [
  ['image/png', starts('\x89PNG\r\n\x1a\n'), pngSize],
  ['image/jpeg', starts('\xff\xd8\xff'), jpegSize],
  ['image/gif', (b) => /^GIF8[79]a/.test(ascii(b, 0, 6)), gifSize],
  ['image/webp', (b) => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 4) === 'WEBP', webpSize],
  ['image/avif', isAvif, avifSize],
  ['video/mp4', (b) => ascii(b, 4, 4) === 'ftyp', none],
  ['application/pdf', starts('%PDF-'), none],
  ['application/zip', (b) => ZIP.includes(ascii(b, 0, 4)), none],
  ['application/gzip', starts('\x1f\x8b\x08'), none],
];

function starts(signature: string): (bytes: Buffer) => boolean {
  return (bytes) => ascii(bytes, 0, signature.length) === signature;
}

function ascii(bytes: Buffer, from: number, length: number): string {
  return bytes.subarray(from, from + length).toString('latin1');
}

/** Measures that the declaration of an attachment takes; null for what cannot be. */
function measured(type: string, size: Size): BlobKind {
  const [width, height] = size ?? [0, 0];
  const fits = [width, height].every((one) => one >= 1 && one <= 100_000);
  return fits ? { type, width, height } : { type, width: null, height: null };
}

function pngSize(bytes: Buffer): Size {
  if (bytes.length < 24 || ascii(bytes, 12, 4) !== 'IHDR') return null;
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

function gifSize(bytes: Buffer): Size {
  return bytes.length < 10 ? null : [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
}

/** Walks the segments up to the frame header; one that is turned by its EXIF is not turned here. */
function jpegSize(bytes: Buffer): Size {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    const isAlone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += isAlone ? (marker === 0xff ? 1 : 2) : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

function webpSize(bytes: Buffer): Size {
  if (bytes.length < 30) return null;
  switch (ascii(bytes, 12, 4)) {
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    default:
      return null;
  }
}

function isAvif(bytes: Buffer): boolean {
  if (bytes.length < 16 || ascii(bytes, 4, 4) !== 'ftyp') return false;
  const brands = ascii(bytes, 8, Math.min(bytes.readUInt32BE(0), 64) - 8);
  return brands.includes('avif') || brands.includes('avis');
}

/** The first image property that says a size. */
function avifSize(bytes: Buffer): Size {
  const at = bytes.subarray(0, 4096).indexOf('ispe');
  if (at < 0 || at + 16 > bytes.length) return null;
  return [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
}

/** UTF-8 without control characters other than tabs and line ends; the last one may be cut off. */
function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return !/[\x00-\x08\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
