/** JSON that somebody sent: read within limits, so that no body can exhaust the server. */

/** The most bytes of a body that is no upload. */
const MOST_BODY_BYTES = 1024 * 1024;
/** How deep arrays and objects may be inside each other. */
const MOST_DEPTH = 64;

export type Json = { readonly value: unknown } | { readonly broken: string };

/** Reads a request's JSON; stops reading at the limit. */
export async function readJson(request: Request): Promise<Json | { readonly tooLarge: true }> {
  if (Number(request.headers.get('content-length')) > MOST_BODY_BYTES) return { tooLarge: true };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BODY_BYTES) return { tooLarge: true };
    parts.push(part);
  }
  return parseJson(Buffer.concat(parts));
}

/** Parses UTF-8 JSON, with a limit on its depth. */
export function parseJson(bytes: Uint8Array): Json {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (depthOf(text) > MOST_DEPTH) return { broken: `more than ${MOST_DEPTH} levels deep` };
    return { value: JSON.parse(text) };
  } catch (error) {
    return { broken: error instanceof SyntaxError ? 'not JSON' : 'not UTF-8' };
  }
}

/** The fields of a JSON object; none when the text is anything else. */
export function fieldsOf(text: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** How deep brackets are nested, outside of strings; found in one walk, without recursion. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (inString && letter === '\\') at += 1;
    else if (letter === '"') inString = !inString;
    else if (inString) continue;
    else if (letter === '[' || letter === '{') deepest = Math.max(deepest, (depth += 1));
    else if (letter === ']' || letter === '}') depth -= 1;
  }
  return deepest;
}
