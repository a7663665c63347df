import { dayOf, shift } from '@anlan/domain/calendar';
import type { Counted } from '@anlan/kernel/indicator';
import { dutyOf } from '@anlan/systems/monitoring/major-hazard-monitoring';
import { shareOf } from '@anlan/systems/monitoring/indicators';
import type { Tx } from '../access/scoped.ts';
import { owedOf } from './guarantors.ts';
import { promisesOf } from './promises.ts';

/** Enterprises that announced on the last day whose hour is over, of those that had to; who did not is named. */
export async function promiseShare(tx: Tx, place: string, now: number): Promise<Counted> {
  const today = await promisesOf(tx, place, dayOf(now));
  const last = now >= today.dueAt ? today : await promisesOf(tx, place, shift(dayOf(now), -1));
  return {
    numerator: last.announced,
    denominator: last.should,
    missing: last.missing.map(({ id, name }) => ({ id, name, href: `/safety-promises?enterprise=${id}` })),
  };
}

/** Duties done of those whose period ended within 30 days; the others are named with their source. */
export async function dutyShare(tx: Tx, place: string, now: number): Promise<Counted> {
  const { ended } = await owedOf(tx, place, dayOf(now));
  return shareOf(
    ended.map(({ source, duty, from, done }) => ({
      id: `${source.id} ${duty} ${from}`,
      name: `${source.name} · ${dutyOf(duty).label}（${from} 起）`,
      href: `/guarantors?source=${source.id}`,
      done,
    })),
    ({ done }) => done,
  );
}

/** What of a source's duties is undone: today's promise past its hour, and duties whose period ended undone within a week. */
export async function undoneOf(
  tx: Tx,
  { id, enterprise, regionPath }: { readonly id: string; readonly enterprise: string; readonly regionPath: string },
  now: number,
): Promise<number> {
  const today = dayOf(now);
  const promises = await promisesOf(tx, regionPath, today);
  const unpromised = now > promises.dueAt && promises.missing.some((firm) => firm.id === enterprise);
  const { ended } = await owedOf(tx, regionPath, today, 7, id);
  return (unpromised ? 1 : 0) + ended.filter(({ done }) => !done).length;
}
