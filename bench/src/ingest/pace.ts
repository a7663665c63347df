import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../table.ts';

/** Something that sends; `send` resolves with the readings acknowledged, 0 when the other end had no room. */
export interface Sender {
  send(): Promise<number>;
  end(): Promise<void> | void;
}

/** What a run of senders came to. Latencies from sending to acknowledgement, ms. */
export interface Run {
  readonly acknowledged: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
}

const NO_ROOM_MS = 20;

/** Lets every sender send again as soon as it is answered, for so many seconds: what the other end can take, and no more. */
export async function flatOut(senders: readonly Sender[], seconds: number): Promise<Run> {
  const began = performance.now();
  const until = began + seconds * 1000;
  const latencies: number[] = [];
  let acknowledged = 0;
  let refused = 0;
  await Promise.all(
    senders.map(async (sender) => {
      while (performance.now() < until) {
        const sent = performance.now();
        const taken = await sender.send();
        if (taken === 0) {
          refused += 1;
          await pause(NO_ROOM_MS);
          continue;
        }
        acknowledged += taken;
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  return {
    acknowledged,
    perSecond: Math.round(acknowledged / took),
    seconds: took,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    refused,
  };
}
