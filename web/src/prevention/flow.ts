import type { DangerBoard } from '@anlan/systems/prevention';

type Tier = DangerBoard['flow'][number];

/** A list of 三清三进 in pixels: its bar, and where what leaves it goes. */
export interface FlowColumn {
  readonly tier: Tier['tier'];
  readonly x: number;
  readonly top: number;
  /** Heights of what came up and of what is new. */
  readonly carried: number;
  readonly fresh: number;
  readonly total: number;
  readonly bands: readonly FlowBand[];
}

export interface FlowBand {
  readonly kind: 'moved' | 'cleared' | 'open';
  readonly count: number;
  readonly path: string;
  /** Where its words begin. */
  readonly at: readonly [x: number, y: number];
}

export interface Flow {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly FlowColumn[];
}

export const BAR = 16;
const TOP = 58;
const TALLEST = 168;
const SLIGHT = 2.5;
const STUB = 84;

/** Lays the lists out from day to quarter. Heights are proportional; what is not nothing stays visible. */
export function flowOf(tiers: readonly Tier[], width = 830): Flow {
  const most = Math.max(1, ...tiers.map((tier) => tier.fresh + tier.carried));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(SLIGHT, (count / most) * TALLEST));
  const step = (width - 62 - BAR - STUB - 66) / Math.max(1, tiers.length - 1);
  const xs = tiers.map((_, index) => 62 + index * step);
  let lowest = 0;
  const columns = tiers.map((tier, index): FlowColumn => {
    const x = xs[index] as number;
    const bands: FlowBand[] = [];
    const edge = x + BAR;
    let y = TOP;
    const next = tiers[index + 1];
    if (next !== undefined && tier.moved > 0) {
      const [h, to] = [tall(tier.moved), tall(next.carried)];
      bands.push({
        kind: 'moved',
        count: tier.moved,
        path: ribbon(edge, y, h, xs[index + 1] as number, TOP, to),
        at: [(edge + (xs[index + 1] as number)) / 2, TOP + Math.min(h, to) / 2 + 4],
      });
      y += h;
    }
    let drop = Math.max(y + 14, TOP + 30);
    for (const kind of ['cleared', 'open'] as const) {
      const count = tier[kind];
      if (count === 0) continue;
      const h = tall(count);
      bands.push({
        kind,
        count,
        path: ribbon(edge, y, h, edge + STUB, drop, h),
        at: [edge + STUB + 6, drop + h / 2 + 4],
      });
      y += h;
      drop += Math.max(h, 14) + 8;
    }
    const [carried, fresh] = [tall(tier.carried), tall(tier.fresh)];
    lowest = Math.max(lowest, drop, TOP + carried + fresh);
    return { tier: tier.tier, x, top: TOP, carried, fresh, total: tier.fresh + tier.carried, bands };
  });
  return { width, height: Math.ceil(lowest + 10), columns };
}

/** A band from one height to another, bent once. */
function ribbon(x1: number, y1: number, h1: number, x2: number, y2: number, h2: number): string {
  const bend = (x1 + x2) / 2;
  const round = (value: number) => Math.round(value * 10) / 10;
  const [a, b, c, d] = [y1, y2, y2 + h2, y1 + h1].map(round);
  return `M${round(x1)} ${a}C${round(bend)} ${a} ${round(bend)} ${b} ${round(x2)} ${b}V${c}C${round(bend)} ${c} ${round(bend)} ${d} ${round(x1)} ${d}Z`;
}
