// Which pictures of a text may show: those of our own door alone. A picture of another place would tell
// that place who reads, and when; it is a link.

const BLOB = /^\/blob\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The address to load a picture from; null for one that is shown as a link. */
export function imageSource(url: string): string | null {
  return BLOB.test(url) ? url : null;
}
