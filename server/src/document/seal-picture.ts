import { pngOf } from './png.ts';

const SIZE = 320;
const RED = [200, 23, 30] as const;

/** Is the point inside a five-pointed star of the radius around the origin, one point up? */
function inStar(x: number, y: number, radius: number): boolean {
  const angle = (Math.atan2(x, -y) + 2 * Math.PI) % ((2 * Math.PI) / 5);
  const half = Math.PI / 5;
  const folded = Math.abs(angle - half);
  // The edge between an outer and an inner corner, as a line in polar coordinates.
  const inner = radius * 0.382;
  const [ax, ay] = [radius * Math.cos(half), radius * Math.sin(half)];
  const [bx, by] = [inner, 0];
  const distance = Math.hypot(x, y);
  const [px, py] = [distance * Math.cos(folded), distance * Math.sin(folded)];
  return (ax - bx) * (py - by) - (ay - by) * (px - bx) >= 0;
}

/** A seal for demonstrations: ring and star, no name on it, so that nobody takes it for a real one. PNG, see-through. */
export function sealPicture(): Buffer {
  const rgba = new Uint8Array(SIZE * SIZE * 4);
  const middle = SIZE / 2;
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      let covered = 0;
      for (const [dx, dy] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ] as const) {
        const [px, py] = [x + dx - middle, y + dy - middle];
        const distance = Math.hypot(px, py);
        const ring = distance < middle - 4 && distance > middle - 14;
        if (ring || (distance < 56 && inStar(px, py, 56))) covered += 1;
      }
      if (covered === 0) continue;
      rgba.set([...RED, Math.round((covered / 4) * 205)], (y * SIZE + x) * 4);
    }
  }
  return pngOf(SIZE, SIZE, rgba);
}
