import type { Setup } from '@anlan/kernel/workbench';
import { useEffect, useRef, useState } from 'react';
import type { Answered, Answers, Order } from './compute.ts';

type Waiting = (answered: Answered) => void;

/** The page's side of the worker that computes: dragging a slider never blocks the page. */
class Engine {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  ask<K extends keyof Answers>(order: Extract<Order, { kind: K }>): Promise<Answered<K>> {
    this.#worker ??= this.#open();
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as Waiting);
      this.#worker?.postMessage({ id, order });
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL('./consequence.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ id: number; answered: Answered }>) => {
      this.#waiting.get(data.id)?.(data.answered);
      this.#waiting.delete(data.id);
    };
    return worker;
  }
}

export const engine = new Engine();
/** Risk takes seconds: it has a worker of its own, so that zones never wait for it. */
export const slowEngine = new Engine();

/** The newest answer to an order that changes while it is computed: what came in between is left out. */
export function useComputed<K extends keyof Answers>(
  order: Extract<Order, { kind: K }> | null,
  by: Engine = engine,
): Answered<K> | undefined {
  const [answered, setAnswered] = useState<Answered<K>>();
  const wanted = useRef<Extract<Order, { kind: K }> | null>(null);
  const busy = useRef(false);
  useEffect(() => {
    wanted.current = order;
    if (order === null) setAnswered(undefined);
    if (busy.current || order === null) return;
    const next = async (): Promise<void> => {
      busy.current = true;
      for (let asked = wanted.current; asked !== null; asked = wanted.current === asked ? null : wanted.current) {
        setAnswered(await by.ask<K>(asked));
      }
      busy.current = false;
    };
    void next();
  }, [order, by]);
  return order === null ? undefined : answered;
}

/** A value that follows only once it has rested for `ms`. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}

const KEY = 'anlan.workbench';

/** The draft of this browser tab; nothing where it cannot be read. */
export function draftOf(read: (value: unknown) => Setup | null): Setup | null {
  try {
    return read(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
  } catch {
    return null;
  }
}

export function keepDraft(setup: Setup): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(setup));
  } catch {
    // A browser without storage keeps no draft.
  }
}
