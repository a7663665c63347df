import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '@anlan/journeys';
import { batchSenders } from '../ingest/batch.ts';
import { enterField } from '../ingest/field.ts';
import { streamOf } from '../ingest/stream.ts';
import { usageOf } from '../ingest/usage.ts';
import { quantile, rounded } from '../table.ts';

/** The national system for hazardous chemicals: its points, and its readings a second. */
export const NATIONAL = { points: 440_000, perSecond: 9260 } as const;
const EACH = 100;
const BATCH = 1000;
const SENDERS = 4;
const KNOWN_WITHIN = 120_000;

/** Sends the nation's readings by batches until it is stopped; says then what was sent and what it took. */
export async function driveNational(platform: Platform): Promise<{ stop(): Promise<string> }> {
  const field = await enterField(platform, NATIONAL.points / EACH, EACH);
  const stream = streamOf(field.gateways, EACH, 'now');
  const senders = await knownSenders(() => batchSenders(platform, field, stream, SENDERS, BATCH));
  let stopped = false;
  let acknowledged = 0;
  let busy = 0;
  const latencies: number[] = [];
  const began = performance.now();
  const before = await usageOf(platform);
  const running = (async () => {
    const flying = new Set<Promise<void>>();
    for (let sent = 0; !stopped; sent += BATCH) {
      const due = began + (sent / NATIONAL.perSecond) * 1000;
      await pause(Math.max(0, due - performance.now()));
      // What the platform cannot take in time is not piled up here: it counts as not sent.
      if (flying.size >= SENDERS) {
        busy += 1;
        continue;
      }
      const at = performance.now();
      const one: Promise<void> = senders[0]!.send().then((taken) => {
        acknowledged += taken;
        latencies.push(performance.now() - at);
        flying.delete(one);
      });
      flying.add(one);
    }
    await Promise.all(flying);
  })();
  let told: Promise<string> | undefined;
  return {
    stop: () =>
      (told ??= (async () => {
        stopped = true;
        await running;
        const seconds = (performance.now() - began) / 1000;
        const after = await usageOf(platform);
        for (const sender of senders) await sender.end();
        const used = [...after].map(([role, { cpu, memory }]) => {
          const share = (cpu - (before.get(role)?.cpu ?? 0)) / seconds;
          return `${role} ${share.toFixed(2)} cores, ${memory.toFixed(0)} MB`;
        });
        const late = `acknowledged in p50 ${rounded(quantile(latencies, 0.5))}, p99 ${rounded(quantile(latencies, 0.99))} ms`;
        return `${Math.round(acknowledged / seconds)} readings/s over ${seconds.toFixed(0)} s, ${late}, ${busy} batches not sent; ${used.join('; ')}`;
      })()),
  };
}

/** The intake reads hundreds of thousands of points into its register: that takes it a while. */
async function knownSenders<T>(open: () => Promise<T>): Promise<T> {
  const until = performance.now() + KNOWN_WITHIN;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(1000);
    }
  }
}
