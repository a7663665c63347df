import type { OpenIntake } from './intake.ts';
import type { Latest } from './latest.ts';
import type { Register } from './register.ts';

/** Is a device connected, since when and from where, and when was it heard; null for an unknown one. */
export function deviceState(
  register: Pick<Register, 'devices'>,
  intake: Pick<OpenIntake, 'connections'>,
  latest: Latest,
  id: string,
): object | null {
  for (const device of register.devices()) {
    if (device.id !== id) continue;
    const connection = intake.connections.get(device.identity);
    const times = [
      latest.heard.get(id),
      ...[...device.points.values()].map((point) => latest.readings.get(point.id)?.receivedAt),
    ];
    const moving = device.moving === null ? undefined : latest.fixes.get(device.moving.id)?.receivedAt;
    const known = [...times, moving].filter((time) => time !== undefined);
    return {
      connected: connection !== undefined,
      since: connection?.since ?? null,
      remote: connection?.remote ?? null,
      lastSeen: known.length === 0 ? null : Math.max(...known),
      clockOffsetMs: latest.offset.get(id) ?? null,
    };
  }
  return null;
}
