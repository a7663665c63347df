import { encode } from 'uqr';
import { pngOf } from './png.ts';

/** The modules of a QR code, dark as true, with the quiet border that scanners need. */
export function modulesOf(text: string): readonly (readonly boolean[])[] {
  return encode(text, { ecc: 'M', border: 2 }).data;
}

/** A QR code as PNG, `scale` pixels a module. */
export function codePng(text: string, scale = 6): Buffer {
  const modules = modulesOf(text);
  const size = modules.length * scale;
  const rgba = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true)
        rgba.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return pngOf(size, size, rgba);
}
