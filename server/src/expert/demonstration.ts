import { sql } from 'kysely';
import { uuidOf } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import type { Tx } from '../access/scoped.ts';
import { readAbove } from '../demonstration/above.ts';
import { insertRows, type Row } from '../demonstration/insert.ts';
import { searchKeyOf } from '../registry/index.ts';

const DAY = 86_400_000;
const INSTITUTIONS = [
  '中国安全生产科学研究院',
  '中国化学品安全协会',
  '公安部道路交通安全研究中心',
  '江安安全技术服务有限公司',
  '恒信安全评价有限公司',
];
const FIELDS = ['hazchem', 'mine', 'metallurgy', 'road', 'crowded', 'labour', 'fireworks', 'dust', 'electric', 'fire'];
const TITLES = ['正高级工程师', '高级工程师', '工程师', '注册安全工程师'];
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const EXPERTS = 40;

interface City {
  path: string;
  name: string;
}
interface Finding {
  id: string;
  enterprise: string;
  region: string;
  county: string;
  county_name: string;
  city: string;
  sector: string | null;
  opened: number;
}

/**
 * Experts, contracts of city, counties, towns and enterprises, and the visits behind the hidden dangers of source expert.
 * Institutions of the sources are named as buyers of services know them; people and contracts are invented.
 */
export async function loadExpertDemonstration(tx: Tx, now: number): Promise<void> {
  const { rows: cities } = await sql<City>`
    SELECT path, name FROM region WHERE path IN ('cn.36.11.', 'cn.50.') ORDER BY path`.execute(tx);
  const experts = cities.flatMap((city) => expertsOf(city, now));
  await insertRows(tx, { expert: experts });
  const above = await readAbove(tx);
  const found = await sql<Pick<Finding, 'id' | 'enterprise' | 'region' | 'sector' | 'opened'>>`
    SELECT id, organisation_id AS enterprise, region_path AS region, sector, (extract(epoch FROM opened_at) * 1000)::float8 AS opened
    FROM case_file WHERE kind = 'hidden-danger' AND source = 'expert' AND demonstration ORDER BY opened_at LIMIT 1500`.execute(
    tx,
  );
  const findings = found.rows.map((row): Finding => {
    const { path, name } = above.authority(row.region);
    return { ...row, county: path, county_name: name, city: above.city(row.region).path };
  });
  await contracts(tx, cities, findings, now);
}

function expertsOf(city: City, now: number): Row[] {
  return Array.from({ length: EXPERTS }, (_, index) => {
    const name = `${SURNAMES.charAt((index * 7) % SURNAMES.length)}工（${(index % 9) + 1}）`;
    return {
      id: expertId(city.path, index),
      name,
      initials: searchKeyOf(name),
      demonstration: true,
      provenance: 'demonstration',
      region_path: city.path,
      institution: INSTITUTIONS[index % INSTITUTIONS.length],
      speciality: FIELDS[index % FIELDS.length],
      second: index % 3 === 0 ? FIELDS[(index + 4) % FIELDS.length] : null,
      title: TITLES[index % TITLES.length],
      account: index === 0 ? `${city.path.startsWith('cn.50.') ? 'chongqing' : 'shangrao'}.expert` : null,
      engaged_until: dayOf(now + (200 + index * 9) * DAY),
    };
  });
}

const expertId = (city: string, index: number): string => uuidOf('demonstration-expert', `${city}/${index}`);

interface Contract {
  readonly id: string;
  readonly row: Row;
  readonly region: string;
}

function contract(key: string, over: Row): Contract {
  const id = uuidOf('inspection-contract', key);
  const row: Row = {
    id,
    demonstration: true,
    provenance: 'demonstration',
    organisation_id: null,
    enterprise: null,
    scope: '对照清单逐项排查，出具隐患清单并复核整改',
    ...over,
  };
  return { id, row: { ...row, initials: searchKeyOf(String(over['name'])) }, region: String(over['region_path']) };
}

async function contracts(tx: Tx, cities: readonly City[], findings: readonly Finding[], now: number): Promise<void> {
  const year = dayOf(now).slice(0, 4);
  const bought = new Map<string, Contract>();
  for (const { county, county_name: name, city } of findings) {
    if (bought.has(county)) continue;
    const index = bought.size;
    const over = {
      name: `${name}${year}年度重点行业隐患排查服务`,
      region_path: county,
      number: `ZC-${year}-${String(index + 1).padStart(3, '0')}`,
      mode: 'government',
      level: county === city ? 'city' : 'county',
      institution: INSTITUTIONS[index % INSTITUTIONS.length],
      funds: 300_000 + (index % 9) * 80_000,
      starts_on: dayOf(now - 300 * DAY),
      ends_on: dayOf(now + 65 * DAY),
      state: 'active',
    };
    bought.set(county, contract(`county/${county}`, over));
  }
  const visits = new Map<string, Finding[]>();
  for (const finding of findings) visits.set(finding.enterprise, [...(visits.get(finding.enterprise) ?? []), finding]);
  const rows: Record<string, Row[]> = {
    contract_target: [],
    expert_assignment: [],
    expert_finding: [],
    contract_payment: [],
    contract_evaluation: [],
  };
  const sender = await sendersOf(tx);
  const hired: Contract[] = [];
  let index = 0;
  for (const [enterprise, found] of visits) {
    const [first] = found as [Finding];
    const own = index % 40 === 7;
    const one = own ? hiredBy(first, index, now) : (bought.get(first.county) as Contract);
    if (own) hired.push(one);
    visit(rows, one, enterprise, found, index, sender(first.county), now);
    index += 1;
  }
  const all = [...bought.values(), ...hired];
  await moreTargets(tx, rows, bought, new Set(visits.keys()), sender, now);
  all.forEach((one, n) => pay(rows, one, n, now));
  await insertRows(tx, { inspection_contract: all.map(({ row }) => row), ...rows });
  await letExpertsIn(tx, cities);
}

/** Who sends experts out in a county: its inspector, or else the city's. */
async function sendersOf(tx: Tx): Promise<(county: string) => string> {
  const { rows } = await sql<{ id: string; place: string }>`
    SELECT DISTINCT ON (scope_path) id, scope_path AS place FROM person
    WHERE role = 'inspector' AND scope_kind = 'region' AND scope_sectors IS NULL ORDER BY scope_path, account`.execute(
    tx,
  );
  const byPlace = new Map(rows.map(({ id, place }) => [place, id]));
  return (county) => {
    const sender = byPlace.get(county) ?? byPlace.get(county.startsWith('cn.50.') ? 'cn.50.' : 'cn.36.11.');
    if (sender === undefined) throw new Error(`nobody sends experts out in ${county}`);
    return sender;
  };
}

function hiredBy(finding: Finding, index: number, now: number): Contract {
  return contract(`own/${finding.enterprise}`, {
    name: `企业自聘隐患排查服务（${index}）`,
    region_path: finding.region,
    organisation_id: finding.enterprise,
    sector: finding.sector,
    enterprise: finding.enterprise,
    number: `ZP-${dayOf(now).slice(0, 4)}-${String(index).padStart(3, '0')}`,
    mode: 'enterprise',
    level: 'own',
    institution: INSTITUTIONS[3 + (index % 2)],
    funds: 60_000 + (index % 5) * 12_000,
    starts_on: dayOf(now - 260 * DAY),
    ends_on: dayOf(now + 100 * DAY),
    state: 'active',
  });
}

function visit(
  rows: Record<string, Row[]>,
  one: Contract,
  enterprise: string,
  found: readonly Finding[],
  index: number,
  sender: string,
  now: number,
): void {
  const [first] = found as [Finding];
  const place = { region_path: first.region, organisation_id: enterprise, sector: first.sector };
  const id = uuidOf('expert-visit', `${one.id}/${enterprise}`);
  const last = Math.max(...found.map(({ opened }) => opened));
  rows['contract_target']!.push({ ...place, contract: one.id, enterprise });
  rows['expert_assignment']!.push({
    ...place,
    id,
    contract: one.id,
    expert: expertId(first.city, 1 + (index % (EXPERTS - 1))),
    enterprise,
    due_on: dayOf(last + 3 * DAY),
    state: 'reported',
    assigned_by: sender,
    assigned_at: new Date(first.opened - 6 * DAY).toISOString(),
    reported_at: new Date(Math.min(now, last + DAY)).toISOString(),
    summary: `检查 ${20 + (index % 40)} 项，查出隐患 ${found.length} 条，已当面交底。`,
  });
  for (const finding of found) rows['expert_finding']!.push({ ...place, case_id: finding.id, assignment: id });
  if (index % 3 === 0)
    rows['contract_evaluation']!.push({
      ...place,
      ...scores(index),
      id: uuidOf('evaluation', id),
      contract: one.id,
      side: 'organisation',
      enterprise,
      by: '企业负责人',
      by_id: uuidOf('expert-post', enterprise),
      at: new Date(Math.min(now, last + 5 * DAY)).toISOString(),
    });
}

const scores = (index: number) => ({
  quality: 3 + (index % 3),
  punctuality: 4 + (index % 2),
  attitude: 4 + ((index >> 1) % 2),
  effect: 3 + ((index >> 2) % 3),
});

/** Enterprises that a contract is still to reach, and three visits given out for the coming days. */
async function moreTargets(
  tx: Tx,
  rows: Record<string, Row[]>,
  bought: ReadonlyMap<string, Contract>,
  known: ReadonlySet<string>,
  sender: (county: string) => string,
  now: number,
): Promise<void> {
  const { rows: others } = await sql<{ id: string; region: string; sector: string | null }>`
    SELECT id, region_path AS region, sector FROM enterprise WHERE risk_level IN ('red', 'orange') AND retired_at IS NULL ORDER BY id`.execute(
    tx,
  );
  let open = 0;
  for (const [county, one] of bought) {
    const here = others.filter(({ id, region }) => region.startsWith(county) && !known.has(id)).slice(0, 25);
    const city = county.startsWith('cn.50.') ? 'cn.50.' : 'cn.36.11.';
    here.forEach(({ id, region, sector }, index) => {
      const place = { region_path: region, organisation_id: id, sector };
      rows['contract_target']!.push({ ...place, contract: one.id, enterprise: id });
      if (index > 2) return;
      open += 1;
      rows['expert_assignment']!.push({
        ...place,
        id: uuidOf('expert-visit', `${one.id}/${id}`),
        contract: one.id,
        expert: expertId(city, index === 0 ? 0 : open % EXPERTS),
        enterprise: id,
        due_on: dayOf(now + (3 + index * 5) * DAY),
        state: 'assigned',
        assigned_by: sender(county),
        assigned_at: new Date(now - 2 * DAY).toISOString(),
      });
    });
  }
}

function pay(rows: Record<string, Row[]>, { id, row }: Contract, index: number, now: number): void {
  const place = {
    region_path: row['region_path'],
    organisation_id: row['organisation_id'],
    sector: row['sector'] ?? null,
  };
  const stages = [
    ['签约首付', 0.3, 290],
    ['中期', 0.4, 150],
    ['期末', 0.3, 20],
  ] as const;
  stages.slice(0, 1 + (index % 3)).forEach(([stage, share, ago], n) =>
    rows['contract_payment']!.push({
      ...place,
      id: uuidOf('contract-payment', `${id}/${n}`),
      contract: id,
      stage,
      amount: Math.round(Number(row['funds']) * share * 100),
      paid_on: dayOf(now - ago * DAY),
      voucher: `演示-${index}-${n}`,
      by: '财务人员',
      by_id: uuidOf('expert-post', 'pay'),
      at: new Date(now - ago * DAY).toISOString(),
    }),
  );
  if (index % 2 === 0)
    rows['contract_evaluation']!.push({
      ...place,
      ...scores(index),
      id: uuidOf('evaluation', id),
      contract: id,
      side: 'authority',
      enterprise: null,
      by: '购买单位',
      by_id: uuidOf('expert-post', 'buyer'),
      at: new Date(now - 15 * DAY).toISOString(),
    });
}

/** The two experts who sign in see what was given to them, and nothing else. */
async function letExpertsIn(tx: Tx, cities: readonly City[]): Promise<void> {
  for (const { path, name } of cities) {
    const key = path.startsWith('cn.50.') ? 'chongqing' : 'shangrao';
    const id = uuidOf('demonstration-person', `${key}.expert`);
    await sql`
      INSERT INTO person (id, account, name, role, scope_kind, scope_path, demonstration, offered)
      VALUES (${id}, ${`${key}.expert`}, ${`${name}专家（演示）`}, 'expert', 'participant', ${path}, true,
        ${JSON.stringify({ order: 8, place: name, jurisdiction: path })}::jsonb)`.execute(tx);
    await sql`
      INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, added_by)
      SELECT r.kind, r.id, ${id}, 'expert', '受托检查', ${id} FROM (
        SELECT 'expert_assignment' AS kind, a.id FROM expert_assignment a WHERE a.expert = ${expertId(path, 0)}
        UNION ALL SELECT 'enterprise', a.enterprise FROM expert_assignment a WHERE a.expert = ${expertId(path, 0)}) r`.execute(
      tx,
    );
  }
}
