import type { SentPhoto } from './queries.ts';

const LONGEST = 1600;
/** Base64 of this length is a picture of some 1.1 MB, which the platform still takes. */
const MOST_TEXT = 1_500_000;

/**
 * A picture drawn anew on this device: smaller, turned the right way, and without anything its camera wrote. Undefined
 * where the file cannot be read as a picture.
 */
export async function bareCopy(file: Blob): Promise<SentPhoto | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  try {
    for (const [scale, quality] of [
      [1, 0.85],
      [0.75, 0.75],
      [0.5, 0.7],
    ] as const) {
      const drawn = draw(bitmap, LONGEST * scale, quality);
      if (drawn !== undefined && drawn.data.length <= MOST_TEXT) return drawn;
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

function draw(bitmap: ImageBitmap, longest: number, quality: number): SentPhoto | undefined {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const [head = '', data] = canvas.toDataURL('image/jpeg', quality).split(',');
  return data === undefined || !head.includes('jpeg') ? undefined : { type: 'image/jpeg', data };
}

export function pictureOf({ type, data }: SentPhoto): string {
  return `data:${type};base64,${data}`;
}
