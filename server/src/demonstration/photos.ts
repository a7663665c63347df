import { crc32, deflateSync } from 'node:zlib';
import type { Attached } from '@anlan/kernel/case';
import type { FileStore } from '../store/index.ts';

const WIDTH = 320;
const HEIGHT = 240;
const COUNT = 12;

/** Puts the demonstration's pictures into the file store: plain drawn cards, for no photo of a real place may stand for an invented one. */
export async function storePhotos(files: FileStore): Promise<Attached[]> {
  const stored: Attached[] = [];
  for (let number = 0; number < COUNT; number += 1) {
    const { sha256 } = await files.put(picture(number));
    stored.push({ sha256, type: 'image/png' });
  }
  return stored;
}

/** A grey-blue card with a horizon and a few blocks, different for each number (PNG, 8-bit RGB). */
function picture(number: number): Buffer {
  const pixels = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const at = y * (WIDTH * 3 + 1) + 1 + x * 3;
      const block =
        y > 120 - ((Math.floor(x / 40) * 37 + number * 23) % 70) && y < 180 && Math.floor(x / 40) % 2 === number % 2;
      const ground = y >= 180;
      const base = block ? 120 : ground ? 150 : 205 + Math.floor((y / HEIGHT) * 25);
      pixels[at] = base;
      pixels[at + 1] = base + (ground ? 4 : 6);
      pixels[at + 2] = base + (ground ? 0 : 14);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body) >>> 0);
  return Buffer.concat([size, body, sum]);
}
