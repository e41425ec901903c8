// Small pictures, made by the browser that has the large one.

/** Pixels of the width, and of the height; bytes. The server takes no more. */
const WIDTH = 640;
const HEIGHT = 1280;
const MOST_BYTES = 150 * 1024;

/** A small WebP of a picture; null where the browser cannot make one, or it is small already. */
export async function thumbnailOf(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, WIDTH / picture.width, HEIGHT / picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const ink = canvas.getContext('2d');
  if (ink === null || (scale === 1 && file.size <= MOST_BYTES)) {
    picture.close();
    return null;
  }
  ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of [0.82, 0.6, 0.4]) {
    const small = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/webp', quality);
    });
    // A browser that writes no WebP gives another type.
    if (small?.type !== 'image/webp') return null;
    if (small.size <= MOST_BYTES) return small;
  }
  return null;
}
