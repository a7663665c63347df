import type { DangerPlan, DemonstrationCity, Enterprise } from '@anlan/data';
import { uuidOf } from '@anlan/data';
import { dayOf, startOf } from '@anlan/domain/calendar';
import type { Attached, Doer } from '@anlan/kernel/case';
import { PLATFORM } from '../case/write.ts';
import { movesOf, type Tier } from '@anlan/systems/prevention';
import { play, type History, type Play } from './history.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Who acts in the demonstration's cases: posts of the enterprise, its town and its county. */
export interface Cast {
  readonly officer: Doer;
  readonly manager: Doer;
  readonly inspector: Doer;
  /** A second inspector of the county: who lists does not accept alone. */
  readonly second: Doer;
  readonly town: Doer;
  /** The city's own inspector, who concludes what a county filed. */
  readonly chief: Doer;
  readonly secondChief: Doer;
}

/** Finds the posts for an enterprise; an enterprise without accounts has posts without accounts. */
export function castOf(city: DemonstrationCity): (enterprise: Enterprise) => Cast {
  const byPost = new Map(
    city.people.map((person) => [`${person.role} ${person.enterpriseId ?? person.regionPath}`, person]),
  );
  const post = (role: string, place: string, side: Doer['side'], fallback: string): Doer => {
    const person = byPost.get(`${role} ${place}`);
    const acts = side === 'authority' ? { place } : {};
    return { id: person?.id ?? uuidOf('post', `${role}/${place}`), name: person?.name ?? fallback, side, ...acts };
  };
  return ({ id, name, regionPath }) => {
    const county = `${regionPath
      .split('.')
      .slice(0, regionPath.startsWith('cn.50.') ? 3 : 4)
      .join('.')}.`;
    const city = regionPath.startsWith('cn.50.') ? 'cn.50.' : 'cn.36.11.';
    return {
      officer: post('safety-officer', id, 'organisation', `${name}安全员`),
      manager: post('enterprise-manager', id, 'organisation', `${name}负责人`),
      inspector: post('inspector', county, 'authority', '执法人员'),
      second: { id: uuidOf('post', `second/${county}`), name: '验收组', side: 'authority', place: county },
      town: post('town-officer', regionPath, 'authority', '乡镇安监员'),
      chief: post('inspector', city, 'authority', '执法人员'),
      secondChief: { id: uuidOf('post', `second/${city}`), name: '市验收组', side: 'authority', place: city },
    };
  };
}

/** The history of a planned hidden danger up to `now`. `photo` gives a picture for a number. */
export function dangerHistory(
  plan: DangerPlan,
  cast: Cast,
  now: number,
  photo: (number: number) => readonly Attached[],
): History {
  const own = plan.source === 'self';
  const finder = { self: cast.officer, inspection: cast.inspector, public: cast.town, expert: cast.inspector }[
    plan.source
  ];
  const grader = own ? cast.officer : cast.inspector;
  const verifier = own ? cast.manager : plan.source === 'public' ? cast.inspector : cast.town;
  const { text } = plan;
  const story = play(
    {
      kind: 'hidden-danger',
      input: {
        enterprise: plan.enterpriseId,
        title: text.title,
        class: text.class,
        level: plan.level,
        ...(plan.riskPointId !== null && { riskPoint: plan.riskPointId }),
        ...(plan.round !== null && { round: plan.round }),
      },
      source: plan.source,
      organisationId: plan.enterpriseId,
      by: finder,
      at: plan.openedAt,
    },
    now,
  );
  const told = own ? carrying(story, plan, now) : story;
  const level = plan.allowedDays % 6 === 0 ? 'city' : 'county';
  const [lister, accepter] = level === 'city' ? [cast.chief, cast.secondChief] : [cast.inspector, cast.second];
  const roles = { grader, verifier, officer: cast.officer, listing: cast.town, level, lister, accepter } as const;
  tell(told, plan, roles, photo);
  return told.end();
}

/** A self-found one goes up from list to list while the story lasts (三清三进), each move at its own midnight. */
function carrying(story: Play, { round, openedAt }: DangerPlan, now: number): Play {
  let tier: Tier | null = null;
  let ended = false;
  const carryUntil = (until: number): void => {
    for (const move of ended ? [] : movesOf(round, openedAt, tier, Math.min(until, now))) {
      const input = { tier: move.tier, since: move.since, foundOn: dayOf(openedAt) };
      if (!story.act('carry', PLATFORM, startOf(move.since) + 1000, input)) return;
      tier = move.tier;
    }
  };
  return {
    act(action, doer, at, input, files) {
      carryUntil(at);
      const done = story.act(action, doer, at, input, files);
      if (done && (action === 'accept' || action === 'unfounded')) ended = true;
      return done;
    },
    end() {
      carryUntil(now);
      return story.end();
    },
  };
}

interface Roles {
  readonly grader: Doer;
  readonly verifier: Doer;
  readonly officer: Doer;
  readonly listing: Doer;
  /** Of a major one: on which list it stands, who lists it, and who of the same authority accepts it. */
  readonly level: 'county' | 'city';
  readonly lister: Doer;
  readonly accepter: Doer;
}

function tell(
  story: ReturnType<typeof play>,
  plan: DangerPlan,
  roles: Roles,
  photo: (number: number) => readonly Attached[],
): void {
  const { text, major } = plan;
  const { grader, verifier, officer } = roles;
  let at = plan.openedAt + plan.gradeAfter * HOUR;
  const dropped = plan.unfounded && plan.source !== 'self';
  if (dropped)
    return void story.act('unfounded', roles.listing === grader ? verifier : droppedBy(plan, roles), at, {
      reason: '现场核实与描述不符',
    });
  const grade = {
    grade: major ? 'major' : 'general',
    level: plan.level,
    class: text.class,
    basis: major ? '对照重大隐患判定标准' : '一般隐患',
  };
  if (!story.act('grade', grader, at, grade)) return;
  at += plan.assignAfter * HOUR;
  const rectifyBy = dayOf(at + plan.allowedDays * DAY);
  const order = {
    responsible: '车间主任',
    rectifyBy,
    measures: text.measures,
    ...(major && { funds: 5 + (plan.allowedDays % 40), emergencyPlan: '专人值守，撤离无关人员，备好应急器材' }),
  };
  if (!story.act('assign', grader, at, order)) return;
  if (major && !story.act('list', roles.lister, at + 20 * HOUR, listing(plan, at, roles.level))) return;
  const started = at;
  at += Math.max(plan.workHours, major ? 30 : 0.2) * HOUR;
  if (major) reports(story, plan, officer, started + 20 * HOUR, at);
  if (
    !story.act(
      'submit',
      officer,
      at,
      { result: text.measures, spent: Math.round(plan.workHours) / 100 },
      photo(started),
    )
  )
    return;
  if (plan.returned) {
    const again = at + 5 * HOUR;
    if (!story.act('return', verifier, again, { reason: '整改不彻底', rectifyBy: dayOf(again + 7 * DAY) })) return;
    at = again + 40 * HOUR;
    if (!story.act('submit', officer, at, { result: `重新整改：${text.measures}` }, photo(started + 1))) return;
  }
  at += plan.verifyAfter * HOUR;
  if (major && !story.act('delist', roles.lister, at, { reason: '验收合格' }, photo(started + 2))) return;
  if (
    !story.act(
      'accept',
      major ? roles.accepter : verifier,
      at + 0.2 * HOUR,
      { opinion: '已按要求整改' },
      photo(started + 3),
    )
  )
    return;
  story.act('archive', verifier, at + 30 * DAY);
}

/** Whoever reported it does not drop it. */
function droppedBy(plan: DangerPlan, { grader, verifier }: Roles): Doer {
  return plan.source === 'public' ? grader : verifier;
}

/** A report on the work every week or so; one in five is forgotten. */
function reports(story: Pick<Play, 'act'>, plan: DangerPlan, officer: Doer, from: number, until: number): void {
  const steps = ['方案已审定，备件已订货', '备件到场，正在安装', '安装完成，正在调试', '联动测试，准备申请验收'];
  for (let week = 0; week < 12; week += 1) {
    const when = from + (week * 7 + 4) * DAY;
    if (when >= until || (plan.allowedDays + week) % 5 === 3) continue;
    const progress = Math.min(95, 20 + week * 18);
    if (!story.act('progress', officer, when, { progress, progressNote: steps[Math.min(3, week)] })) return;
  }
}

function listing(
  plan: DangerPlan,
  at: number,
  level: 'county' | 'city',
): { listedAt: string; listingNumber: string; reason: string } {
  const year = dayOf(at).slice(0, 4);
  const number = (Math.floor(at / DAY) % 90) + 1;
  return {
    listedAt: level,
    listingNumber: `${level === 'city' ? '市级' : '县级'}〔${year}〕${number} 号`,
    reason: `${plan.text.title}，属重大事故隐患`,
  };
}
