import { sql } from 'kysely';
import { z } from 'zod';
import type { DriverReport } from '@anlan/gateways';
import { type Database, withScope } from '../access/scoped.ts';
import { actorOf, need, responses, type RouteModule, seen } from '../http/index.ts';
import type { Register } from '../ingest/register.ts';

/** Keeps who drives, once; rejects where no vehicle stands behind the terminal. */
export function keepDrivers(
  db: Database,
  register: Register,
): (identity: string, report: DriverReport, receivedAt: number) => Promise<void> {
  return async (identity, report, receivedAt) => {
    const device = register.find(identity);
    const vehicle = device?.moving;
    if (device === undefined || vehicle?.kind !== 'vehicle') throw new Error(`no vehicle behind ${identity}`);
    const { state, at, problem, name, qualification, issuer, validUntil } = report;
    await sql`
      INSERT INTO driver_report (device_id, vehicle, state, at, problem, name, qualification, issuer, valid_until, received_at,
        region_path, organisation_id, sector)
      VALUES (${device.id}, ${vehicle.id}, ${state}, ${new Date(at)}, ${problem}, ${name}, ${qualification}, ${issuer}, ${validUntil},
        ${new Date(receivedAt)}, ${vehicle.regionPath}, ${vehicle.organisationId}, ${vehicle.sector})
      ON CONFLICT (device_id, at, state) DO NOTHING`.execute(db);
  };
}

const reportSchema = z.object({
  state: z.enum(['on', 'off', 'unreadable']),
  at: z.number(),
  problem: z.string().nullable(),
  name: z.string().nullable(),
  qualification: z.string().nullable(),
  issuer: z.string().nullable(),
  validUntil: z.string().nullable(),
  expired: z.boolean().describe('the certificate was no longer valid when the card was put in'),
  registered: z.boolean().nullable().describe('the certificate is in the register; null where no card was read'),
});

const driversSchema = z.object({
  terminal: z.string().nullable().describe('the vehicle terminal that can be asked and told'),
  reports: z.array(reportSchema),
});

/** Who drives a vehicle. */
export const driverRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/:id/drivers',
    {
      onRequest: need('position.read'),
      preHandler: seen(context, 'vehicle', 'position.read'),
      schema: {
        tags: ['设备接入 Devices'],
        summary: '驾驶员身份 · Who drives, newest first',
        params: z.object({ id: z.uuid() }),
        response: responses(driversSchema),
      },
    },
    (request) =>
      withScope(context.db, actorOf(request).scope, async (tx) => {
        const { id } = request.params;
        const terminals = await sql<{ id: string }>`
          SELECT id FROM device WHERE vehicle = ${id} AND protocol = 'jt808' AND retired_at IS NULL ORDER BY created_at LIMIT 1`.execute(
          tx,
        );
        const { rows } = await sql<Omit<z.infer<typeof reportSchema>, 'at'> & { at: Date }>`
          SELECT r.state, r.at, r.problem, r.name, r.qualification, r.issuer, r.valid_until::text AS "validUntil",
            coalesce(r.valid_until < (r.at AT TIME ZONE 'Asia/Shanghai')::date, false) AS expired,
            CASE WHEN r.qualification IS NOT NULL THEN EXISTS (
              SELECT FROM transport_person p WHERE p.number = r.qualification AND p.retired_at IS NULL) END AS registered
          FROM driver_report r WHERE r.vehicle = ${id} ORDER BY r.at DESC, r.received_at DESC LIMIT 20`.execute(tx);
        const reports = rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
        return { terminal: terminals.rows[0]?.id ?? null, reports };
      }),
  );
};
