import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscardPolicy, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { until } from '@anlan/journeys';
import { connectBus } from './replay.ts';
import { layoutOf, NATS } from './layout.ts';
import { startNats } from './nats.ts';

/** Bytes of a message: one reading, a gateway's message, the largest batch of 16,384 readings. */
const SIZES = [200, 16 * 1024, 480 * 1024];
const SECONDS = 5;

/** How much three servers acknowledge when messages are sent as the log sends them: one at a time, each by a majority. */
export async function rate(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'anlan-nats-'));
  const layout = await layoutOf(folder);
  const servers = await Promise.all(NATS.map((name) => startNats(layout, name)));
  const bus = await connectBus(layout);
  try {
    console.log(`log of three servers · ${cpus().length} processors, load ${loadavg()[0]!.toFixed(1)}`);
    const manager = await jetstreamManager(bus, { checkAPI: false });
    const stream = {
      name: 'RATE',
      subjects: ['rate'],
      storage: StorageType.File,
      num_replicas: 3,
      discard: DiscardPolicy.Old,
      max_bytes: 2 ** 30,
    };
    await until('a stream on three servers', () => manager.streams.add(stream).catch(() => undefined), 60_000, 500);
    const client = jetstream(bus);
    for (const size of SIZES) {
      const payload = Buffer.alloc(size, 7);
      const took: number[] = [];
      for (const end = performance.now() + SECONDS * 1000; performance.now() < end;) {
        const began = performance.now();
        await client.publish('rate', payload, { msgID: `${size}-${took.length}`, timeout: 30_000 });
        took.push(performance.now() - began);
      }
      const sorted = took.toSorted((a, b) => a - b);
      const at = (share: number): string => sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(1);
      const perSecond = took.length / SECONDS;
      console.log(
        `${String(size).padStart(7)} bytes: ${perSecond.toFixed(0).padStart(6)} messages/s, ${((perSecond * size) / 1e6).toFixed(1).padStart(6)} MB/s, acknowledged after p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
      );
    }
    return 0;
  } finally {
    await bus.close();
    await Promise.all(servers.map((server) => server.end()));
    await rm(folder, { recursive: true, force: true });
  }
}
