/** A note to be placed beside a point of the picture; all in pixels. */
export interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly left: number;
  readonly top: number;
}

/** From the point to the near edge of its note, and from its top to the point's height. */
const ASIDE = 44;
const ABOVE = 26;
const GAP = 8;

type Box = Spot & { readonly width: number; readonly height: number };

const meet = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width + GAP &&
  b.left < a.left + a.width + GAP &&
  a.top < b.top + b.height + GAP &&
  b.top < a.top + a.height + GAP;

/**
 * Where notes stand: beside their points, on the side with room, and moved up or down as little as it takes for none to
 * cover another. Earlier notes have the first choice; within a picture of this size nothing leaves it.
 */
export function placeBeside(
  notes: readonly Wanted[],
  size: { readonly width: number; readonly height: number },
): Spot[] {
  const placed: Box[] = [];
  for (const { x, y, width, height } of notes) {
    const right = { left: x + ASIDE, free: x < size.width * 0.6 };
    const left = { left: x - ASIDE - width, free: x >= size.width * 0.6 };
    const sides = [right, left].toSorted((a, b) => Number(b.free) - Number(a.free));
    const wish = y - ABOVE;
    const beside = placed.flatMap((other) => [other.top + other.height + GAP, other.top - height - GAP]);
    const tops = [wish, ...beside.toSorted((a, b) => Math.abs(a - wish) - Math.abs(b - wish))];
    const choices = tops.flatMap((top) =>
      sides.map((side): Box => ({
        left: Math.max(0, Math.min(side.left, size.width - width)),
        top: Math.max(0, Math.min(top, size.height - height)),
        width,
        height,
      })),
    );
    placed.push(choices.find((box) => !placed.some((other) => meet(box, other))) ?? choices[0]!);
  }
  return placed.map((box) => ({ left: box.left, top: box.top }));
}
