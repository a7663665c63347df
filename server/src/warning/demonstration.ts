import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { readWarning } from '@anlan/gateways';
import type { Tx } from '../access/scoped.ts';
import { keepIn, type Origin } from './keep.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHINA = 8 * HOUR;

interface Weather {
  /** Days before today, or hours before now where `hours` says how long it still holds. */
  readonly daysAgo: number;
  readonly event: string;
  readonly colour: '红色' | '橙色' | '黄色' | '蓝色';
  readonly hours: number;
  readonly says: string;
}

const SEVERITY = { 红色: 'Extreme', 橙色: 'Severe', 黄色: 'Moderate', 蓝色: 'Minor' } as const;
const GUIDE = '相关单位和人员按预案做好防御：尾矿库、露天作业停止作业并撤人，船舶回港避风，网格员巡查隐患点';

/** A year of weather as the south of China has it; every text is invented. The last one holds now. */
const YEAR: readonly Weather[] = [
  {
    daysAgo: 312,
    event: '道路结冰',
    colour: '黄色',
    hours: 18,
    says: '夜间最低气温低于0℃，路面湿滑，将出现对交通有影响的道路结冰',
  },
  { daysAgo: 268, event: '大雾', colour: '橙色', hours: 8, says: '沿江能见度小于200米的雾' },
  { daysAgo: 231, event: '雷电', colour: '黄色', hours: 6, says: '6小时内可能发生雷电活动，局地伴有短时强降水' },
  { daysAgo: 196, event: '暴雨', colour: '橙色', hours: 6, says: '3小时降雨量已达50毫米以上，且可能持续' },
  { daysAgo: 178, event: '暴雨', colour: '红色', hours: 9, says: '3小时降雨量已达100毫米以上，山洪、地质灾害风险很高' },
  { daysAgo: 170, event: '洪水', colour: '橙色', hours: 36, says: '信江、乐安河水位将超过警戒水位' },
  { daysAgo: 141, event: '大风', colour: '蓝色', hours: 12, says: '平均风力可达6级，阵风7级以上' },
  { daysAgo: 118, event: '高温', colour: '红色', hours: 10, says: '24小时内最高气温将升至40℃以上' },
  { daysAgo: 87, event: '台风', colour: '黄色', hours: 30, says: '受台风外围影响，阵风9级以上并有暴雨' },
  { daysAgo: 49, event: '森林火险', colour: '橙色', hours: 72, says: '连日无雨，森林火险气象等级高' },
  { daysAgo: 12, event: '寒潮', colour: '蓝色', hours: 48, says: '48小时内最低气温下降8℃以上，最低气温低于4℃' },
  {
    daysAgo: 0,
    event: '大雾',
    colour: '黄色',
    hours: 10,
    says: '12小时内可能出现能见度小于500米的雾，江面、高速公路通行受影响',
  },
];

interface Home {
  readonly path: string;
  readonly name: string;
}
interface Place {
  readonly name: string;
  readonly code: string;
}

/** Warnings of the last year in both jurisdictions, taken in as if they had been sent, read and answered by nearly everybody. */
export async function loadWarningDemonstration(tx: Tx, now: number): Promise<void> {
  const homes = await sql<Home>`
    SELECT DISTINCT r.path, r.name FROM person p JOIN region r ON r.path = p.scope_path
    WHERE p.role = 'duty-officer' AND p.scope_kind = 'region' AND r.kind IN ('city', 'municipality') ORDER BY r.path`.execute(
    tx,
  );
  for (const home of homes.rows) {
    const origin = await enterSource(tx, home);
    const { rows } = await sql<Place>`
      SELECT r.name, r.code FROM region r JOIN person p ON p.scope_path = r.path AND p.role = 'inspector'
      WHERE starts_with(r.path, ${home.path}) AND r.kind = 'county' AND r.valid_to IS NULL
      ORDER BY p.offered IS NULL, r.path LIMIT ${YEAR.length}`.execute(tx);
    for (const [index, weather] of YEAR.entries()) {
      // What holds now holds where an officer signs in.
      const place = rows[(YEAR.length - 1 - index) % rows.length];
      if (place !== undefined) await enter(tx, origin, weather, place, now);
    }
  }
  await answerMost(tx, now);
}

async function enterSource(tx: Tx, { path, name }: Home): Promise<Origin> {
  const origin = { id: randomUUID(), name: `${name}气象台`, regionPath: path, exercises: false };
  await sql`
    INSERT INTO warning_source (id, name, kind, region_path, made_by, demonstration)
    VALUES (${origin.id}, ${origin.name}, 'push', ${path}, '系统管理员', true)`.execute(tx);
  return origin;
}

async function enter(tx: Tx, origin: Origin, weather: Weather, place: Place, now: number): Promise<void> {
  const at = Math.floor((now - weather.daysAgo * DAY - 2 * HOUR) / 1000) * 1000;
  const document = documentOf(origin, weather, place, at);
  const read = readWarning(document);
  if (!read.ok) throw new Error(`a warning of the demonstration is not received: ${read.reason} ${read.detail}`);
  const kept = await keepIn(tx, origin, read.warning, document, new Map(), at);
  if (kept.result === 'refused') throw new Error(`a warning of the demonstration is refused: ${kept.reason}`);
  await sql`
    UPDATE warning_source SET accepted = accepted + 1, heard_at = ${new Date(at)} WHERE id = ${origin.id}`.execute(tx);
}

const timeText = (at: number): string => `${new Date(at + CHINA).toISOString().slice(0, 19)}+08:00`;

function documentOf(origin: Origin, weather: Weather, { name, code }: Place, at: number): string {
  const { event, colour, hours, says } = weather;
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>DEMO-${code}-${new Date(at + CHINA).toISOString().slice(0, 10).replaceAll('-', '')}-${weather.daysAgo}</identifier>
  <sender>qxt@${code.slice(0, 4)}.demo</sender><sent>${timeText(at)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info><language>zh-CN</language><category>Met</category><event>${event}</event><urgency>Expected</urgency>
    <severity>${SEVERITY[colour]}</severity><certainty>Likely</certainty><expires>${timeText(at + (hours + 2) * HOUR)}</expires>
    <senderName>${origin.name}（演示）</senderName><headline>${name}${event}${colour}预警信号</headline>
    <description>${says}</description><instruction>${GUIDE}</instruction>
    <area><areaDesc>${name}</areaDesc><geocode><valueName>GB/T 2260</valueName><value>${code}</value></geocode></area></info>
</alert>`;
}

/** Eleven of twelve of the past have been read within the hour, and most ships answered; of the one that holds now half. */
async function answerMost(tx: Tx, now: number): Promise<void> {
  const day = new Date(now - DAY);
  await sql`
    UPDATE message m SET state = 'read', read_at = m.at + (hashtext(m.id::text) & 63) * interval '1 minute'
    WHERE m.topic = 'warning' AND (hashtext(m.id::text) & 4095) % 12 < CASE WHEN m.at < ${day} THEN 11 ELSE 6 END`.execute(
    tx,
  );
  await sql`
    UPDATE water_order o SET state = 'confirmed', answer = '已收到，回港避风', changed_at = o.at + (hashtext(o.id::text) & 127) * interval '1 minute'
    WHERE o.warning_id IS NOT NULL AND (hashtext(o.id::text) & 4095) % 7 < CASE WHEN o.at < ${day} THEN 6 ELSE 3 END`.execute(
    tx,
  );
}
