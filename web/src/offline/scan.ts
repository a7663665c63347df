/** What a code of this platform leads to: a record of a register. */
export interface Scanned {
  readonly plural: string;
  readonly id: string;
}

const RECORD = /\/registry\/([a-z-]+)\/([0-9a-f-]{36})$/;

/** The record a code's address names, whatever host printed it; undefined for any other code. */
export function recordIn(text: string): Scanned | undefined {
  const [, plural, id] = RECORD.exec(text.split(/[?#]/)[0] ?? '') ?? [];
  return plural === undefined || id === undefined ? undefined : { plural, id };
}

interface Detector {
  detect(image: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>;
}

/** The browser's own reader of codes where it has one, else ours; both work without a signal. */
export async function codeReader(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: new (options: object) => Detector }).BarcodeDetector;
  if (own !== undefined) return new own({ formats: ['qr_code'] });
  const { BarcodeDetector } = await import('qr/decode.js');
  return new BarcodeDetector({ formats: ['qr_code'] });
}

/** The first code in a picture; undefined where there is none. */
export async function codeIn(image: Blob): Promise<string | undefined> {
  const [reader, picture] = await Promise.all([codeReader(), createImageBitmap(image)]);
  const [found] = await reader.detect(picture);
  return found?.rawValue;
}
