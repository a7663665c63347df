import { sql } from 'kysely';
import { staleAfter } from '@anlan/kernel/telemetry';
import { completeShare, hoursBetweenFailures, hoursToRepair, shareOf } from '@anlan/systems/monitoring/indicators';
import { alarms, EVERY_SILENCE, heardShare, isHeard, type Asked, type Measure } from './asked.ts';
import { groupsOf } from './group.ts';
import { HOUR } from '../telemetry/buckets.ts';
import { lossesOf, samplesOf } from './read.ts';

const DAY = 24 * HOUR;
const MINUTE = 60_000;

/** Figures of S16. */
export const iot: Readonly<Record<string, Measure>> = {
  'iot-online': async (asked) => {
    const devices = await devicesOf(asked);
    return shareOf(
      devices.filter(({ out }) => !out),
      ({ points }) => points.some(({ id, period }) => isHeard(asked, id, Math.max(staleAfter(period), 5 * MINUTE))),
    );
  },
  'iot-coverage': async (asked) => {
    const firms = groupsOf(
      (await devicesOf(asked)).filter(({ firm }) => firm !== null),
      ({ firm }) => firm!,
    );
    const owners = [...firms].map(([id, own]) => ({
      id,
      name: own[0]!.firmName ?? '—',
      href: `/enterprises/${id}`,
      points: own.flatMap(({ points }) => points.map((point) => point.id)),
    }));
    return heardShare(asked, owners, DAY);
  },
  'iot-complete': async (asked) => {
    const points = (await devicesOf(asked)).flatMap(({ id, name, href, out, points: own }) =>
      own.map((point) => ({ id: point.id, name, href, out, expectedPeriod: point.period, lastAt: null, device: id })),
    );
    const span = asked.span(1);
    const counts = await samplesOf(
      asked.context,
      points.map(({ id }) => id),
      span,
    );
    const counted = completeShare(points, counts, (span.to - span.from) / 1000, 'samples');
    // One line a device, however many of its points lack samples.
    return { ...counted, missing: [...new Map(counted.missing.map((one) => [one.name, one])).values()] };
  },
  'iot-mtbf': async (asked) => {
    const { readings } = asked.context.mirror;
    // A device that was never heard has never operated.
    const devices = (await devicesOf(asked)).filter(
      ({ out, points }) => !out && points.some(({ id }) => readings.get(id) !== undefined),
    );
    const losses = lossesOf(await alarms(asked, 90, EVERY_SILENCE));
    return hoursBetweenFailures(losses, devices.length, await asked.observed(90));
  },
  'iot-mttr': async (asked) => hoursToRepair(lossesOf(await alarms(asked, 90, EVERY_SILENCE)), asked.span(90)),
  'iot-commands': async ({ read, region, span }) =>
    read(async (tx) => {
      const { rows } = await sql<{ id: string; device: string; name: string; answered: boolean }>`
        SELECT i.id, d.id AS device, concat_ws(' ', d.name, i.kind) AS name,
          i.state = 'acknowledged' AND coalesce(i.answered_at, i.at) - i.at <= interval '10 minutes' AS answered
        FROM instruction i JOIN device d ON d.id = i.device_id
        WHERE i.at > ${new Date(span(30).from)} AND i.at < now() - interval '10 minutes' AND starts_with(i.region_path, ${region})`.execute(
        tx,
      );
      return shareOf(
        rows.map((row) => ({ ...row, href: `/registry/devices/${row.device}` })),
        (row) => row.answered,
      );
    }),
};

interface GatewayRow {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly firm: string | null;
  readonly firmName: string | null;
  readonly out: boolean;
  readonly points: readonly { readonly id: string; readonly period: number }[];
}

/** Registered devices with points; what the platform computes itself is no device. */
function devicesOf({ read, region }: Asked): Promise<GatewayRow[]> {
  return read(async (tx) => {
    const { rows } = await sql<Omit<GatewayRow, 'href'>>`
      SELECT d.id, concat_ws(' · ', e.name, d.name) AS name, d.organisation_id AS firm, e.name AS "firmName",
        EXISTS (SELECT FROM out_of_service o WHERE o.subject_id = d.id AND o.from_at <= now() AND o.until_at > now()) AS out,
        jsonb_agg(jsonb_build_object('id', p.id, 'period', p.expected_period::float8)) AS points
      FROM device d JOIN public.point p ON p.device_id = d.id LEFT JOIN enterprise e ON e.id = d.organisation_id
      WHERE d.retired_at IS NULL AND d.protocol <> 'watch' AND starts_with(d.region_path, ${region})
      GROUP BY d.id, e.name`.execute(tx);
    return rows.map((row) => ({ ...row, href: `/registry/devices/${row.id}` }));
  });
}
