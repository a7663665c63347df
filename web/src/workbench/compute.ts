import {
  assess,
  estimateRelease,
  placesUnder,
  riskOf,
  type Advice,
  type Estimate,
  type LonLat,
  type NoOutlook,
  type NoRisk,
  type Outlook,
  type PlaceOutlook,
  type Reading,
  type Risk,
  type RiskWish,
  type Setup,
  type Working,
} from '@anlan/kernel/workbench';

export interface EstimateWish {
  readonly readings: readonly Reading[];
  readonly within: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
  readonly terrain: 'rural' | 'urban';
  readonly releaseHeight: number;
}

/** What the page asks of the worker. */
export type Order =
  | { readonly kind: 'assess'; readonly setup: Setup }
  | { readonly kind: 'place'; readonly setup: Setup; readonly to: LonLat }
  | { readonly kind: 'advice'; readonly setup: Setup; readonly places: readonly LonLat[] }
  | { readonly kind: 'risk'; readonly wish: RiskWish }
  | { readonly kind: 'estimate'; readonly wish: EstimateWish };

export interface Advised {
  readonly advice: Advice;
  readonly peak: number;
  readonly arrival: number;
}
export type Estimated =
  | { readonly ok: true; readonly value: Estimate; readonly working: Working }
  | { readonly ok: false; readonly reason: string };

export interface Answers {
  readonly assess: Outlook | NoOutlook;
  readonly place: PlaceOutlook | null;
  readonly advice: readonly Advised[];
  readonly risk: Risk | NoRisk;
  readonly estimate: Estimated;
}
export interface Answered<K extends keyof Answers = keyof Answers> {
  readonly value: Answers[K];
  /** ms of computing. */
  readonly ms: number;
}

const WORK: { readonly [K in keyof Answers]: (order: Extract<Order, { kind: K }>) => Answers[K] } = {
  assess: ({ setup }) => assess(setup),
  place: ({ setup, to }) => {
    const prepared = placesUnder(setup);
    return prepared.ok ? prepared.value.at(to) : null;
  },
  advice: ({ setup, places }) => {
    const prepared = placesUnder(setup);
    if (!prepared.ok) return [];
    return places.map((to) => {
      const { advice, peak, arrival } = prepared.value.at(to);
      return { advice, peak, arrival };
    });
  },
  risk: ({ wish }) => riskOf(wish),
  estimate: ({ wish }) => {
    const found = estimateRelease(wish);
    return found.ok
      ? { ok: true, value: found.value, working: found.working }
      : { ok: false, reason: found.refusal.reason };
  },
};

/** Does what an order asks, and says how long it took. */
export function work(order: Order): Answered {
  const from = performance.now();
  const value = (WORK[order.kind] as (order: Order) => Answers[keyof Answers])(order);
  return { value, ms: performance.now() - from };
}
