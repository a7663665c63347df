import { both, asIs } from '@anlan/kernel/refusal';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { warningOf, type WarnedZone } from '@anlan/gateways';
import { assess, inChinese, setupSchema, substance, type Zone } from '@anlan/kernel/workbench';
import { record } from '../audit/index.ts';
import { actorOf, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { tags } from './near.ts';

/** Minutes a warning of a release holds, unless the release is over sooner. */
const HOLDS = 60;

const ADVICE: Readonly<Record<WarnedZone['colour'], string>> = {
  red: '立即沿横风方向撤离，不要进入低洼处；救援人员佩戴正压式空气呼吸器',
  orange: '尽快沿横风方向撤离；来不及的关闭门窗与通风，湿毛巾捂住口鼻',
  yellow: '关闭门窗与通风，留在室内，等候通知',
};

const kilometres = (metres: number): string =>
  metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;

function warned(zone: Zone, unit: string): WarnedZone[] {
  if (zone.ring.length < 4) return [];
  return [
    {
      name: zone.name,
      colour: zone.level.colour,
      ring: zone.ring,
      description: `${zone.name}（${zone.level.value} ${unit}）：下风向 ${kilometres(zone.distance)}（${kilometres(zone.nearest)}–${kilometres(zone.farthest)}），最宽 ${kilometres(zone.width)}`,
      instruction: ADVICE[zone.level.colour],
    },
  ];
}

/** Zones as a CAP 1.2 document, a draft until somebody who may warn sends it. */
export const capRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/workbench/cap',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '导出 CAP · Zones as a CAP 1.2 draft',
        body: z.object({ setup: setupSchema, name: z.string().trim().max(80).default('') }),
        response: responses(z.string().describe('CAP 1.2')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { setup, name } = request.body;
      const outlook = assess(setup);
      if (!outlook.ok)
        return refuseNow('scenario-refused', { reason: both(inChinese(outlook.reason), outlook.reason) });
      const what = substance(setup.substance)?.nameZh ?? setup.substance;
      const size = outlook.release.size;
      const written = warningOf({
        identifier: `anlan-${randomUUID()}`,
        sender: 'anlan@localhost',
        senderName: actor.name,
        at: Date.now(),
        minutes: size.kind === 'continuous' ? Math.max(10, Math.min(HOLDS, size.duration / 60)) : HOLDS,
        event: `${what}泄漏`,
        headline: name === '' ? `${what}泄漏影响区` : name,
        zones: outlook.zones.flatMap((zone) => warned(zone, outlook.unit)),
        status: 'Draft',
        note: '计算结果，供研判，未经发布审批',
      });
      if ('offence' in written) return refuseNow('scenario-refused', { reason: asIs(written.offence) });
      await record(context.db, actor, 'scenario.export', null, 'done', { as: 'cap', substance: setup.substance, name });
      return reply
        .type('application/cap+xml; charset=utf-8')
        .header('content-disposition', 'attachment; filename="zones.cap.xml"')
        .send(written.xml);
    },
  );
};
