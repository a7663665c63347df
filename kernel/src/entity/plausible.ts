import { both, named, problemWords, type Words } from '../refusal/index.ts';
import { fieldSchema, type Field } from './fields.ts';

/** What of an entity its bounds are. */
interface Bounded {
  readonly nameLabel: string;
  readonly nameLabelEn: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly ordered?: readonly (readonly string[])[];
}

/** A value that cannot be, or can hardly be, and why. */
export interface Doubt {
  readonly key: string;
  readonly field: Words;
  readonly problem: Words;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Within which WGS-84 degrees a place in China lies, its seas included: 73°29′ to 135°05′ E, 3°51′ N (曾母暗沙) to
 * 53°34′ N, rounded outwards.
 */
export const CHINA = { lon: { min: 73, max: 136 }, lat: { min: 3, max: 54 } } as const;

const POSITION_WORDS = { lon: both('经度', 'Longitude'), lat: both('纬度', 'Latitude') } as const;
const BASE_WORDS: Readonly<Record<string, Words>> = { ...POSITION_WORDS, regionPath: both('所在辖区', 'Region') };

/** What a member of a record is called. */
function memberWords(entity: Bounded, key: string): Words {
  const field = entity.fields[key];
  if (field !== undefined) return named(field);
  return key === 'name' ? { zh: entity.nameLabel, en: entity.nameLabelEn } : (BASE_WORDS[key] ?? both(key, key));
}

/** Kinds whose values have bounds. */
const BOUNDED: ReadonlySet<Field['kind']> = new Set(['number', 'date', 'text']);

/**
 * What is implausible about members of a record, `keys` being those that are newly given (or all of them): each against
 * its own bounds on the day `today` in China, against the fields it must not precede, and half a position. What stands
 * as it was stored is no concern of who changes something else.
 */
export function doubtsOf(entity: Bounded, record: Members, keys: Iterable<string>, today: string): Doubt[] {
  const given = new Set(keys);
  const own = Object.entries(entity.fields).flatMap(([key, field]) => {
    const value = record[key];
    if (!given.has(key) || value == null || !BOUNDED.has(field.kind)) return [];
    const [issue] = fieldSchema(field, today).safeParse(value).error?.issues ?? [];
    return issue === undefined ? [] : [{ key, field: named(field), problem: problemWords(issue.message) }];
  });
  return [...own, ...positionDoubts(record, given), ...orderDoubts(entity, record, given)];
}

function positionDoubts(record: Members, given: ReadonlySet<string>): Doubt[] {
  const [lon, lat] = [record['lon'] ?? null, record['lat'] ?? null];
  if (!given.has('lon') && !given.has('lat')) return [];
  if ((lon === null) !== (lat === null)) {
    const key = lon === null ? 'lon' : 'lat';
    const problem = both('经度和纬度要么都填，要么都不填', 'both longitude and latitude, or neither');
    return [{ key, field: POSITION_WORDS[key], problem }];
  }
  return (['lon', 'lat'] as const).flatMap((key) => {
    const value = record[key];
    const { min, max } = CHINA[key];
    return !given.has(key) || typeof value !== 'number' || (value >= min && value <= max)
      ? []
      : [{ key, field: POSITION_WORDS[key], problem: problemWords(outsideChina(key)) }];
  });
}

/** What a form says of a degree that lies outside the country. */
export function outsideChina(key: 'lon' | 'lat'): string {
  const { min, max } = CHINA[key];
  return `应在我国范围 ${min}° 至 ${max}° 之内（WGS-84）`;
}

function orderDoubts(entity: Bounded, record: Members, given: ReadonlySet<string>): Doubt[] {
  return (entity.ordered ?? []).flatMap((chain) => {
    const filled = chain.filter((key) => record[key] != null);
    return filled.slice(1).flatMap((key, index) => {
      const before = filled[index]!;
      if (!given.has(key) && !given.has(before)) return [];
      const [least, value] = [record[before], record[key]] as [string | number, string | number];
      if (value >= least) return [];
      const { zh, en } = memberWords(entity, before);
      const isDay = entity.fields[key]?.kind === 'date';
      const problem = isDay
        ? both(`不早于“${zh}”（${least}）`, `not before “${en}” (${least})`)
        : both(`不小于“${zh}”（${least}）`, `not below “${en}” (${least})`);
      return [{ key, field: memberWords(entity, key), problem }];
    });
  });
}

/** Metres outside its region's boundary from which a place is told as doubtful; the platform's own number, of no standard. */
const BORDER_TOLERANCE_M = 500;

/**
 * A place that lies `metres` outside the boundary of its region: told, not refused. Sites stand on borders, boundaries
 * are generalised and move.
 */
export function outsideRegion(metres: number): Doubt | undefined {
  if (metres <= BORDER_TOLERANCE_M) return undefined;
  const far = metres < 10_000 ? (metres / 1000).toFixed(1) : String(Math.round(metres / 1000));
  return { key: 'lon', field: both('坐标', 'Position'), problem: problemWords(`在所在辖区边界外约 ${far} km，请核对`) };
}
