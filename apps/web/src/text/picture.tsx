// A picture in a text. One that is still on its way is shown from this device, and one that could not be
// loaded is tried again when its attachment is there.
import { useState } from 'react';

import { attachmentOf, usePreview } from '../store/attaching.ts';
import { useQuery } from '../store/hooks.ts';

interface PictureProps {
  readonly src: string;
  readonly alt: string;
}

export function Picture({ src, alt }: PictureProps) {
  const id = attachmentOf(src);
  const preview = usePreview(id ?? ('' as never));
  const row = useQuery((tables) => tables.get('attachment', id), [id]);
  const [failed, setFailed] = useState(false);
  const size = row?.width && row.height ? { width: row.width, height: row.height } : {};
  return (
    <img
      key={failed && row !== undefined ? 'again' : 'first'}
      src={preview ?? src}
      alt={alt}
      loading="lazy"
      onError={() => setFailed(true)}
      {...size}
    />
  );
}
