import { may, type Actor, type Verb } from '@anlan/kernel/access';
import { withScope, type Tx } from '../access/scoped.ts';
import { alarmPart } from '../alarm/home.ts';
import { casePart } from '../case/home.ts';
import { checkPart } from '../checklist/home.ts';
import { silentPart } from '../device/home.ts';
import { approvalPart } from '../document/home.ts';
import { visitPart } from '../expert/home.ts';
import { hazardDutyPart } from '../hazard-duty/home.ts';
import { responses, visitOf, type RouteModule } from '../http/index.ts';
import { publicationPart } from '../publication/home.ts';
import { registryPart } from '../registry/home.ts';
import { byUrgency } from './item.ts';
import { homeSchema, type Home, type Part } from './shapes.ts';

/** 待办: one list ordered by "when does this get worse", never by system. */
export const homeRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/home',
    {
      schema: {
        tags: ['待办 Home'],
        summary: '现在需要我处理什么 · What needs me now',
        response: responses(homeSchema),
      },
    },
    (request) => {
      const { actor, previousVisitAt } = visitOf(request);
      return withScope(context.db, actor.scope, (tx) => homeOf(tx, actor, previousVisitAt, Date.now()));
    },
  );
};

const NOTHING: Part = {
  now: [],
  today: [],
  week: [],
  counts: [],
  levels: { red: 0, orange: 0, yellow: 0, blue: 0 },
  since: [],
};

/** Each part of the page with the verb it takes to see it: administrators have no business verb and get an empty page, not a closed door. */
const PARTS: readonly {
  verb: Verb;
  part: (tx: Tx, actor: Actor, lastVisit: number | null, now: number) => Promise<Partial<Part>>;
}[] = [
  { verb: 'alarm.read', part: alarmPart },
  { verb: 'case.read', part: casePart },
  { verb: 'check.answer', part: checkPart },
  { verb: 'expert.inspect', part: visitPart },
  { verb: 'document.approve', part: approvalPart },
  { verb: 'publication.approve', part: publicationPart },
  { verb: 'device.read', part: silentPart },
  { verb: 'registry.read', part: registryPart },
  { verb: 'registry.read', part: hazardDutyPart },
];

async function homeOf(tx: Tx, actor: Actor, lastVisit: number | null, now: number): Promise<Home> {
  let home = NOTHING;
  for (const { verb, part } of PARTS) {
    if (!may(actor, verb)) continue;
    const own = await part(tx, actor, lastVisit, now);
    home = {
      ...home,
      ...own,
      now: [...home.now, ...(own.now ?? [])],
      today: [...home.today, ...(own.today ?? [])],
      week: [...home.week, ...(own.week ?? [])],
      counts: [...home.counts, ...(own.counts ?? [])],
    };
  }
  const worstFirst = { now: [...home.now].sort(byUrgency), today: [...home.today].sort(byUrgency) };
  return { ...home, ...worstFirst, lastVisit };
}
