/** A channel that a registered device uses and the register has no point for; platform times in epoch ms. */
export interface UndeclaredChannel {
  readonly key: string;
  readonly count: number;
  readonly value: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What came in under channels nobody has registered, of the last day, in memory only. */
export interface Undeclared {
  note(device: string, key: string, value: number, now: number): void;
  /** Those heard within a day before `now`, the newest first. */
  of(device: string, now: number): readonly UndeclaredChannel[];
}

const DAY_MS = 86_400_000;
const MOST_CHANNELS = 200;
const MOST_DEVICES = 2000;

/** Beyond 2,000 devices, or 200 channels of one, those heard longest ago are forgotten. */
export function openUndeclared(): Undeclared {
  const kept = new Map<string, Map<string, UndeclaredChannel>>();
  return {
    note(device, key, value, now) {
      const own = kept.get(device) ?? new Map<string, UndeclaredChannel>();
      const before = own.get(key);
      own.delete(key);
      own.set(key, { key, count: (before?.count ?? 0) + 1, value, firstAt: before?.firstAt ?? now, lastAt: now });
      trim(own, MOST_CHANNELS);
      kept.delete(device);
      kept.set(device, own);
      trim(kept, MOST_DEVICES);
    },
    of: (device, now) =>
      [...(kept.get(device)?.values() ?? [])].filter(({ lastAt }) => lastAt > now - DAY_MS).toReversed(),
  };
}

function trim(map: Map<string, unknown>, most: number): void {
  if (map.size > most) map.delete(map.keys().next().value!);
}
