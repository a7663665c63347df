import { loadRegions, packs, uuidOf, type DemonstrationCity, type Enterprise, type PackKey } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import { destination } from '@anlan/domain/geo';
import { holds, validUntil, type EvaluationMark } from '@anlan/kernel/grassroots';
import { parameterOf } from '../parameter/book.ts';

type Row = Readonly<Record<string, unknown>>;
type Named = (name: string) => object;

const FIRE = 'fire-protection';
const DAY = 86_400_000;
/** Villages and communities of a town that stand in the roster. */
const VILLAGES: Readonly<Record<PackKey, number>> = { shangrao: 5, chongqing: 2 };
const NAMES =
  '上坂 下源 新塘 石桥 桥头 大塘 枫林 樟村 横路 马鞍 杨梅 黄土岭 双溪 茶亭 罗家 周家湾 李家坪 王家坝 陈家 徐家 桃源 清水 金山 龙门 湖塘 白沙 沙洲 高桥 前山 东岭 竹园 松林 凤凰 永兴 太平 和平 光明 胜利 红旗 向阳'.split(
    ' ',
  );

/** A number in [0, 1) that depends on a text only. */
function chance(text: string): number {
  return parseInt(uuidOf('grassroots', text).slice(0, 8), 16) / 2 ** 32;
}
const pick = <T>(items: readonly T[], text: string): T => items[Math.floor(chance(text) * items.length)] as T;
const around = (lon: number, lat: number, key: string, most: number) =>
  destination({ lon, lat }, chance(`${key}/turn`) * 360, 100 + chance(`${key}/far`) * most);

const CLASSES: Readonly<Record<string, string>> = {
  'public-place': 'crowded',
  warehouse: 'storage',
  'hazchem-production': 'flammable',
  'hazchem-storage': 'flammable',
  'gas-supply': 'flammable',
  fireworks: 'flammable',
};
const BODIES: readonly (readonly [RegExp, string, string])[] = [
  [/中学|学校/, 'school', 'education'],
  [/养老院/, 'care', 'civil'],
  [/医院/, 'school', 'health'],
  [/大酒店|影城|体育馆/, 'crowded', 'tourism'],
  [/商场|购物中心|农贸市场/, 'crowded', 'commerce'],
];

/** Rows of S69: key units with their evaluations, stations, villages and renewals of both jurisdictions. */
export function grassrootsRows(city: DemonstrationCity, named: Named): Record<string, readonly Row[]> {
  const now = Date.now();
  const firms = city.enterprises.filter(
    ({ sector, status, scale }) =>
      status !== '关闭' && sector in CLASSES && (sector === 'public-place' || scale !== '微型'),
  );
  const units = firms.map((firm) => unitRow(firm, named, now));
  const villages = packs.flatMap(({ key }) => villagesOf(key, named, now));
  return {
    fire_unit: units,
    micro_station: [...unitStations(firms, named, now), ...communityStations(villages, named, now)],
    fire_village: villages,
    fire_renewal: packs.flatMap(({ key }) => renewalsOf(key, named, now)),
    fire_evaluation: firms.flatMap((firm) => evaluationsOf(firm, now)),
  };
}

const unitId = (firm: Enterprise): string => uuidOf('fire-unit', firm.id);
const owned = (firm: Enterprise) => ({
  region_path: firm.regionPath,
  organisation_id: firm.id,
  sector: FIRE,
  lon: firm.lon,
  lat: firm.lat,
});

function unitRow(firm: Enterprise, named: Named, now: number): Row {
  const [, kind, body] = BODIES.find(([name]) => name.test(firm.name)) ?? [
    null,
    CLASSES[firm.sector] ?? 'crowded',
    'industry',
  ];
  const mark = chance(`${firm.id}/standard`);
  const standard = mark < 0.62 ? 'reached' : mark < 0.87 ? 'building' : 'not-reached';
  return {
    ...named(firm.name),
    ...owned(firm),
    id: unitId(firm),
    enterprise: firm.id,
    class: kind,
    people: firm.employees === null ? null : Math.round(firm.employees * (firm.sector === 'public-place' ? 6 : 1)),
    area: chance(`${firm.id}/area`) < 0.1 ? null : Math.round(800 + chance(`${firm.id}/area`) * 42_000),
    system_body: body,
    standard,
    standard_on: standard === 'reached' ? dayOf(now - (60 + chance(`${firm.id}/on`) * 900) * DAY) : null,
    manager: firm.safetyManager,
  };
}

const GEAR = [
  '灭火器 8 具、水枪 4 支、水带 6 盘',
  '灭火器 12 具、战斗服 6 套、破拆斧 2 把',
  '手抬机动泵 1 台、水带 10 盘、空呼 4 具',
  '灭火器 6 具、灭火毯 4 条、对讲机 4 部',
];

function stationRow(id: string, state: string, now: number): Row {
  const weak = chance(`${id}/weak`);
  return {
    id,
    people: weak < 0.12 ? 4 + Math.floor(weak * 10) : 6 + Math.floor(chance(`${id}/crew`) * 8),
    on_duty: 2 + Math.floor(chance(`${id}/duty`) * 2),
    gear: pick(GEAR, `${id}/gear`),
    minutes: chance(`${id}/min`) < 0.15 ? 5 : 1 + Math.round(chance(`${id}/min2`) * 4) / 2,
    leader: '站长',
    phone: null,
    drilled_on: chance(`${id}/drill`) < 0.1 ? null : dayOf(now - chance(`${id}/drill`) * 200 * DAY),
    state,
  };
}

function unitStations(firms: readonly Enterprise[], named: Named, now: number): Row[] {
  return firms
    .filter((firm) => chance(`${firm.id}/station`) < 0.55)
    .map((firm) => {
      const id = uuidOf('micro-station', firm.id);
      const state = chance(`${id}/state`);
      return {
        ...named(`${firm.name}微型消防站`),
        ...owned(firm),
        ...stationRow(id, state < 0.06 ? 'building' : state < 0.09 ? 'down' : 'ready', now),
        kind: firm.sector === 'public-place' ? 'key-unit' : 'enterprise',
        fire_unit: unitId(firm),
        enterprise: firm.id,
      };
    });
}

function communityStations(villages: readonly Row[], named: Named, now: number): Row[] {
  return villages
    .filter((village) => village['kind'] === 'community' && chance(`${String(village['id'])}/station`) < 0.72)
    .map((village) => {
      const id = uuidOf('micro-station', String(village['id']));
      const { lon, lat } = around(village['lon'] as number, village['lat'] as number, id, 1100);
      return {
        ...named(`${String(village['name'])}微型消防站`),
        ...stationRow(id, chance(`${id}/state`) < 0.07 ? 'building' : 'ready', now),
        region_path: village['region_path'],
        organisation_id: null,
        sector: FIRE,
        lon,
        lat,
        kind: 'community',
        fire_unit: null,
        enterprise: null,
      };
    });
}

function villagesOf(pack: PackKey, named: Named, now: number): Row[] {
  const towns = loadRegions(pack).filter((region) => region.kind === 'town');
  return towns.flatMap((town) => {
    const urban = /街道|镇$/u.test(town.name);
    const seen = new Set<string>();
    return Array.from({ length: VILLAGES[pack] }, (_, index) => {
      const key = `${town.path}village/${index}`;
      const community = index === 0 ? urban : chance(`${key}/kind`) < (urban ? 0.4 : 0.1);
      const base = pick(NAMES, `${key}/name`);
      const name = `${seen.has(base) ? `${base}${index + 1}` : base}${community ? '社区居委会' : '村委会'}`;
      seen.add(base);
      const organised = chance(`${key}/organised`) < (community ? 0.93 : 0.82);
      const { lon, lat } = around(town.lon, town.lat, key, community ? 1200 : 4200);
      const households = Math.round(180 + chance(`${key}/homes`) * (community ? 2600 : 900));
      return {
        ...named(`${town.name}${name}`),
        id: uuidOf('fire-village', key),
        region_path: town.path,
        organisation_id: null,
        sector: FIRE,
        lon,
        lat,
        kind: community ? 'community' : 'village',
        organised,
        organisation: organised ? (community ? '社区消防工作小组' : '村消防工作小组') : null,
        leader: organised ? '主任' : null,
        members: organised ? 2 + Math.floor(chance(`${key}/members`) * 6) : null,
        volunteers: organised ? Math.floor(chance(`${key}/volunteers`) * 24) : null,
        grids: Math.max(1, Math.round(households / 320)),
        grid_staff: Math.max(1, Math.round(households / 420)),
        households,
        organised_on: organised ? dayOf(now - (200 + chance(`${key}/on`) * 1500) * DAY) : null,
      };
    });
  });
}

const WORKS = ['electric', 'both', 'fire', 'both', 'passage'];

function renewalsOf(pack: PackKey, named: Named, now: number): Row[] {
  const towns = loadRegions(pack).filter((region) => region.kind === 'town' && region.name.endsWith('街道'));
  return Array.from({ length: pack === 'shangrao' ? 120 : 260 }, (_, index) => {
    const key = `${pack}/renewal/${index}`;
    const town = pick(towns, key);
    const mark = chance(`${key}/state`);
    const state =
      mark < 0.38 ? 'accepted' : mark < 0.62 ? 'working' : mark < 0.8 ? 'planned' : mark < 0.95 ? 'listed' : 'stopped';
    const { lon, lat } = around(town.lon, town.lat, key, 1500);
    const built = 1978 + Math.floor(chance(`${key}/built`) * 24);
    return {
      ...named(
        `${pick(['供销社', '棉纺厂', '机床厂', '建设路', '解放街', '胜利巷', '老城', '铁路'], `${key}/name`)}宿舍 ${1 + (index % 9)} 号楼`,
      ),
      id: uuidOf('fire-renewal', key),
      region_path: town.path,
      organisation_id: null,
      sector: FIRE,
      lon,
      lat,
      built,
      floors: 4 + Math.floor(chance(`${key}/floors`) * 4),
      households: 18 + Math.floor(chance(`${key}/homes`) * 70),
      work: pick(WORKS, `${key}/work`),
      state,
      funds: chance(`${key}/funds`) < 0.15 ? null : Math.round(6 + chance(`${key}/funds`) * 90),
      due_on: dayOf(now + (chance(`${key}/due`) * 500 - 200) * DAY),
      accepted_on: state === 'accepted' ? dayOf(now - chance(`${key}/done`) * 400 * DAY) : null,
      problem: state === 'stopped' ? '住户分摊费用未达成一致' : null,
    };
  });
}

const FORMS = [
  ['four', 'fire.four-abilities', 0.9],
  ['six-plus-one', 'fire.six-plus-one', 0.82],
] as const;
const NOTES: Readonly<Record<EvaluationMark, string>> = {
  reached: '',
  partly: '基本符合，继续改进',
  lacking: '演练记录不全，限期补齐',
};

/** Evaluations of the last two years: most current, some run out, some never made, some with something lacking. */
function evaluationsOf(firm: Enterprise, now: number): Row[] {
  const months = parameterOf('fire.evaluation.months').value as number;
  return FORMS.flatMap(([form, parameter, share]) => {
    const key = `${firm.id}/${form}`;
    if (chance(key) > share) return [];
    const members = parameterOf(parameter).value as readonly string[];
    const last = chance(`${key}/age`) < 0.12 ? 370 + chance(`${key}/old`) * 200 : 5 + chance(`${key}/new`) * 330;
    const days = chance(`${key}/twice`) < 0.5 ? [last + 355, last] : [last];
    return days.map((back) => {
      const at = now - back * DAY;
      const marks = members.map((_, index): EvaluationMark => {
        const mark = chance(`${key}/${Math.round(back)}/${index}`);
        return mark < 0.76 ? 'reached' : mark < 0.98 ? 'partly' : 'lacking';
      });
      return {
        id: uuidOf('fire-evaluation', `${key}/${Math.round(back)}`),
        fire_unit: unitId(firm),
        form,
        year: Number(dayOf(at).slice(0, 4)),
        at: new Date(at).toISOString(),
        by: '消防安全管理人',
        members,
        marks,
        notes: marks.map((mark) => NOTES[mark]),
        reached: holds(marks),
        valid_to: validUntil(dayOf(at), months),
        region_path: firm.regionPath,
        organisation_id: firm.id,
        sector: FIRE,
      };
    });
  });
}
