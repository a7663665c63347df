import { sql } from 'kysely';
import { hoursToRepair, hoursWell, shareOf } from '@anlan/systems/monitoring/indicators';
import { alarms, online, type Asked, type Measure } from './asked.ts';
import { hoursOf, type OwnedSignal } from './read.ts';

const limited = (
  signals: readonly OwnedSignal[],
  kinds: readonly string[],
  limit: (signal: OwnedSignal) => number | undefined,
) =>
  new Map(
    signals.flatMap((signal) => {
      const value = kinds.includes(signal.kind) ? limit(signal) : undefined;
      return value === undefined ? [] : [[signal.id, { signal, value }] as const];
    }),
  );

/** Hours in which signals of some kinds stood at or above a limit of their own. */
async function aboveLimit(asked: Asked, kinds: readonly string[], limit: (signal: OwnedSignal) => number | undefined) {
  const known = limited(await asked.signals('S44'), kinds, limit);
  const hours = await hoursOf(asked.context, [...known.keys()], asked.span(7));
  return hoursWell(
    [...known.values()].map(({ signal }) => signal),
    hours,
    ({ id, low }) => low >= known.get(id)!.value,
  );
}

const FAULTS = ['fire-pump-fault', 'fire-pump-power', 'fire-water-low', 'fire-tank-low', 'fire-pool-low'];

/** Figures of S44. */
export const fire: Readonly<Record<string, Measure>> = {
  'fire-coverage': async ({ read, region }) =>
    read(async (tx) => {
      const { rows } = await sql<{ id: string; name: string; equipped: boolean }>`
        SELECT b.id, b.name, EXISTS (
          SELECT FROM device d JOIN public.point p ON p.device_id = d.id
          WHERE d.building = b.id AND d.retired_at IS NULL AND p.system = 'S44') AS equipped
        FROM building b WHERE b.key AND b.retired_at IS NULL AND starts_with(b.region_path, ${region})`.execute(tx);
      return shareOf(
        rows.map((row) => ({ ...row, href: `/buildings/${row.id}` })),
        ({ equipped }) => equipped,
      );
    }),
  'fire-online': online('S44'),
  'fire-pressure': (asked) => aboveLimit(asked, ['fire-water-end'], ({ limits }) => limits['staticLeast']),
  'fire-automatic': async (asked) => {
    const modes = (await asked.signals('S44')).filter(({ kind }) => kind === 'fire-pump-manual');
    const hours = await hoursOf(
      asked.context,
      modes.map(({ id }) => id),
      asked.span(7),
    );
    return hoursWell(modes, hours, ({ high }) => high < 0.5);
  },
  'fire-repair': async (asked) => hoursToRepair(await alarms(asked, 30, FAULTS), asked.span(30)),
  'fire-full': (asked) =>
    aboveLimit(
      asked,
      ['fire-tank-level', 'fire-pool-level'],
      ({ limits }) => limits['tankLeast'] ?? limits['poolLeast'],
    ),
};
