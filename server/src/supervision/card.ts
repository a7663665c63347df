import { dayOf, hourOf } from '@anlan/domain/calendar';
import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { equipmentOf, responseCard, type Equipped } from '@anlan/systems';
import { cardSchema, equipmentSchema } from '@anlan/systems/monitoring/hazchem-transport';
import { auditOutside } from '../audit/index.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { isAlarming } from './alarming.ts';

interface Row {
  id: string;
  name: string;
  category: string;
  enterprise: string | null;
  phone: string | null;
  goods_classes: string | null;
  terminal_installed: boolean | null;
  terminal_approved: boolean | null;
  video_monitoring: boolean | null;
  active_safety: boolean | null;
  tank_vehicle: boolean | null;
  tank_inspection_until: string | null;
  emergency_shutoff: boolean | null;
  barrier_explosion_proof: boolean | null;
}

const WAYBILL = sql`
  w.id, w.number, w.cargo, w.un, w.cas, w.goods_class AS "goodsClass", w.quantity, w.packing, w.consignor, w.consignee,
  d.name AS driver, s.name AS escort, f.name AS route, w.origin, w.destination, w.state`;
type Bill = NonNullable<z.infer<typeof cardSchema>['waybill']>;

const equipped = (row: Row): Equipped => ({
  terminalInstalled: row.terminal_installed,
  terminalApproved: row.terminal_approved,
  videoMonitoring: row.video_monitoring,
  activeSafety: row.active_safety,
  tankVehicle: row.tank_vehicle,
  tankInspectionUntil: row.tank_inspection_until,
  emergencyShutoff: row.emergency_shutoff,
  barrierExplosionProof: row.barrier_explosion_proof,
  goodsClass: row.goods_classes?.split(/[,，、]/)[0] ?? null,
});

/** Eight in the evening to six in the morning, as ERG's night. */
const isNight = (at: number): boolean => {
  const hour = hourOf(at);
  return hour >= 20 || hour < 6;
};
const today = (): string => dayOf(Date.now());

/** Every vehicle of dangerous goods of a region with its equipment against the list. */
export async function equipmentLists(tx: Tx, region: string) {
  const { rows } = await sql<Row>`
    SELECT * FROM vehicle WHERE category = 'dangerous-goods' AND retired_at IS NULL AND starts_with(region_path, ${region}) ORDER BY name`.execute(
    tx,
  );
  return rows.map((row) => ({ row, list: equipmentOf(equipped(row), today()) }));
}

/** What a rescuer must know of a vehicle: cargo, quantity, response card; and its equipment against the list. */
export const cardRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/:id/card',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '车辆应急信息卡 · Cargo, quantity and response card',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ wind: z.coerce.number().min(0).max(60).default(2).describe('m/s') }),
        response: responses(cardSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const found = await withScope(context.db, actor.scope, async (tx) => {
        const vehicles = await sql<Row>`
          SELECT v.id, v.name, v.category, e.name AS enterprise, e.phone, v.goods_classes, v.terminal_installed, v.terminal_approved,
            v.video_monitoring, v.active_safety, v.tank_vehicle, v.tank_inspection_until, v.emergency_shutoff, v.barrier_explosion_proof
          FROM vehicle v LEFT JOIN enterprise e ON e.id = v.enterprise WHERE v.id = ${id}`.execute(tx);
        const bills = await sql<Bill>`
          SELECT ${WAYBILL} FROM waybill w LEFT JOIN transport_person d ON d.id = w.driver LEFT JOIN transport_person s ON s.id = w.escort
          LEFT JOIN fence f ON f.id = w.route
          WHERE w.vehicle = ${id} AND w.state IN ('issued', 'loaded', 'in-transit')
          ORDER BY (w.state = 'in-transit') DESC, (w.state = 'loaded') DESC, w.planned_start DESC LIMIT 1`.execute(tx);
        return { vehicle: vehicles.rows[0], bill: bills.rows[0] ?? null };
      });
      const { vehicle, bill } = found;
      if (vehicle === undefined) {
        await auditOutside(context.db, actor, 'vehicle', id, 'position.read');
        return answer(refuse('not-found'));
      }
      request.incident = await isAlarming(context.db, id);
      return {
        vehicle: {
          id,
          plate: vehicle.name,
          category: vehicle.category,
          enterprise: vehicle.enterprise,
          phone: vehicle.phone,
          barrier: vehicle.barrier_explosion_proof,
          tank: vehicle.tank_vehicle,
        },
        waybill: bill,
        response:
          bill === null ? null : responseCard(bill.un, bill.goodsClass, isNight(Date.now()), request.query.wind),
        equipment:
          vehicle.category === 'dangerous-goods'
            ? equipmentOf(equipped(vehicle), today())
            : { compliant: true, lines: [] },
      };
    },
  );
  app.get(
    '/api/vehicles/equipment',
    {
      onRequest: need('registry.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '车载装置合格清单 · Equipment of dangerous-goods vehicles against the list',
        response: responses(equipmentSchema),
      },
    },
    async (request) => {
      const lists = await withScope(context.db, actorOf(request).scope, (tx) => equipmentLists(tx, ''));
      const lines = lists.flatMap(({ list }) => list.lines);
      const items = [...new Map(lines.map((line) => [line.key, line])).values()].map(({ met: _, ...item }) => {
        const own = lines.filter(({ key }) => key === item.key);
        return {
          ...item,
          applies: own.length,
          met: own.filter(({ met }) => met === true).length,
          unknown: own.filter(({ met }) => met === null).length,
        };
      });
      const lacking = lists.filter(({ list }) => !list.compliant);
      return {
        vehicles: lists.length,
        compliant: lists.length - lacking.length,
        items,
        missing: lacking.slice(0, 200).map(({ row, list }) => ({
          id: row.id,
          name: row.name,
          lacks: list.lines.filter(({ required, met }) => required && met !== true).map(({ label }) => label),
        })),
      };
    },
  );
};
