import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import type { Tx } from '../access/scoped.ts';
import { itemOf, MOST } from '../home/item.ts';
import type { Part } from '../home/shapes.ts';
import { SILENCE_RULES } from '../ingest/rules.ts';

const RULES = SILENCE_RULES.map(({ key }) => key);

/**
 * Devices that say nothing, for whoever keeps them running: those that fell silent last come first, as they can still be
 * brought back. Who answers alarms has them among these.
 */
export async function silentPart(tx: Tx, actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  if (may(actor, 'alarm.read')) return {};
  const { rows } = await sql<{ id: string; name: string; place: string; region: string; since: Date }>`
    SELECT d.id, d.name, a.place_name AS place, a.region_name AS region, a.since FROM alarm a JOIN device d ON d.id = a.device_id
    WHERE a.rule = ANY (${RULES}::text[]) AND a.recovered_at IS NULL AND a.closed_at IS NULL AND d.retired_at IS NULL
    ORDER BY a.since DESC LIMIT ${MOST}`.execute(tx);
  return {
    now: rows.map(({ id, name, place, region, since }) =>
      itemOf(
        {
          kind: 'device',
          id,
          title: [`设备静默 · ${name}`, `Silent device · ${name}`],
          sub: `${place} · ${region}`,
          why: [`${SINCE.format(since)} 起没有数据`, `nothing heard since ${SINCE.format(since)}`],
          dueAt: null,
          verb: ['去查看', 'Look'],
          href: `/registry/devices/${id}`,
        },
        now,
      ),
    ),
  };
}

const SINCE = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});
