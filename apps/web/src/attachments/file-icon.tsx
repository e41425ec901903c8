// What a file without a picture looks like.
import { File, FileArchive, FileText, FileVideo } from 'lucide-react';

export function FileIcon({ type }: { readonly type: string }) {
  if (type === 'application/pdf' || type.startsWith('text/'))
    return <FileText size={18} aria-hidden />;
  if (type.startsWith('video/')) return <FileVideo size={18} aria-hidden />;
  if (/zip/.test(type)) return <FileArchive size={18} aria-hidden />;
  return <File size={18} aria-hidden />;
}
