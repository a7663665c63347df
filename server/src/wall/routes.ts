import { dayOf, startOf } from '@anlan/domain/calendar';
import { may, type Actor, type Verb } from '@anlan/kernel/access';
import { wallSchema, type Wall } from '@anlan/kernel/map';
import { withScope, type Tx } from '../access/scoped.ts';
import { promisesOf } from '../hazard-duty/promises.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { onTimeOf } from '../prevention/board.ts';
import { placeOf } from '../prevention/inputs.ts';
import { listWarnings } from '../warning/read.ts';
import { checksOf, dutyOf, eventsOf, jobsOf } from './today.ts';

/** 大屏上的今天: what is done today and how much of it, as far as the reader may read each. */
export const wallRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/wall',
    {
      onRequest: need('alarm.read'),
      schema: { tags: ['一张图 Map'], summary: '大屏·今天 · Today on the wall', response: responses(wallSchema) },
    },
    async (request) => {
      const actor = actorOf(request);
      const place = await placeOf(context, actor);
      return withScope(context.db, actor.scope, (tx) => todayOf(tx, actor, place, Date.now()));
    },
  );
};

async function todayOf(tx: Tx, actor: Actor, place: string, now: number): Promise<Wall> {
  const day = dayOf(now);
  const from = startOf(day);
  const where = async <T>(verb: Verb, part: () => Promise<T>): Promise<T | null> =>
    may(actor, verb) ? await part() : null;
  return {
    at: now,
    checks: await where('case.read', () => checksOf(tx, from)),
    jobs: await where('case.read', () => jobsOf(tx, day)),
    duty: await where('alarm.read', () => dutyOf(tx, now)),
    warnings: await where('alarm.read', async () => {
      const { running, rows } = await listWarnings(tx, { running: true, page: 0 }, now);
      const [first] = rows;
      const { event = '', level = null, headline = '' } = first ?? {};
      return { count: running, first: first === undefined ? null : { event, level, headline } };
    }),
    events: await where('alarm.read', () => eventsOf(tx, from)),
    dangers: await where('case.read', () => onTimeOf(tx, now)),
    promises: await where('registry.read', async () => {
      const { announced, should } = await promisesOf(tx, place, day);
      return { numerator: announced, denominator: should };
    }),
  };
}
