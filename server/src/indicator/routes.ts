import { z } from 'zod';
import { figureOf, figureSchema, type Watched } from '@anlan/kernel/indicator';
import { SYSTEMS } from '@anlan/systems';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { limitsFor } from '../alarm-quality/index.ts';
import { reachOf } from '../registry/standing.ts';
import { askedOf, type Asked } from './asked.ts';
import { MEASURES } from './measure.ts';

const INDICATORS = new Map(
  SYSTEMS.flatMap(({ id, indicators = [] }) => (indicators.length === 0 ? [] : [[id, indicators] as const])),
);

/** The figures by which monitoring systems are judged, each with who is missing. */
export const indicatorRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/indicators',
    {
      onRequest: need('telemetry.read'),
      schema: {
        tags: ['监测 Telemetry'],
        summary: '监测系统指标 · Figures of a monitoring system',
        description:
          'A denominator of zero gives null. Of what nothing is recorded the numerator is null. What looks back over days of which too few hours were observed has no verdict.',
        querystring: z.object({
          system: z.enum([...INDICATORS.keys()] as [string, ...string[]]),
          region: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .optional(),
        }),
        response: responses(z.array(figureSchema)),
      },
    },
    async (request) => {
      const asked = askedOf(context, actorOf(request).scope, request.query.region ?? '');
      const watched = await watchedOf(asked);
      const figures = [];
      // One after the other: they share what they read, and a page waits for all of them anyway.
      for (const indicator of INDICATORS.get(request.query.system) ?? [])
        figures.push(figureOf(indicator, await MEASURES[indicator.key]!(asked), watched));
      return figures;
    },
  );
};

/** Since when the place is observed, and how long it has to be for a verdict. */
async function watchedOf({ context, scope, region, since, read, now }: Asked): Promise<Watched> {
  const place = region === '' ? ((await reachOf(context.db, scope)) ?? 'cn.') : region;
  const { judgeHours } = await read((tx) => limitsFor(tx, place, now));
  return { since: await since(), now, judgeHours };
}
