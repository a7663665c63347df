import { sql } from 'kysely';
import { dayOf, endOf, shift } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { dutyOf, GUARANTORS } from '@anlan/systems/monitoring/major-hazard-monitoring';
import type { Tx } from '../access/scoped.ts';
import type { Count, Item, Part } from '../home/shapes.ts';
import { owedOf } from './guarantors.ts';
import { dutyToAnnounce } from './promises.ts';

const SOON = 7;

/** What the duties for major hazards ask for today: of an enterprise its own, of an authority who has not announced. */
export async function hazardDutyPart(
  tx: Tx,
  { scope }: Actor,
  _lastVisit: number | null,
  now: number,
): Promise<Partial<Part>> {
  const today = dayOf(now);
  if (scope.kind === 'organisation') return ownDuties(tx, scope.organisationId, now);
  const place = scope.kind === 'region' ? scope.path : '';
  const { sectors, dueAt } = await dutyToAnnounce(tx, place, today);
  if (now < dueAt) return {};
  const { rows } = await sql<{ should: number; missing: number }>`
    SELECT count(*)::int AS should, count(*) FILTER (WHERE NOT EXISTS (
      SELECT FROM safety_promise p WHERE p.enterprise = e.id AND p.day = ${today}::date AND p.superseded_at IS NULL))::int AS missing
    FROM enterprise e WHERE e.retired_at IS NULL AND coalesce(e.status, 'running') <> 'closed' AND e.sector = ANY (${[...sectors]}::text[])`.execute(
    tx,
  );
  const { should, missing } = rows[0]!;
  return should === 0 ? {} : { counts: [unpromised(missing, should)] };
}

const unpromised = (value: number, of: number): Count => ({
  key: 'unpromised',
  label: '今日未公告承诺',
  value,
  of,
  note: '未公告 / 应公告企业',
  href: '/safety-promises',
  en: { label: 'No promise today', note: 'missing / due' },
});

async function ownDuties(tx: Tx, organisation: string, now: number): Promise<Partial<Part>> {
  const today = dayOf(now);
  const { rows } = await sql<{ name: string; path: string; sector: string | null; done: boolean }>`
    SELECT e.name, e.region_path AS path, e.sector,
      EXISTS (SELECT FROM safety_promise p WHERE p.enterprise = e.id AND p.day = ${today}::date AND p.superseded_at IS NULL) AS done
    FROM enterprise e WHERE e.id = ${organisation} AND e.retired_at IS NULL AND coalesce(e.status, 'running') <> 'closed'`.execute(
    tx,
  );
  const [firm] = rows;
  if (firm === undefined) return {};
  const { sectors, dueAt } = await dutyToAnnounce(tx, firm.path, today);
  const owes = firm.sector !== null && sectors.includes(firm.sector) && !firm.done;
  const promise: Item = {
    kind: 'record',
    id: `promise-${today}`,
    level: null,
    title: '今日安全承诺公告',
    value: null,
    sub: firm.name,
    why: '应急〔2018〕74号：每日研判、每日公告',
    dueAt,
    due: now > dueAt ? '已过当日公告时间' : '今日截止前',
    verb: { label: '去公告', href: '/safety-promises', primary: true },
    en: {
      title: 'Today’s safety promise',
      why: '应急〔2018〕74号: judged and announced every day',
      due: now > dueAt ? 'past its hour' : 'due today',
      verb: 'Announce',
    },
  };
  const { running } = await owedOf(tx, firm.path, today, 1);
  const items = running
    .filter(({ done, until }) => !done && until <= shift(today, SOON))
    .map(({ source, duty, until }): Item => ({
      kind: 'record',
      id: `${source.id}-${duty}`,
      level: null,
      title: `${GUARANTORS[dutyOf(duty).who].label}包保履职 · ${dutyOf(duty).label}`,
      value: null,
      sub: source.name,
      why: dutyOf(duty).clause,
      dueAt: endOf(until),
      due: `${until} 前`,
      verb: { label: '去登记', href: `/guarantors?source=${source.id}`, primary: false },
      en: {
        title: `${GUARANTORS[dutyOf(duty).who].labelEn}: ${dutyOf(duty).labelEn}`,
        why: dutyOf(duty).clause,
        due: `by ${until}`,
        verb: 'Record',
      },
    }));
  const tonight = endOf(today);
  const late = owes && now > dueAt;
  return {
    now: late ? [promise] : [],
    today: [...(owes && !late ? [promise] : []), ...items.filter((item) => (item.dueAt ?? 0) <= tonight)],
    week: items.filter((item) => (item.dueAt ?? 0) > tonight),
  };
}
