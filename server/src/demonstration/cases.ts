import {
  dangerPlansOf,
  riskPointsOf,
  uuidOf,
  type DemonstrationCity,
  type Enterprise,
  type RiskPoint,
} from '@anlan/data';
import { startOf, dayOf } from '@anlan/domain/calendar';
import type { Attached, Effect } from '@anlan/kernel/case';
import { PLATFORM } from '../case/write.ts';
import { parameterOf } from '../parameter/book.ts';
import { CaseBook, iso, type Home } from './case-book.ts';
import { castOf, dangerHistory, type Cast } from './dangers.ts';
import { play, world, type History, type Play } from './history.ts';
import type { Row, Rows } from './insert.ts';

/** Hidden dangers of the last half year in both jurisdictions. */
const DANGERS = 12_000;
/** Cases that are told at a time: while they are inserted, the next are played. */
const CHUNK = 400;
/** A lead that nobody has filed yet is no older than this. */
const WAITS_AT_MOST = 25 * 86_400_000;

/** What every story needs: until when it is told, who acts, how places are called, and the pictures. */
interface Scene {
  readonly now: number;
  readonly cast: (enterprise: Enterprise) => Cast;
  readonly placeName: (path: string) => string;
  readonly photo: (number: number) => readonly Attached[];
}

/** Gives a picture of the file store for any number. */
export function pictureOf(photos: readonly Attached[]): (number: number) => readonly Attached[] {
  return (number) => {
    const one = photos[Math.abs(Math.floor(number)) % Math.max(1, photos.length)];
    return one === undefined ? [] : [one];
  };
}

/** Where a case of an enterprise belongs. */
export function homeOf(enterprise: Enterprise, placeName: (path: string) => string): Home {
  const { id, name, regionPath, sector, lon, lat } = enterprise;
  return { regionPath, regionName: placeName(regionPath), organisation: id, organisationName: name, sector, lon, lat };
}

/** Leads are filed in time and most concluded by another officer; of the newest, one in nine is still waiting. */
function leadOn(story: Play, at: number, { inspector, chief }: Cast, { now, photo }: Scene): void {
  const day = 86_400_000;
  const chance = Math.floor(at / 1000) % 90;
  if (chance < 10 && at > now - WAITS_AT_MOST) return;
  const fileNumber = `应急执法〔${dayOf(at).slice(0, 4)}〕${(Math.floor(at / 60_000) % 400) + 1} 号`;
  if (!story.act('file', inspector, at + (1 + (chance % 5)) * day, { fileNumber })) return;
  story.act('conclude', chief, at + (20 + (chance % 40)) * day, { decision: '责令改正，处罚款，已履行' }, photo(at));
}

/** Puts a case of an enterprise down, and what lateness or a false report led to, as the server would have written it. */
function tellCase(
  book: CaseBook,
  scene: Scene,
  id: string,
  enterprise: Enterprise,
  history: History,
  origin: string | null = null,
): void {
  book.add(id, history, homeOf(enterprise, scene.placeName), { origin });
  for (const { effect, at } of history.effects) {
    if (effect.kind === 'credit') book.put('credit_event', creditRow(id, enterprise, effect, at));
    else if (effect.kind === 'open-case') tellFollowing(book, scene, id, enterprise, history, effect, at);
  }
}

function creditRow(
  id: string,
  { id: firm, regionPath, sector }: Enterprise,
  { parameter, because }: Extract<Effect, { kind: 'credit' }>,
  at: number,
): Row {
  return {
    id: uuidOf('credit', `${id}/${parameter}`),
    at: iso(at),
    points: world.parameter(parameter),
    parameter,
    because,
    case_id: id,
    region_path: regionPath,
    organisation_id: firm,
    sector,
  };
}

function tellFollowing(
  book: CaseBook,
  scene: Scene,
  id: string,
  enterprise: Enterprise,
  { standing }: History,
  { case: kind, because }: Extract<Effect, { kind: 'open-case' }>,
  at: number,
): void {
  const title = `${because}：${String(standing.detail['title'])}`;
  const input = { enterprise: enterprise.id, title, description: '由平台自动移送' };
  const story = play({ kind, input, source: 'case', organisationId: enterprise.id, by: PLATFORM, at }, scene.now);
  leadOn(story, at, scene.cast(enterprise), scene);
  tellCase(book, scene, uuidOf('follow', `${id}/${kind}`), enterprise, story.end(), id);
}

/**
 * Risk points, hidden dangers, leads and self-reports of the demonstration: every case was led through the engine up to
 * `now` (epoch ms). `photos` are pictures already in the file store.
 */
export function* caseRows(
  city: DemonstrationCity,
  seed: string,
  now: number,
  named: (name: string) => Row,
  placeName: (path: string) => string,
  photos: readonly Attached[],
): Generator<Rows> {
  const risks = riskPointsOf(seed, city.enterprises, dayOf(now));
  const firms = new Map(city.enterprises.map((enterprise) => [enterprise.id, enterprise]));
  const firmOf = (id: string): Enterprise => firms.get(id) as Enterprise;
  yield { risk_point: risks.map((point) => ({ ...named(point.name), ...riskRow(point, firmOf(point.enterpriseId)) })) };
  yield { danger_demonstration: demonstrations(city, named, now) };
  const scene = { now, cast: castOf(city), placeName, photo: pictureOf(photos) };
  const book = new CaseBook();
  const plans = dangerPlansOf(seed, city.enterprises, risks, now, DANGERS).sort((a, b) => a.openedAt - b.openedAt);
  for (const [index, plan] of plans.entries()) {
    const enterprise = firmOf(plan.enterpriseId);
    tellCase(book, scene, plan.id, enterprise, dangerHistory(plan, scene.cast(enterprise), now, scene.photo));
    if (index % CHUNK === CHUNK - 1) yield book.drain();
  }
  selfChecks(book, scene, city.enterprises);
  yield book.drain();
  yield { running_number: book.numberRows() };
}

function riskRow(point: RiskPoint, { sector }: Enterprise): Row {
  const {
    id,
    enterpriseId,
    regionPath,
    lon,
    lat,
    object,
    hazard,
    accident,
    method,
    score,
    level,
    measures,
    responsible,
    control,
    reviewedOn,
  } = point;
  return {
    id,
    region_path: regionPath,
    organisation_id: enterpriseId,
    sector,
    lon,
    lat,
    enterprise: enterpriseId,
    object,
    hazard,
    accident,
    method,
    score,
    level,
    computed_level: method === 'judged' ? null : level,
    measures,
    responsible,
    control,
    reviewed_on: reviewedOn,
  };
}

/** Tasks of last month and of this month: most of last month's were reported, this month's are coming in. */
function selfChecks(book: CaseBook, scene: Scene, enterprises: readonly Enterprise[]): void {
  const sectors = parameterOf('self-check.sectors').value as readonly string[];
  const thisMonth = startOf(`${dayOf(scene.now).slice(0, 7)}-01`);
  const lastMonth = startOf(`${dayOf(thisMonth - 1).slice(0, 7)}-01`);
  const due = enterprises.filter((enterprise) => sectors.includes(enterprise.sector));
  for (const [begin, share] of [
    [lastMonth, 0.93],
    [thisMonth, 0.55],
  ] as const)
    due.forEach((enterprise, index) => selfCheck(book, scene, enterprise, index, begin, share));
}

function selfCheck(
  book: CaseBook,
  scene: Scene,
  enterprise: Enterprise,
  index: number,
  begin: number,
  share: number,
): void {
  const period = dayOf(begin).slice(0, 7);
  const { officer, inspector } = scene.cast(enterprise);
  const at = begin + 9 * 3_600_000;
  const input = { enterprise: enterprise.id, title: `${period} 自查自改自报`, period };
  const opening = { input, source: 'self', organisationId: enterprise.id, by: inspector, at };
  const story = play({ kind: 'self-check', ...opening }, scene.now);
  const spread = ((index * 7919) % 1000) / 1000;
  const found = (index * 31) % 6;
  const report = {
    checked: 20 + (index % 60),
    found,
    corrected: Math.max(0, found - (index % 2)),
    statement: '如实自查，已公示',
  };
  if (spread < share) {
    // What was corrected is shown by pictures.
    const pictures = report.corrected > 0 ? scene.photo(index) : [];
    story.act('report', officer, at + (1 + spread * 18) * 86_400_000, report, pictures);
  }
  tellCase(book, scene, uuidOf('self-check', `${enterprise.id}/${period}`), enterprise, story.end());
}

function demonstrations(city: DemonstrationCity, named: (name: string) => Row, now: number): Row[] {
  const chosen = city.enterprises
    .filter((enterprise) => enterprise.standardisationLevel !== null)
    .filter((_, index) => index % 40 === 0);
  return chosen.map((enterprise, index) => ({
    ...named(`${enterprise.name}隐患治理示范工程`),
    id: uuidOf('demonstration-project', enterprise.id),
    region_path: enterprise.regionPath,
    organisation_id: enterprise.id,
    sector: enterprise.sector,
    lon: enterprise.lon,
    lat: enterprise.lat,
    enterprise: enterprise.id,
    stage: ['accepted', 'building', 'applied'][index % 3],
    responsibility_list: true,
    grading_standard: index % 3 !== 2,
    closed_loop: index % 3 === 0,
    reward_rules: index % 4 !== 3,
    accepted_on: index % 3 === 0 ? dayOf(now - (30 + index) * 86_400_000) : null,
  }));
}
