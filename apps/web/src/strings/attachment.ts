// Files of an item.

export const attachment = {
  title: 'Attachments',
  action: 'Attach files',
  hint: 'Drop files on the item, or paste a picture.',
  dropNow: 'Drop to attach',
  older: 'Show older',
  away: 'The list of files is not on this device. It comes when the server can be reached.',
  unnamed: 'picture',
  lost: 'Lost before it was imported',
  download: (name: string) => `Download ${name}`,
  remove: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} removed`,
  sending: (name: string) => `Sending ${name}`,
  retry: (name: string) => `Send ${name} again`,
  forget: (name: string) => `Do not send ${name}`,
  unreachable:
    'Files need a connection. This one is kept while this page is open, and goes when the server is back.',
  early: 'It goes when the item is saved. It is kept while this page is open.',
  failedWith: (status: number) => `The server could not take it (${status}).`,
} as const;
