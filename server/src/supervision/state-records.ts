import { sql } from 'kysely';
import { z } from 'zod';
import { recordedStates, STATE_RECORD } from '@anlan/gateways';
import { refuse } from '@anlan/kernel/refusal';
import { stateRecordsSchema, type StateRecord } from '@anlan/systems/monitoring/vehicle-supervision';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

/** So many records are read: a record of some seconds has a few hundred blocks of 64 bytes. */
const MOST = 5;
const LARGEST = 1_048_576;

interface Row {
  readonly id: string;
  readonly sha256: string;
  readonly label: string | null;
  readonly alarmId: string | null;
  readonly takenAt: Date;
}

/** How a vehicle was driven in the seconds around its alarms: the records its terminal attached. */
export const stateRecordRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/vehicles/:id/states',
    {
      onRequest: need('position.read'),
      schema: {
        tags: ['位置 Position'],
        summary: '报警前后的车辆状态数据记录 · Vehicle-state records around its alarms',
        params: z.object({ id: z.uuid() }),
        response: responses(stateRecordsSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const rows = await withScope(context.db, actor.scope, async (tx) => {
        const known = await sql`SELECT FROM vehicle WHERE id = ${id}`.execute(tx);
        if (known.rows.length === 0) return undefined;
        const found = await sql<Row>`
          SELECT m.id, m.sha256, e.label, coalesce(m.alarm_id, e.alarm_id) AS "alarmId", m.taken_at AS "takenAt"
          FROM terminal_medium m LEFT JOIN safety_event e ON e.id = m.event_id
          WHERE m.device_id = ANY(ARRAY(SELECT d.id FROM device d WHERE d.vehicle = ${id})) AND m.vehicle = ${id}
            AND right(lower(m.name), ${STATE_RECORD.length}) = ${STATE_RECORD} AND m.size <= ${LARGEST}
          ORDER BY m.taken_at DESC LIMIT ${MOST}`.execute(tx);
        return found.rows;
      });
      if (rows === undefined) {
        await auditOutside(context.db, actor, 'vehicle', id, 'position.read');
        return answer(refuse('not-found'));
      }
      return Promise.all(
        rows.map(async ({ sha256, takenAt, ...row }): Promise<StateRecord> => {
          const content = await context.files.read(sha256);
          const states = content === undefined ? undefined : recordedStates(content);
          return { ...row, takenAt: takenAt.getTime(), states: states === undefined ? null : [...states] };
        }),
      );
    },
  );
};
