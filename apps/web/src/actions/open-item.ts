// What the address says of the item that is open beside a view, or on its page.

/** The part of an address that it is. */
export interface OpenItem {
  /** The key of the open item; its id until it has a number. */
  readonly item?: string;
}

/** The open item of an address; what cannot be one is as if unsaid. */
export function openItemOf({ item }: Readonly<Record<string, unknown>>): OpenItem {
  return typeof item === 'string' && item !== '' ? { item } : {};
}
