import type { DiagramEdge, DiagramNode } from '@anlan/kernel/case';

export interface DrawnNode {
  readonly key: string;
  readonly label: string;
  readonly end: DiagramNode['end'];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** Actions that go this way, at most two lines. */
  readonly lines: readonly string[];
  readonly path: string;
  /** Foot of the words' last line. */
  readonly at: readonly [x: number, y: number];
  readonly anchor: 'start' | 'middle' | 'end';
}

/** A kind's picture in pixels. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

interface Diagram {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

const HEIGHT = 34;
const EDGE = 4;
const ACROSS = { gap: 94, row: 84, top: 62, bottom: 18 };
const DOWN = { gap: 46, row: 46, left: 74, right: 52 };

/** Width of a text in px at 12 px: Chinese characters are square, Latin ones about half. */
function widthOf(text: string, size = 12): number {
  let width = 0;
  for (const sign of text) width += sign.charCodeAt(0) > 0x2e80 ? size : size * 0.54;
  return width;
}

/** Places states and ways: left to right where there is room, top to bottom in `vertical`. */
export function layoutOf({ nodes, edges }: Diagram, vertical: boolean, language: 'zh' | 'en' = 'zh'): Drawn {
  const labels = nodes.map((node) => (language === 'zh' ? node.label : node.labelEn));
  const width = Math.min(132, Math.max(76, ...labels.map((label) => widthOf(label) + 34)));
  const columns = Math.max(0, ...nodes.map((node) => node.column)) + 1;
  const rows = Math.max(0, ...nodes.map((node) => node.row)) + 1;
  const placed = nodes.map((node, index): DrawnNode => {
    const x = vertical ? DOWN.left + node.row * (width + DOWN.row) : EDGE + node.column * (width + ACROSS.gap);
    const y = vertical ? EDGE + 18 + node.column * (HEIGHT + DOWN.gap) : ACROSS.top + node.row * ACROSS.row;
    return { key: node.key, label: labels[index] ?? node.key, end: node.end, x, y, width, height: HEIGHT };
  });
  const of = new Map(nodes.map((node, index) => [node.key, { node, box: placed[index] as DrawnNode }]));
  const route = vertical ? downward : sideward;
  const drawn = edges.flatMap((edge): DrawnEdge[] => {
    const [from, to] = [of.get(edge.from), of.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const words = language === 'zh' ? edge.labels : edge.labelsEn;
    const lines = words.length > 2 ? [words.slice(0, -1).join('、'), words.at(-1) as string] : words;
    return [{ from: edge.from, to: edge.to, lines, ...route(from, to, edge.back) }];
  });
  return {
    width: vertical
      ? DOWN.left + rows * width + (rows - 1) * DOWN.row + DOWN.right
      : EDGE * 2 + columns * width + (columns - 1) * ACROSS.gap,
    height: vertical
      ? EDGE * 2 + 18 + columns * HEIGHT + (columns - 1) * DOWN.gap
      : ACROSS.top + (rows - 1) * ACROSS.row + HEIGHT + ACROSS.bottom,
    nodes: placed,
    edges: drawn,
  };
}

interface Placed {
  readonly node: DiagramNode;
  readonly box: DrawnNode;
}
type Route = Pick<DrawnEdge, 'path' | 'at' | 'anchor'>;

function sideward(from: Placed, to: Placed, back: boolean): Route {
  const [a, b] = [from.box, to.box];
  const [ax, bx] = [a.x + a.width / 2, b.x + b.width / 2];
  if (a === b) {
    const path = `M${ax - 16} ${a.y}C${ax - 20} ${a.y - 26} ${ax + 20} ${a.y - 26} ${ax + 16} ${a.y}`;
    return { path, at: [ax, a.y - 24], anchor: 'middle' };
  }
  if (back && from.node.column === to.node.column) {
    const down = to.node.row > from.node.row;
    const [y1, y2] = down ? [a.y + a.height, b.y] : [a.y, b.y + b.height];
    const near = Math.abs(to.node.row - from.node.row) === 1;
    const side = near ? 0 : a.width / 2 + 24;
    const path = near ? `M${ax} ${y1}L${bx} ${y2}` : `M${ax} ${y1}C${ax + side} ${y1} ${bx + side} ${y2} ${bx} ${y2}`;
    return { path, at: [ax + 8 + side * 0.75, (y1 + y2) / 2 + 4], anchor: 'start' };
  }
  if (back) {
    const lift = 34 + 8 * (from.node.column - to.node.column - 1);
    const path = `M${ax} ${a.y}C${ax} ${a.y - lift} ${bx} ${b.y - lift} ${bx} ${b.y}`;
    return { path, at: [(ax + bx) / 2, Math.min(a.y, b.y) - lift * 0.75 - 4], anchor: 'middle' };
  }
  const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
  if (y1 === y2) return { path: `M${x1} ${y1}L${x2} ${y2}`, at: [(x1 + x2) / 2, y1 - 7], anchor: 'middle' };
  const half = (x1 + x2) / 2;
  return {
    path: `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`,
    at: [half + 8, (y1 + y2) / 2 + 4],
    anchor: 'start',
  };
}

function downward(from: Placed, to: Placed, back: boolean): Route {
  const [a, b] = [from.box, to.box];
  const [ay, by] = [a.y + a.height / 2, b.y + b.height / 2];
  if (a === b) {
    const path = `M${a.x} ${ay - 10}C${a.x - 30} ${ay - 16} ${a.x - 30} ${ay + 16} ${a.x} ${ay + 10}`;
    return { path, at: [a.x - 26, ay + 4], anchor: 'end' };
  }
  if (back && from.node.column === to.node.column) {
    const right = to.node.row > from.node.row;
    const [x1, x2] = right ? [a.x + a.width, b.x] : [a.x, b.x + b.width];
    const near = Math.abs(to.node.row - from.node.row) === 1;
    const path = near ? `M${x1} ${ay}L${x2} ${by}` : `M${x1} ${ay}C${x1} ${ay - 40} ${x2} ${by - 40} ${x2} ${by}`;
    return { path, at: [(x1 + x2) / 2, ay - (near ? 7 : 34)], anchor: 'middle' };
  }
  if (back) {
    const reach = 30 + 6 * (from.node.column - to.node.column - 1);
    const path = `M${a.x} ${ay}C${a.x - reach} ${ay} ${b.x - reach} ${by} ${b.x} ${by}`;
    return { path, at: [Math.min(a.x, b.x) - reach * 0.75 - 4, (ay + by) / 2 + 4], anchor: 'end' };
  }
  const [x1, y1, x2, y2] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y];
  if (x1 === x2) return { path: `M${x1} ${y1}L${x2} ${y2}`, at: [x1 + 8, (y1 + y2) / 2 + 4], anchor: 'start' };
  const half = (y1 + y2) / 2;
  return {
    path: `M${x1} ${y1}C${x1} ${half} ${x2} ${half} ${x2} ${y2}`,
    at: [x2 + 6, y2 - 8],
    anchor: 'start',
  };
}
