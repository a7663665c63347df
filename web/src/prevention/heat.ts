/** A smooth field over a picture, row by row from the top left, one value per `PIXEL` square. */
export interface Field {
  readonly columns: number;
  readonly values: Float64Array;
  /** The largest value, at least a little above nothing. */
  readonly most: number;
}

/** Side of a square of the field in px. */
export const PIXEL = 4;
/** Squares to either side over which a place is felt, and the spread of its bell. */
const REACH = 5;
const SPREAD = 2;

/** Spreads weighted places over a picture of `size` px as bells; places outside it are felt at its edge only. */
export function fieldOf(
  lon: readonly number[],
  lat: readonly number[],
  weight: readonly number[],
  project: (position: readonly [number, number]) => readonly [number, number],
  size: { readonly width: number; readonly height: number },
): Field {
  const [columns, rows] = [Math.ceil(size.width / PIXEL), Math.ceil(size.height / PIXEL)];
  const values = new Float64Array(columns * rows);
  weight.forEach((value, index) => {
    if (value <= 0) return;
    const [x, y] = project([lon[index] as number, lat[index] as number]);
    const [cx, cy] = [Math.floor(x / PIXEL), Math.floor(y / PIXEL)];
    for (let row = Math.max(0, cy - REACH); row <= Math.min(rows - 1, cy + REACH); row += 1) {
      for (let column = Math.max(0, cx - REACH); column <= Math.min(columns - 1, cx + REACH); column += 1) {
        const far = (column - cx) ** 2 + (row - cy) ** 2;
        values[row * columns + column] =
          (values[row * columns + column] as number) + value * Math.exp(-far / (2 * SPREAD * SPREAD));
      }
    }
  });
  return { columns, values, most: values.reduce((most, value) => Math.max(most, value), Number.EPSILON) };
}
