import { sql } from 'kysely';
import { dayOf, endOf } from '@anlan/domain/calendar';
import { may, type Actor } from '@anlan/kernel/access';
import { writeDaySpan } from '@anlan/kernel/registry';
import type { Tx } from '../access/scoped.ts';
import { byDue, count, itemOf, MOST, type Said } from '../home/item.ts';
import type { Count, Home, Item, Part } from '../home/shapes.ts';
import { valuesFor } from '../parameter/book.ts';

const DAY = 86_400_000;

/** What the register of a place says of itself: licences that end, devices, enterprises by risk. */
export async function registryPart(
  tx: Tx,
  actor: Actor,
  _lastVisit: number | null,
  now: number,
): Promise<Partial<Part>> {
  const running = await licences(tx, actor, now);
  const levels = await riskLevels(tx);
  const counts = may(actor, 'device.secret') ? [await devices(tx)] : [];
  return { ...byDue(running.items, now), levels, counts: [...running.counts, ...counts] };
}

/** For who keeps devices running. */
async function devices(tx: Tx): Promise<Count> {
  const { rows } = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM device WHERE retired_at IS NULL AND protocol <> 'watch'`.execute(tx);
  return count('devices', ['登记设备', 'Devices'], rows[0]!.total, ['看接入情况', 'registered'], '/registry/devices');
}

interface Licence {
  readonly id: string;
  readonly name: string;
  readonly licence_until: string;
  /** Has it not closed down? */
  readonly works: boolean;
  readonly expired: number;
  readonly soon: number;
}

/** Licences that have ended or end soon, as the viewer's place has set it, for who keeps an eye on enterprises or is one. */
async function licences(tx: Tx, actor: Actor, now: number): Promise<{ items: Item[]; counts: Count[] }> {
  if (!may(actor, 'registry.write') || !may(actor, 'case.report')) return { items: [], counts: [] };
  const place = actor.scope.kind === 'region' ? actor.scope.path : '';
  const notice = (await valuesFor(tx, place, now)).number('enterprise.licence-notice-days');
  const { rows } = await sql<Licence>`
    SELECT id, name, licence_until, coalesce(status, 'running') <> 'closed' AS works, (count(*) FILTER (WHERE licence_until < ${dayOf(now)}::date) OVER ())::int AS expired,
      (count(*) FILTER (WHERE licence_until >= ${dayOf(now)}::date) OVER ())::int AS soon
    FROM enterprise
    WHERE retired_at IS NULL AND licence_until <= ${dayOf(now + notice * DAY)}::date
    ORDER BY licence_until, id LIMIT ${MOST}`.execute(tx);
  const { expired, soon } = rows[0] ?? { expired: 0, soon: 0 };
  // The figures count the lists they open; of who has closed down nothing waits.
  const items = rows
    .filter(({ works }) => works)
    .map(({ id, name, licence_until }) => {
      const dueAt = endOf(licence_until);
      const title: Said = dueAt < now ? ['已过期', 'has expired'] : ['即将到期', 'expires soon'];
      return itemOf(
        {
          kind: 'record',
          id,
          title: [`安全生产许可证${title[0]} · ${name}`, `Safety licence ${title[1]} · ${name}`],
          sub: `${licence_until}`,
          why: actor.scope.kind === 'organisation' ? ['本企业', 'own enterprise'] : ['辖区企业', 'enterprise here'],
          dueAt,
          verb: ['看企业', 'Enterprise'],
          href: `/enterprises/${id}`,
        },
        now,
      );
    });
  const list = (from: string | undefined, to: string) =>
    `/registry/enterprises?sort=licenceUntil&days=${writeDaySpan({ field: 'licenceUntil', from, to })}`;
  const within: Said = [`${notice} 日内`, `within ${notice} days`];
  const past: Said = ['安全生产许可证', 'work safety licences'];
  const yesterday = list(undefined, dayOf(now - DAY));
  const coming = list(dayOf(now), dayOf(now + notice * DAY));
  return {
    items,
    counts: [
      ...(expired === 0 ? [] : [count('licences', ['许可证过期', 'Licences expired'], expired, past, yesterday)]),
      ...(soon === 0 ? [] : [count('licences-soon', ['许可证将到期', 'Licences expiring'], soon, within, coming)]),
    ],
  };
}

async function riskLevels(tx: Tx): Promise<Home['levels']> {
  const levels = { red: 0, orange: 0, yellow: 0, blue: 0 };
  const { rows } = await sql<{ level: keyof typeof levels; n: number }>`
    SELECT risk_level AS level, count(*)::int AS n FROM enterprise WHERE retired_at IS NULL GROUP BY 1`.execute(tx);
  for (const { level, n } of rows) levels[level] = n;
  return levels;
}
