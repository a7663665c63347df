/** A place in degrees WGS 84. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** A circle; radius in kilometres. */
export interface Circle {
  readonly centre: Point;
  readonly radius: number;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)$/;

/** The points of a polygon `lat,lon lat,lon …`, the last equal to the first; null unless four or more and closed. */
export function polygonPoints(text: string): Point[] | null {
  const points: Point[] = [];
  for (const pair of text.trim().split(/\s+/)) {
    const point = pointOf(pair);
    if (!point) return null;
    points.push(point);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 4 || !first || !last) return null;
  return first.latitude === last.latitude && first.longitude === last.longitude ? points : null;
}

/** The text of a polygon; a first point that is not repeated at the end is. */
export function polygonText(points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)];
  const closed = first?.latitude === last?.latitude && first?.longitude === last?.longitude;
  const ring = closed || !first ? points : [...points, first];
  return ring.map(({ latitude, longitude }) => `${decimal(latitude)},${decimal(longitude)}`).join(' ');
}

/** The circle of `lat,lon radius`; null when it is none. */
export function circleOf(text: string): Circle | null {
  const [pair = '', radius = '', ...more] = text.trim().split(/\s+/);
  const centre = pointOf(pair);
  if (!centre || more.length > 0 || !NUMBER.test(radius) || Number(radius) < 0) return null;
  return { centre, radius: Number(radius) };
}

function pointOf(pair: string): Point | null {
  const [latitude = '', longitude = '', ...more] = pair.split(',');
  if (more.length > 0 || !NUMBER.test(latitude) || !NUMBER.test(longitude)) return null;
  if (Math.abs(Number(latitude)) > 90 || Math.abs(Number(longitude)) > 180) return null;
  return { latitude: Number(latitude), longitude: Number(longitude) };
}

/** Seven decimals are a centimetre; never in scientific notation. */
function decimal(degrees: number): string {
  return degrees.toFixed(7).replace(/\.?0+$/, '');
}
