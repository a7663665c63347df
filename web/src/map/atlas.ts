import { type Cluster, discRadius, ringArcs, shortCount } from './clusters.ts';
import { LEVELS, type Level, type Palette } from './palette.ts';

/** Where an icon lies in its picture, as the icon layer reads it. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly anchorX: number;
  readonly anchorY: number;
  readonly mask: boolean;
}
export interface Atlas {
  readonly image: HTMLCanvasElement;
  readonly mapping: Readonly<Record<string, Cell>>;
}

type Pen = CanvasRenderingContext2D;
/** A drawing in a box of `size` CSS px, centred on the origin. */
interface Drawing {
  readonly name: string;
  readonly size: number;
  readonly draw: (pen: Pen) => void;
}

/** Icons are drawn at twice their size, so that they stay sharp on every screen. */
const SCALE = 2;

/** Cells of drawings of these sizes in rows of a picture `width` px wide; returns the picture's height too. */
export function shelve(
  sizes: readonly { readonly name: string; readonly size: number }[],
  width: number,
): { mapping: Record<string, Cell>; height: number } {
  const mapping: Record<string, Cell> = {};
  let x = 0;
  let y = 0;
  let row = 0;
  for (const { name, size } of sizes) {
    const side = Math.ceil(size * SCALE);
    if (x + side > width) {
      x = 0;
      y += row + 2;
      row = 0;
    }
    mapping[name] = { x, y, width: side, height: side, anchorX: side / 2, anchorY: side / 2, mask: false };
    x += side + 2;
    row = Math.max(row, side);
  }
  return { mapping, height: Math.max(1, y + row) };
}

function paint(drawings: readonly Drawing[], width: number): Atlas {
  const { mapping, height } = shelve(drawings, width);
  const image = document.createElement('canvas');
  image.width = width;
  image.height = height;
  const pen = image.getContext('2d');
  if (pen === null) return { image, mapping };
  for (const { name, draw } of drawings) {
    const cell = mapping[name];
    if (cell === undefined) continue;
    pen.save();
    pen.translate(cell.x + cell.width / 2, cell.y + cell.height / 2);
    pen.scale(SCALE, SCALE);
    draw(pen);
    pen.restore();
  }
  return { image, mapping };
}

function polygon(pen: Pen, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.closePath();
}

function disc(pen: Pen, radius: number): void {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
}

const SHAPES: Readonly<Record<Level, (pen: Pen, r: number) => void>> = {
  red: (pen, r) => pen.rect(-r * 0.86, -r * 0.86, r * 1.72, r * 1.72),
  orange: (pen, r) =>
    polygon(pen, [
      [0, -r * 1.02],
      [r * 1.1, r * 0.88],
      [-r * 1.1, r * 0.88],
    ]),
  yellow: (pen, r) =>
    polygon(pen, [
      [0, -r * 1.14],
      [r * 1.14, 0],
      [0, r * 1.14],
      [-r * 1.14, 0],
    ]),
  blue: (pen, r) => disc(pen, r * 0.92),
};

/** The mark of a level: ■ ▲ ◆ ●, the yellow one with its dark edge. */
function mark(pen: Pen, level: Level, r: number, palette: Palette): void {
  pen.beginPath();
  SHAPES[level](pen, r);
  pen.fillStyle = palette.levels[level];
  pen.fill();
  if (level === 'yellow') {
    pen.lineWidth = 0.9;
    pen.strokeStyle = palette.yellowEdge;
    pen.stroke();
  }
}

function arrow(pen: Pen, colour: string, edge: string): void {
  polygon(pen, [
    [0, -8],
    [5, 5.5],
    [0, 3],
    [-5, 5.5],
  ]);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 1.2;
  pen.lineJoin = 'round';
  pen.strokeStyle = edge;
  pen.stroke();
}

function hull(pen: Pen, colour: string, edge: string): void {
  pen.beginPath();
  pen.moveTo(-3.4, 7);
  pen.lineTo(3.4, 7);
  pen.lineTo(3.4, -2.6);
  pen.quadraticCurveTo(2.4, -6, 0, -8);
  pen.quadraticCurveTo(-2.4, -6, -3.4, -2.6);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = edge;
  pen.stroke();
}

function sensor(pen: Pen, palette: Palette, silent: boolean): void {
  disc(pen, 5);
  pen.fillStyle = palette.surface;
  pen.fill();
  pen.lineWidth = 1.4;
  pen.strokeStyle = palette.ink2;
  if (silent) pen.setLineDash([1.8, 1.6]);
  pen.globalAlpha = silent ? 0.75 : 1;
  pen.stroke();
  pen.setLineDash([]);
  if (silent) return;
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(1.9, -2.2);
  pen.stroke();
}

function alarm(pen: Pen, level: Level, palette: Palette): void {
  disc(pen, 11.5);
  pen.fillStyle = palette.surface;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = level === 'yellow' ? palette.yellowEdge : palette.levels[level];
  pen.stroke();
  mark(pen, level, 5, palette);
}

function ring(pen: Pen, palette: Palette): void {
  disc(pen, 14);
  pen.lineWidth = 2;
  pen.strokeStyle = palette.ink;
  pen.stroke();
}

const MARK_RADIUS: Readonly<Record<Level, number>> = { red: 4.8, orange: 4.4, yellow: 3.9, blue: 2.9 };

/** Every mark of the map in one picture: risk marks, alarms, vehicles, vessels, sensors, the ring of the chosen one. */
export function markAtlas(palette: Palette): Atlas {
  const edge = palette.dark ? palette.land : palette.surface;
  return paint(
    [
      ...LEVELS.map((level) => ({
        name: `risk-${level}`,
        size: 14,
        draw: (pen: Pen) => mark(pen, level, MARK_RADIUS[level], palette),
      })),
      ...LEVELS.map((level) => ({ name: `alarm-${level}`, size: 28, draw: (pen: Pen) => alarm(pen, level, palette) })),
      { name: 'vehicle', size: 20, draw: (pen) => arrow(pen, palette.vehicle, edge) },
      { name: 'vessel', size: 20, draw: (pen) => hull(pen, palette.vessel, edge) },
      { name: 'sensor', size: 14, draw: (pen) => sensor(pen, palette, false) },
      { name: 'silent', size: 14, draw: (pen) => sensor(pen, palette, true) },
      { name: 'plain', size: 12, draw: (pen) => (disc(pen, 2.6), (pen.fillStyle = palette.ink2), pen.fill()) },
      { name: 'chosen', size: 32, draw: (pen) => ring(pen, palette) },
    ],
    512,
  );
}

/** Icon sizes in CSS px, to be given to the icon layer. */
export const ICON_SIZES = { risk: 14, alarm: 28, mover: 20, sensor: 14, plain: 12, chosen: 32 } as const;

function drawCluster(pen: Pen, cluster: Cluster, palette: Palette): void {
  const radius = discRadius(cluster.size);
  disc(pen, radius);
  pen.fillStyle = palette.surface;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = palette.line;
  pen.stroke();
  pen.lineWidth = 3.5;
  for (const arc of ringArcs(cluster.shares)) {
    pen.beginPath();
    pen.arc(0, 0, radius - 3, arc.from, arc.to);
    pen.strokeStyle = palette.levels[arc.level];
    pen.stroke();
  }
  pen.font = `700 ${cluster.size < 10_000 ? 12.5 : 11}px ${palette.font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = palette.ink;
  pen.fillText(shortCount(cluster.size), 0, 0.5);
  // One grave place among hundreds is a hair of the ring: its mark stands on the disc as well.
  if (cluster.worst === null || cluster.worst === 'blue') return;
  pen.save();
  pen.translate(radius * 0.72, -radius * 0.72);
  disc(pen, 7);
  pen.fillStyle = palette.surface;
  pen.fill();
  mark(pen, cluster.worst, 4.4, palette);
  pen.restore();
}

/** The clusters in view, each with its own ring of shares and number. Size of a cell: 2 × 26 + 4 px. */
export function clusterAtlas(clusters: readonly Cluster[], palette: Palette): Atlas {
  const drawings = clusters.slice(0, 400).map((cluster) => ({
    name: cluster.id,
    size: CLUSTER_CELL,
    draw: (pen: Pen) => drawCluster(pen, cluster, palette),
  }));
  return paint(drawings, 2048);
}

export const CLUSTER_CELL = 56;
