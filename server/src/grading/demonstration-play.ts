import { sql } from 'kysely';
import type { DemonstrationCity, Enterprise } from '@anlan/data';
import type { Attached, Doer } from '@anlan/kernel/case';
import { isRefusal, type Refusal } from '@anlan/kernel/refusal';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { Tx } from '../access/scoped.ts';
import { actOn, openCase, PLATFORM, type Belonging } from '../case/write.ts';
import { createRun, presentVersion } from '../checklist/index.ts';
import { evaluateDistances } from '../city-risk/evaluate.ts';
import { scoreCity } from '../city-risk/score.ts';
import { examine, keepSiting, sitingNumber } from '../city-risk/siting.ts';
import { castOf } from '../demonstration/dangers.ts';
import { applicationOf, grantCertificate, scoreStage, type Application } from '../standardisation/applications.ts';
import { runDefaults } from '../standardisation/defaults.ts';

const DAY = 86_400_000;
const ROOTS = [
  ['cn.36.11.', '上饶市', 117.94, 28.45],
  ['cn.50.', '重庆市', 106.92, 29.71],
] as const;

/**
 * What the platform itself makes of the demonstration's registers: assessed levels, measured distances with their
 * close-or-relocate list, city scores, suspension proposals and a few applications, each led through the engine.
 */
export async function playGrading(
  tx: Tx,
  city: DemonstrationCity,
  photos: readonly Attached[],
  now: number,
): Promise<void> {
  const before = await sql<{ id: number }>`SELECT coalesce(max(cursor), 0) AS id FROM outbox`.execute(tx);
  await sql`
    UPDATE risk_point p SET method = a.method, score = a.score, computed_level = a.computed_level, reviewed_on = (a.done_at AT TIME ZONE 'Asia/Shanghai')::date
    FROM risk_assessment a WHERE a.risk_point = p.id AND a.state = 'done'`.execute(tx);
  for (const [path, name, lon, lat] of ROOTS) {
    await scoreCity(tx, path, `${name}应急管理局`, now - 120 * DAY, 0);
    await evaluateDistances(tx, { under: path, by: PLATFORM, at: now - 75 * DAY });
    await scoreCity(tx, path, `${name}应急管理局`, now - 2 * DAY);
    await runDefaults(tx, path, now - 60 * DAY);
    await askSites(tx, path, lon, lat, `${name}规划专班`, now);
  }
  const photo = photos.slice(0, 1);
  await playRelocations(tx, city, photo, now);
  await playDefaults(tx, city, photo, now);
  await playApplications(tx, city, now);
  await sql`UPDATE standardisation_certificate SET provenance = 'demonstration' WHERE demonstration AND provenance <> 'demonstration'`.execute(
    tx,
  );
  // Of what lies in the past nobody is told today.
  await sql`DELETE FROM outbox WHERE cursor > ${before.rows[0]!.id}`.execute(tx);
}

async function askSites(tx: Tx, place: string, lon: number, lat: number, by: string, now: number): Promise<void> {
  const questions = [
    { name: '液化石油气储配站拟选址', lon, lat, facility: 'liquefied-hydrocarbon' as const },
    { name: '化工园区扩区地块', lon: lon + 0.04, lat: lat - 0.03, facility: 'process-unit' as const, required: 420 },
    { name: '加油加气合建站拟选址', lon: lon - 0.03, lat: lat + 0.02, facility: 'flammable-liquid' as const },
  ];
  for (const [index, question] of questions.entries()) {
    const at = now - (30 - index * 9) * DAY;
    const answer = await examine(tx, question, place, at);
    await keepSiting(tx, question, answer, { place, number: await sitingNumber(tx, at), by, at, demonstration: true });
  }
}

const must = <T>(result: T): Exclude<T, Refusal> => {
  if (isRefusal(result)) throw new Error(`demonstration refused: ${result.refused} ${JSON.stringify(result.facts)}`);
  return result as Exclude<T, Refusal>;
};

interface Open {
  readonly id: string;
  readonly firm: string;
}

async function openOnes(tx: Tx, kind: string): Promise<Open[]> {
  const { rows } = await sql<Open>`
    SELECT id, organisation_id AS firm FROM case_file WHERE kind = ${kind} AND closed_at IS NULL ORDER BY organisation_id`.execute(
    tx,
  );
  return rows;
}

async function playRelocations(
  tx: Tx,
  city: DemonstrationCity,
  photo: readonly Attached[],
  now: number,
): Promise<void> {
  const firms = new Map(city.enterprises.map((firm) => [firm.id, firm]));
  const cast = castOf(city);
  const act = async (
    id: string,
    action: string,
    input: object,
    by: Doer,
    at: number,
    files: readonly Attached[] = [],
  ) => must(await actOn(tx, id, { action, input: { ...input }, files }, by, at));
  for (const [index, { id, firm }] of (await openOnes(tx, 'relocation')).entries()) {
    const { inspector, manager } = cast(firms.get(firm)!);
    const stage = index % 5;
    if (stage === 0) continue;
    const measure = ['relocate', 'close', 'remove', 'clear'][index % 4]!;
    const plan = {
      measure,
      plan: '停止新增储量，分期拆除危险设施，人员安置与土壤调查同步',
      responsible: '企业主要负责人',
      finishBy: shift(dayOf(now), 120 + (index % 7) * 60),
    };
    await act(id, 'plan', plan, inspector, now - 60 * DAY);
    if (stage === 1) continue;
    await act(id, 'begin', { progress: 5 }, manager, now - 50 * DAY);
    await act(
      id,
      'report',
      { progress: 30 + (index % 5) * 10, note: '储罐清空置换，设备拆除招标完成' },
      manager,
      now - 20 * DAY,
    );
    if (stage === 4)
      await act(id, 'finish', { result: '危险设施全部拆除，现场核实无残留' }, inspector, now - 3 * DAY, photo);
  }
}

async function playDefaults(tx: Tx, city: DemonstrationCity, photo: readonly Attached[], now: number): Promise<void> {
  const firms = new Map(city.enterprises.map((firm) => [firm.id, firm]));
  const cast = castOf(city);
  for (const [index, { id, firm }] of (await openOnes(tx, 'standardisation-default')).entries()) {
    const { inspector, officer } = cast(firms.get(firm)!);
    if (index % 4 === 1)
      must(
        await actOn(
          tx,
          id,
          { action: 'state', input: { statement: '评审机构排期延误，已预约本月现场评审' }, files: [] },
          officer,
          now - 50 * DAY,
        ),
      );
    if (index % 4 === 2) {
      const input = {
        document: `应急暂扣〔2026〕${index + 1} 号`,
        suspendedUntil: shift(dayOf(now), 30 + index),
        decision: '逾期未达标，暂扣安全生产许可证',
      };
      must(await actOn(tx, id, { action: 'suspend', input, files: photo }, inspector, now - 45 * DAY));
    }
  }
}

const TARGETS = ['three', 'two', 'three', 'one'] as const;
const SHARES = [0.97, 0.9, 0.86, 0.74, 0.95, 0.88];

/** Applications of enterprises that hold no grade, as far as they have come; a check is answered all at once. */
async function playApplications(tx: Tx, city: DemonstrationCity, now: number): Promise<void> {
  if ((await presentVersion(tx)) === 0) return;
  const cast = castOf(city);
  for (const [root] of ROOTS) {
    const firms = city.enterprises
      .filter(
        ({ regionPath, standardisationLevel, sector, status, riskLevel }) =>
          regionPath.startsWith(root) &&
          standardisationLevel === null &&
          sector !== 'fireworks' &&
          status === '生产' &&
          riskLevel !== 'blue',
      )
      .filter((_, index) => index % 23 === 3)
      .slice(0, 10);
    for (const [index, firm] of firms.entries())
      await playApplication(tx, firm, cast(firm).officer, cast(firm).inspector, index, now);
  }
}

async function playApplication(
  tx: Tx,
  firm: Enterprise,
  officer: Doer,
  inspector: Doer,
  index: number,
  now: number,
): Promise<void> {
  const belongs: Belonging = {
    organisationId: firm.id,
    organisationName: firm.name,
    regionPath: firm.regionPath,
    sector: firm.sector,
    lon: firm.lon,
    lat: firm.lat,
    demonstration: true,
  };
  const share = SHARES[index % SHARES.length]!;
  const begun = now - (28 - index) * DAY;
  const input = { enterprise: firm.id, title: '企业安全生产标准化定级申请', target: TARGETS[index % TARGETS.length]! };
  const { id } = must(await openCase(tx, { kind: 'standardisation', input, source: 'self', belongs }, officer, begun));
  if (index % 5 === 0) return;
  await scoreBy(tx, id, 'self', share, officer, begun + 5 * DAY);
  const applied = await actOn(
    tx,
    id,
    { action: 'apply', input: { statement: '自评材料真实，愿承担相应责任' }, files: [] },
    officer,
    begun + 6 * DAY,
  );
  // A self-score below the bar of the grade applied for stays where it is.
  if (isRefusal(applied) || index % 5 === 1) return;
  const visit = { evaluator: '安全生产协会评审组', visitOn: dayOf(begun + 12 * DAY) };
  must(await actOn(tx, id, { action: 'organise', input: visit, files: [] }, inspector, begun + 8 * DAY));
  if (index % 5 === 2) return;
  await scoreBy(tx, id, 'evaluation', share - 0.03, inspector, begun + 9 * DAY);
  if (index % 5 === 4)
    await grantCertificate(tx, (await applicationOf(tx, id)) as Application, {
      by: inspector.name,
      at: begun + 18 * DAY,
    });
}

async function scoreBy(
  tx: Tx,
  id: string,
  stage: 'self' | 'evaluation',
  share: number,
  by: Doer,
  at: number,
): Promise<void> {
  const application = (await applicationOf(tx, id)) as Application;
  const run = must(
    await createRun(tx, {
      use: 'standard',
      organisationId: application.enterprise,
      title: stage === 'self' ? `标准化自评 ${application.number}` : `标准化现场评审 ${application.number}`,
      period: dayOf(at),
      source: { kind: `standardisation-${stage}`, id },
      opensAt: at,
      dueAt: at + 90 * DAY,
    }),
  );
  await sql`
    INSERT INTO check_answer (run_id, item_id, use, result, at, by, region_path, organisation_id, sector)
    SELECT r.id, l.item_id, r.use, CASE WHEN (hashtext(l.item_id::text || r.id::text) & 1023) < ${Math.round(share * 1024)} THEN 'ok' ELSE 'bad' END,
      ${new Date(at)}, ${by.name}, r.region_path, r.organisation_id, r.sector
    FROM check_run r JOIN check_list_item l ON l.list_id = r.list_id WHERE r.id = ${run.id}`.execute(tx);
  await sql`
    UPDATE check_run r SET state = 'done', done_at = ${new Date(at)}, done_by = ${by.name}, done_by_id = ${by.id}, answered = r.items,
      bad = (SELECT count(*) FROM check_answer a WHERE a.run_id = r.id AND a.result = 'bad') WHERE r.id = ${run.id}`.execute(
    tx,
  );
  must(await scoreStage(tx, application, { stage, run: run.id, by: by.name, at }));
}
