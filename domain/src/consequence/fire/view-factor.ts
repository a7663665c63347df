import { positive } from '../working/input.ts';
import { model } from '../working/model.ts';

/** Atmospheric transmissivity 2.02 (pw X)^−0.09, at most 1; pw in Pa, X in m (CPR 14E ch. 6; CCPS). */
export const transmissivity = (waterPressure: number, path: number): number =>
  waterPressure * path <= 0 ? 1 : Math.min(1, 2.02 * (waterPressure * path) ** -0.09);

export interface ViewFactors {
  readonly vertical: number;
  readonly horizontal: number;
  readonly maximum: number;
}

/** View factors of a vertical cylinder standing on the ground from a ground target `x` m from its axis (Mudan 1984). */
export function cylinderViewFactors(length: number, radius: number, x: number): ViewFactors {
  const h = length / radius;
  const s = x / radius;
  const a = (h * h + s * s + 1) / (2 * s);
  const b = (1 + s * s) / (2 * s);
  const rootA = Math.sqrt(a * a - 1);
  const rootB = Math.sqrt(b * b - 1);
  const arcA = Math.atan(Math.sqrt(((a + 1) * (s - 1)) / ((a - 1) * (s + 1))));
  const arcB = Math.atan(Math.sqrt(((b + 1) * (s - 1)) / ((b - 1) * (s + 1))));
  const vertical =
    Math.atan(h / Math.sqrt(s * s - 1)) / (Math.PI * s) -
    (h / (Math.PI * s)) * Math.atan(Math.sqrt((s - 1) / (s + 1))) +
    ((a * h) / (Math.PI * s * rootA)) * arcA;
  const horizontal = ((b - 1 / s) / (Math.PI * rootB)) * arcB - ((a - 1 / s) / (Math.PI * rootA)) * arcA;
  return { vertical, horizontal, maximum: Math.hypot(vertical, horizontal) };
}

/** View factors of a vertical flame cylinder, with their working; refuses a target inside the flame. */
export const verticalCylinder = model<{ length: number; radius: number; distance: number }, ViewFactors>({
  name: 'view factor, vertical cylinder',
  title: '竖直圆柱火焰视角系数',
  equations: {
    vertical: ['Fv(h, S), h = L/R, S = x/R', 'Mudan 1984', 'from memory'],
    horizontal: ['Fh(h, S)', 'Mudan 1984', 'from memory'],
    maximum: ['Fmax = √(Fv² + Fh²)', 'Mudan 1984', 'from memory'],
  },
  inputs: { length: positive('m'), radius: positive('m'), distance: positive('m') },
  defaults: {},
  compute({ length, radius, distance }, work) {
    if (distance <= radius) return work.refuse('distance', 'the target is inside the flame');
    const { vertical, horizontal, maximum } = cylinderViewFactors(length, radius, distance);
    return {
      vertical: work.step('vertical', 'Fv', vertical, '-'),
      horizontal: work.step('horizontal', 'Fh', horizontal, '-'),
      maximum: work.step('maximum', 'Fmax', maximum, '-'),
    };
  },
});

/** A flame as a leaning frustum: base centre, direction of its axis, radii at its ends; z is up. */
export interface Frustum {
  readonly base: readonly [number, number, number];
  readonly axis: readonly [number, number, number];
  readonly length: number;
  readonly baseRadius: number;
  readonly topRadius: number;
}

type Vector = readonly [number, number, number];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => {
  const size = Math.hypot(...a);
  return [a[0] / size, a[1] / size, a[2] / size];
};

/**
 * Largest view factor of a leaning frustum from a ground or raised target: the vector view factor ∫ r̂ cosθ1 dA/(π r²) over
 * the facets that face the target (its length is the view factor of the best oriented receiver). `facets` a side; target in m.
 */
export function frustumViewFactor(flame: Frustum, target: Vector, facets = 60): number {
  const axis = unit(flame.axis);
  const side = unit(Math.abs(axis[2]) > 0.9 ? cross(axis, [1, 0, 0]) : cross(axis, [0, 0, 1]));
  const other = cross(axis, side);
  const widening = (flame.topRadius - flame.baseRadius) / flame.length;
  const sum: [number, number, number] = [0, 0, 0];
  const add = (point: Vector, normal: Vector, area: number): void => {
    const ray: Vector = [point[0] - target[0], point[1] - target[1], point[2] - target[2]];
    const distance = Math.hypot(...ray);
    const facing = -dot(normal, ray) / distance;
    if (facing <= 0 || point[2] < 0) return;
    const weight = (facing * area) / (Math.PI * distance ** 3);
    for (let k = 0; k < 3; k++) sum[k] = (sum[k] ?? 0) + weight * (ray[k] ?? 0);
  };
  const place = (along: number, out: Vector, radius: number): Vector => [
    flame.base[0] + along * axis[0] + radius * out[0],
    flame.base[1] + along * axis[1] + radius * out[1],
    flame.base[2] + along * axis[2] + radius * out[2],
  ];
  const step = flame.length / facets;
  const turn = (2 * Math.PI) / facets;
  for (let j = 0; j < facets; j++) {
    const angle = (j + 0.5) * turn;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const out: Vector = [c * side[0] + s * other[0], c * side[1] + s * other[1], c * side[2] + s * other[2]];
    const normal = unit([out[0] - widening * axis[0], out[1] - widening * axis[1], out[2] - widening * axis[2]]);
    for (let i = 0; i < facets; i++) {
      const along = (i + 0.5) * step;
      const radius = flame.baseRadius + widening * along;
      add(place(along, out, radius), normal, radius * turn * step * Math.sqrt(1 + widening * widening));
    }
    for (let i = 0; i < 10; i++) {
      const radius = ((i + 0.5) / 10) * flame.topRadius;
      add(place(flame.length, out, radius), axis, (radius * turn * flame.topRadius) / 10);
    }
  }
  return Math.min(1, Math.hypot(...sum));
}
