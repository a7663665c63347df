import { sql } from 'kysely';
import { strokeOf } from '@anlan/systems';
import { falseShare, hoursAvailable, shareOf } from '@anlan/systems/monitoring/indicators';
import { commandsBefore } from '../hazchem/cause-effect.ts';
import { chinaDay, gapList } from '../hazchem/gaps.ts';
import { alarms, ANY, keysOf, seenWithin, SILENT, type Asked, type Measure } from './asked.ts';
import { alarmsOf } from './read.ts';

const CONTROLS = ['pressure-control', 'sis', 'universal-arm', 'absorber'];

interface FittedRow {
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly state: string;
  readonly inspectionDue: string | null;
}

function fitted({ read, region }: Asked, kinds: readonly string[]) {
  return read(async (tx) => {
    const { rows } = await sql<FittedRow>`
      SELECT id, name, device, state, inspection_due::text AS "inspectionDue" FROM safety_device
      WHERE retired_at IS NULL AND state <> 'removed' AND device = ANY (${[...kinds]}) AND starts_with(region_path, ${region})`.execute(
      tx,
    );
    return rows.map((row) => ({ ...row, href: `/registry/safety-devices?open=${row.id}` }));
  });
}

/** Figures of S18. */
export const storage: Readonly<Record<string, Measure>> = {
  'storage-fitted': async ({ context, scope, region }) => {
    const gaps = await gapList(context, scope, region === '' ? {} : { region }, Number.MAX_SAFE_INTEGER);
    const missing = gaps.rows.map(({ finding, placeId, tank, device }) => ({
      id: `${placeId}/${device}`,
      name: finding,
      href: tank === null ? `/registry/chemical-holdings?open=${placeId}` : `/tanks/${tank}`,
    }));
    return { numerator: gaps.required - gaps.total, denominator: gaps.required, missing };
  },
  'storage-automatic': async (asked) => shareOf(await fitted(asked, CONTROLS), ({ state }) => state === 'in-service'),
  'storage-tested': async (asked) => {
    const today = chinaDay();
    return shareOf(
      await fitted(asked, ['emergency-shut-off']),
      ({ inspectionDue }) => inspectionDue !== null && inspectionDue >= today,
    );
  },
  'storage-linked': async (asked) => {
    const rows = await asked.read(async (tx) => {
      const found = await sql<{ id: string; name: string; tank: string; closedAt: Date; command: string | null }>`
        SELECT e.id, concat_ws(' ', a.number, e.tank_name) AS name, e.tank_id AS tank, e.closed_at AS "closedAt",
          (SELECT p.id FROM public.point p WHERE p.tank_id = e.tank_id AND p.kind = 'shut-off-command' LIMIT 1) AS command
        FROM shut_off_event e JOIN alarm a ON a.id = e.id
        WHERE e.closed_at > ${new Date(asked.span(90).from)} AND starts_with(e.region_path, ${asked.region})`.execute(
        tx,
      );
      const failed = await alarmsOf(tx, ['shut-off-failed'], asked.span(90), asked.region);
      return { closed: found.rows.map((row) => ({ ...row, closedAt: row.closedAt.getTime() })), failed };
    });
    const commands = await commandsBefore(asked.context, rows.closed);
    const strokes = rows.closed.flatMap((row) => {
      const stroke = strokeOf({ commandAt: commands.get(row.id) ?? null, closedAt: row.closedAt });
      return stroke === null ? [] : [{ id: row.id, name: row.name, href: `/tanks/${row.tank}`, stroke }];
    });
    const never = rows.failed.map(({ id, name, href }) => ({ id, name, href, stroke: Infinity }));
    return shareOf([...strokes, ...never], ({ stroke }) => stroke <= 30);
  },
  'storage-false': async (asked) => falseShare(seenWithin(await alarms(asked, 30, keysOf('S18', ANY)), asked.span(30))),
  'storage-available': async (asked) =>
    hoursAvailable(
      await asked.signals('S18'),
      await alarms(asked, 30, keysOf('S18', SILENT)),
      await asked.observed(30),
    ),
};
