import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '@anlan/journeys';
import { residentOf } from '../soak/memory.ts';

/** What was seen of the platform while a fault was on it. */
export interface Seen {
  /** Parts that said they were in trouble, with the first words of why. */
  readonly troubles: readonly string[];
  /** Largest memory of the intake, MB. */
  readonly most: number;
}

const EVERY_MS = 250;

/** Looks at health and memory until it is stopped; the platform need not answer. */
export function watchFault(platform: () => Platform): { stop(): Promise<Seen> } {
  const troubles = new Map<string, string>();
  let most = 0;
  let stopped = false;
  async function look(): Promise<void> {
    const memory = await residentOf(platform());
    most = Math.max(most, memory.get('ingest') ?? 0);
    const answer = await fetch(`${platform().url}/api/health`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer === null) return void troubles.set('api', 'no answer');
    const { parts = [] } = (await answer.json().catch(() => ({}))) as {
      parts?: { name: string; state: string; detail: string | null }[];
    };
    for (const { name, state, detail } of parts)
      if (state !== 'ready' && !troubles.has(name)) troubles.set(name, (detail ?? '').slice(0, 60));
  }
  const looking = (async () => {
    while (!stopped) {
      await look().catch(() => {});
      await pause(EVERY_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await looking;
      return { troubles: [...troubles].map(([name, why]) => `${name}: ${why}`), most };
    },
  };
}
