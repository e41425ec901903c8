// Reads a snapshot of the workspace over HTTP: a manifest, and the chunks that it names.
import type { WireRow } from '@planwright/protocol';
import { decodeChunk } from '@planwright/protocol';

/** Chunks fetched at once: enough to fill the line, few enough to leave room for others. */
const AT_ONCE = 6;

/** The rows of a snapshot; fails when any of it cannot be had or read. */
export async function fetchSnapshot(name: string): Promise<readonly WireRow[]> {
  const base = `/snapshot/${encodeURIComponent(name)}`;
  const ids = chunkIds(await (await got(base)).json());
  const parts: WireRow[][] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < ids.length; at = next++) {
      const answer = await got(`${base}/${encodeURIComponent(ids[at] ?? '')}`);
      parts[at] = decodeChunk(new Uint8Array(await answer.arrayBuffer()));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, worker));
  return parts.flat();
}

async function got(path: string): Promise<Response> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answered with ${answer.status}`);
  return answer;
}

/** The ids of a manifest's chunks; fails on a form that this program does not know. */
function chunkIds(manifest: unknown): readonly string[] {
  const { format, chunks } = manifest as { format?: unknown; chunks?: unknown };
  if (format !== 1 || !Array.isArray(chunks)) throw new Error('unknown form of snapshot');
  return chunks.map((chunk: unknown) => String((chunk as { id?: unknown }).id));
}
