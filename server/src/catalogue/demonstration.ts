import { uuidOf, type DemonstrationCity, type Enterprise } from '@anlan/data';
import { NOVEL, POSTS, REWARDS, STANDARD } from './demonstration-texts.ts';

type Row = Readonly<Record<string, unknown>>;
const FROM = '2025-01-01';
const SPARE = ['作业前确认监护到位', '现场压力、温度与报警状态'];
const BY = '安全环保部（演示）';

const TRADES = new Set([
  'hazchem-production',
  'hazchem-storage',
  'non-coal-mine',
  'fireworks',
  'metallurgy',
  'dust-explosion',
  'ammonia-refrigeration',
  'gas-supply',
]);

/** Enterprises with accounts first, then some hundred others of the trades that have to report. */
export function firmsWithRules(city: DemonstrationCity): Enterprise[] {
  const staffed = new Set(city.people.flatMap(({ enterpriseId }) => (enterpriseId === null ? [] : [enterpriseId])));
  const due = city.enterprises.filter(({ sector }) => TRADES.has(sector));
  return [
    ...due.filter(({ id }) => staffed.has(id)),
    ...due.filter(({ id }, index) => !staffed.has(id) && index % 4 === 0),
  ];
}

/** New things of an enterprise: those of its trade, one or two each in a part of the enterprises. */
export function novelOf(
  city: DemonstrationCity,
): { readonly firm: Enterprise; readonly index: number; readonly id: string }[] {
  return city.enterprises.flatMap((firm, place) =>
    NOVEL.flatMap((text, index) =>
      text.sectors.includes(firm.sector) && (place * 7 + index * 13) % 41 === 0
        ? [{ firm, index, id: uuidOf('novel', `${firm.id}/${index}`) }]
        : [],
    ),
  );
}

const placed = ({ id, regionPath, sector }: Enterprise) => ({ region_path: regionPath, organisation_id: id, sector });

/** Grading standards, reward rules, responsibility lists and new technology of the demonstration. */
export function catalogueRows(
  city: DemonstrationCity,
  named: (name: string) => Row,
): Readonly<Record<string, readonly Row[]>> {
  const firms = firmsWithRules(city);
  const lists: Row[] = [];
  const items: Row[] = [];
  const posts: Row[] = [];
  const duties: Row[] = [];
  firms.forEach((firm, index) => {
    const list = (kind: string, label: string): Row => ({
      id: uuidOf('catalogue', `${firm.id}/${kind}`),
      kind,
      name: `${firm.name}${label}`,
      ...placed(firm),
      demonstration: true,
    });
    const standard = list('grading-standard', '隐患分级标准');
    const rewards = list('reward-rule', '隐患奖惩制度');
    lists.push(standard);
    items.push(...standardRows(firm, standard, index));
    // Some have not written down what they reward yet.
    if (index % 5 !== 3) {
      lists.push(rewards);
      items.push(...rewardRows(firm, rewards, index));
    }
    POSTS.slice(0, 8 + (index % 9)).forEach(([area, name, tier, own], place) => {
      const post = uuidOf('post', `${firm.id}/${place}`);
      posts.push({
        ...named(name),
        ...placed(firm),
        id: post,
        enterprise: firm.id,
        area,
        tier,
        holder: holderOf(index, place),
      });
      // Most have thought of every post, some still have posts that look at nothing.
      const looked = own.length === 0 && index % 3 !== 0 ? SPARE : own;
      looked.forEach((text, at) =>
        duties.push({
          ...named(text),
          ...placed(firm),
          id: uuidOf('duty', `${firm.id}/${place}/${at}`),
          enterprise: firm.id,
          post,
          cycle: tier === 'shift' ? (at % 2 === 0 ? 'shift' : 'day') : tier === 'department' ? 'week' : 'month',
          clause: at === 0 ? 'work-safety-law/41' : null,
        }),
      );
    });
  });
  return {
    catalogue: lists,
    catalogue_item: items,
    safety_post: posts,
    post_duty: duties,
    novel_item: novelRows(city, named),
  };
}

const FAMILY = '赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张';
const GIVEN = ['建国', '海燕', '志强', '丽华', '国平', '晓东', '春梅', '永红', '明辉', '少华'];

/** A name made up of common parts; some posts have nobody yet. */
function holderOf(firm: number, place: number): string | null {
  if ((firm + place) % 11 === 0) return null;
  return `${[...FAMILY][(firm * 3 + place * 7) % FAMILY.length]}${GIVEN[(firm + place * 3) % GIVEN.length]}`;
}

function standardRows(firm: Enterprise, list: Row, index: number): Row[] {
  return STANDARD.slice(0, index % 6 === 5 ? 6 : STANDARD.length).map((text, place) => ({
    id: uuidOf('standard', `${firm.id}/${text.code}`),
    catalogue: list['id'],
    code: text.code,
    place: place + 1,
    title: text.title,
    rule: text.when,
    effect: {
      kind: 'propose',
      values: { grade: text.grade, level: text.level, ...(text.class !== undefined && { class: text.class }) },
    },
    clauses: text.clauses,
    valid_from: FROM,
    by: BY,
    ...placed(firm),
  }));
}

function rewardRows(firm: Enterprise, list: Row, index: number): Row[] {
  // Larger firms pay more: the factor is theirs, the same every day.
  const factor = 1 + (index % 3) * 0.5;
  return REWARDS.map((text, place) => ({
    id: uuidOf('reward', `${firm.id}/${text.code}`),
    catalogue: list['id'],
    code: text.code,
    place: place + 1,
    title: text.title,
    rule: text.when,
    effect: { kind: 'propose', values: { points: text.points, amount: text.amount * factor, whom: text.whom } },
    clauses: [],
    valid_from: FROM,
    by: BY,
    ...placed(firm),
  }));
}

function novelRows(city: DemonstrationCity, named: (name: string) => Row): Row[] {
  return novelOf(city).map(({ firm, index, id }) => {
    const text = NOVEL[index]!;
    return {
      ...named(text.name),
      ...placed(firm),
      id,
      lon: firm.lon,
      lat: firm.lat,
      enterprise: firm.id,
      category: text.category,
      description: text.description,
      place: text.place,
      first_use: index % 5 === 0 ? 'nation' : index % 3 === 0 ? 'province' : 'enterprise',
      planned_on: `2026-${String(1 + ((index * 5 + firm.name.length) % 12)).padStart(2, '0')}-15`,
    };
  });
}
