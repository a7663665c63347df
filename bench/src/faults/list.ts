import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gatewayOf, levelPoints, type Running } from '@anlan/journeys';
import { strike } from '../kill/blow.ts';
import { drive } from '../kill/device.ts';
import { noter, overGateway } from '../kill/load.ts';
import { acknowledgedOf, bend, type Fault, type Trial } from './trial.ts';

type Role = Running['role'];

const wait = ({ seconds }: Trial): Promise<void> => pause(seconds * 1000);

/** Processes that stand still: they hold their connections and answer nothing, as a machine that hangs. */
async function frozen(trial: Trial, roles: readonly Role[]): Promise<void> {
  const all = (await trial.platform.processes()).filter(({ role }) => roles.includes(role));
  const each = (signal: NodeJS.Signals): void => {
    for (const { pid } of all)
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended by itself meanwhile.
      }
  };
  each('SIGSTOP');
  try {
    await wait(trial);
  } finally {
    each('SIGCONT');
  }
}

/** Killed as often as it is started again, so that it is away all the time. */
async function away(trial: Trial, role: 'postgres' | 'clickhouse'): Promise<void> {
  const end = Date.now() + trial.seconds * 1000;
  while (Date.now() < end) {
    await strike(trial.platform, role);
    await pause(300);
  }
}

/** Ten times the devices of the load, each as fast as its window of unacknowledged messages allows. */
async function overload(trial: Trial): Promise<string> {
  const { ledger, seconds } = trial;
  const before = acknowledgedOf(ledger);
  const devices = levelPoints()
    .slice(-80)
    .map((driven, index) => {
      const noted = noter(ledger.readings, driven.point.id, 50);
      return drive({
        every: 2,
        connect: () => overGateway(trial.reached, driven),
        next: () => Array.from({ length: 10 }, (_, i) => noted(30 + ((index + i) % 20))),
      });
    });
  await pause(seconds * 1000);
  for (const device of devices) device.stop();
  await Promise.race([Promise.all(devices.map(({ finished }) => finished)), pause(60_000, undefined, { ref: false })]);
  return `${Math.round((acknowledgedOf(ledger) - before) / seconds)} readings a second acknowledged`;
}

/** A device whose clock is days ahead beside one that is years behind: neither may be believed, nor harm the others. */
async function wrongDevices(trial: Trial): Promise<string> {
  const [ahead, behind] = levelPoints().slice(-90, -88);
  const wrong = [
    [ahead!, 3 * 86_400_000],
    [behind!, -40 * 365 * 86_400_000],
  ] as const;
  let sent = 0;
  for (const [driven, offset] of wrong) {
    const gateway = await gatewayOf(trial.platform, driven.device);
    for (let second = 0; second < trial.seconds; second += 2) {
      const at = Date.now() + offset + second * 1000;
      // Far above its limit: believed, it would ring.
      const value = (driven.point.limits['HH'] ?? 90) + 5;
      await gateway.publish(at, [{ point: driven.key, at, value }]).catch(() => {});
      sent += 1;
      await pause(200);
    }
    gateway.end();
  }
  return `${sent} messages with wrong times`;
}

/** Fills the data folder's disk to its last block, and keeps it full: whatever is freed meanwhile is taken too. */
async function fullDisk(trial: Trial): Promise<string> {
  const path = join(trial.platform.home, 'filler');
  const file = await open(path, 'w');
  const block = Buffer.alloc(1 << 26);
  let least = Number.POSITIVE_INFINITY;
  /** Writes blocks of a size until the disk refuses one. */
  async function fill(size: number): Promise<void> {
    for (;;) {
      const { bytesWritten } = await file.write(block, 0, size).catch(() => ({ bytesWritten: 0 }));
      if (bytesWritten < size) return;
    }
  }
  try {
    for (const size of [1 << 26, 1 << 20, 4096]) await fill(size);
    const end = Date.now() + trial.seconds * 1000;
    while (Date.now() < end) {
      await fill(4096);
      least = Math.min(least, (await statfs(trial.platform.home)).bavail);
      await pause(10);
    }
    return `${least} blocks free`;
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

/** Every fault by its name. Those of `TMPFS` need a platform whose data folder is a small disk of its own. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'postgres-frozen': {
    label: 'PostgreSQL stands still',
    excursions: true,
    run: (trial) => frozen(trial, ['postgres']),
  },
  'postgres-away': {
    label: 'PostgreSQL killed again and again',
    excursions: true,
    run: (trial) => away(trial, 'postgres'),
  },
  'clickhouse-frozen': {
    label: 'ClickHouse stands still',
    excursions: true,
    run: (trial) => frozen(trial, ['clickhouse']),
  },
  'clickhouse-away': {
    label: 'ClickHouse killed again and again',
    excursions: true,
    run: (trial) => away(trial, 'clickhouse'),
  },
  'both-frozen': {
    label: 'both stores stand still',
    excursions: true,
    run: (trial) => frozen(trial, ['postgres', 'clickhouse']),
  },
  'slow-disk': {
    label: 'slow disk: 250 ms for every sync of the intake',
    excursions: true,
    run: async (trial) => {
      await bend(trial, { slowDiskMs: 250 });
      await wait(trial);
      await bend(trial, {});
    },
  },
  'clock-forward': {
    label: 'the platform’s clock two hours ahead, then right again',
    run: async (trial) => {
      await bend(trial, { clockMs: 7_200_000 });
      await wait(trial);
      await bend(trial, {});
    },
  },
  'clock-back': {
    label: 'the platform’s clock ten minutes behind, then right again',
    run: async (trial) => {
      await bend(trial, { clockMs: -600_000 });
      await wait(trial);
      await bend(trial, {});
    },
  },
  'device-clocks': { label: 'clocks of devices days ahead and years behind', run: wrongDevices },
  overload: { label: 'overload: 80 more devices as fast as they can', excursions: true, run: overload },
  'api-killed': {
    label: 'api killed every two seconds',
    excursions: true,
    run: async (trial) => {
      const end = Date.now() + trial.seconds * 1000;
      while (Date.now() < end) {
        await strike(trial.platform, 'api');
        await pause(2000);
      }
    },
  },
  'half-open': {
    label: 'network half-open: connections go dead, nobody is told',
    excursions: true,
    run: async (trial) => {
      const end = Date.now() + trial.seconds * 1000;
      while (Date.now() < end) {
        for (const cable of trial.cables) cable.cut();
        await pause(4000);
      }
    },
  },
};

export const TMPFS: Readonly<Record<string, Fault>> = {
  'full-disk': { label: 'disk of the data folder full', excursions: true, run: fullDisk },
};
