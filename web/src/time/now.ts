import { createContext, useContext, useSyncExternalStore } from 'react';

/** One ticking clock per period, shared by all who read it and stopped when nobody does. */
class Ticker {
  now = Date.now();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly period: number;

  constructor(period: number) {
    this.period = period;
  }

  readonly read = (): number => this.now;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) {
      this.now = Date.now();
      this.timer = setInterval(() => this.tick(), this.period);
    }
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearInterval(this.timer);
    };
  };

  private tick(): void {
    this.now = Date.now();
    for (const listener of this.listeners) listener();
  }
}

const TICKERS = new Map<number, Ticker>();

const Moment = createContext<number | null>(null);
/** What it holds is shown as at a past moment (`value`, epoch ms): what is left and what is late is told from then; null = now. */
export const AtMoment = Moment.Provider;

/** The time now (epoch ms), renewed every `period` ms; the moment shown, inside `AtMoment`. */
export function useNow(period = 1000): number {
  const ticker = TICKERS.get(period) ?? new Ticker(period);
  TICKERS.set(period, ticker);
  const now = useSyncExternalStore(ticker.subscribe, ticker.read);
  return useContext(Moment) ?? now;
}
