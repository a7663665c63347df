import { halfWidth } from './clean.ts';

/** What is compared of a record. */
export interface Comparable {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** Why two records may be one; `likeness` 0…1 and `metres` where they were measured. */
export interface Suspicion {
  readonly one: string;
  readonly other: string;
  readonly reasons: readonly ('code' | 'name' | 'near')[];
  readonly likeness: number;
  readonly metres: number | null;
}

/** Endings of the same legal form. */
const FORMS = /(股份有限责任公司|有限责任公司|股份有限公司|有限公司|公司)/g;
const PROVINCES = /^(?:中国)?(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?/;

/**
 * A name with what differs between two writings of the same taken away: width, brackets, blanks, the legal form and
 * prefixes naming a place. `places` are names of regions without their kind: 上饶, 广丰.
 */
export function nameKey(name: string, places: readonly string[] = []): string {
  let key = halfWidth(name)
    .toLowerCase()
    .replaceAll(/[\s()（）[\]【】《》“”"'·.,，、\-—_]/g, '')
    .replaceAll(FORMS, '');
  key = key.replace(PROVINCES, '') || key;
  for (let changed = true; changed;) {
    const place = places.find((one) => one.length > 1 && key.startsWith(one) && key.length > one.length + 1);
    changed = place !== undefined;
    if (place !== undefined) key = key.slice(place.length).replace(/^(市|县|区|镇|乡|街道)(?=.{2})/, '');
  }
  return key;
}

/** Likeness of two texts by their pairs of characters (Sørensen–Dice), 0…1. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const left = pairsOf(one);
  const right = pairsOf(other);
  if (left.size === 0 || right.size === 0) return 0;
  let shared = 0;
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0);
  return (2 * shared) / (one.length - 1 + other.length - 1);
}

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** Do two codes differ by one mistyped character or two swapped neighbours? The check character follows from the rest. */
export function isSlip(one: string, other: string): boolean {
  if (one.length !== 18 || other.length !== 18 || one === other) return false;
  const places = [...Array(17).keys()].filter((at) => one[at] !== other[at]);
  if (places.length <= 1) return true;
  const [first = 0, second = 0] = places;
  return places.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first];
}

const NEAR_METRES = 300;
const ALIKE = 0.75;

/** Great-circle metres for short ways (equirectangular). */
function metresBetween(a: Comparable, b: Comparable): number | null {
  if (a.lon === null || a.lat === null || b.lon === null || b.lat === null) return null;
  const east = (a.lon - b.lon) * 111_320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, (a.lat - b.lat) * 110_574);
}

/**
 * Pairs of records that may be one: credit codes a slip apart, the same name after normalising, or alike names within
 * 300 m. Buckets keep it near linear: 10⁴ records take a few seconds at worst.
 */
export function findDuplicates(records: readonly Comparable[], places: readonly string[] = []): Suspicion[] {
  const keys = new Map(records.map((record) => [record.id, nameKey(record.name, places)]));
  const found = new Map<string, Suspicion>();
  const weigh = (a: Comparable, b: Comparable): void => {
    const [one, other] = a.id < b.id ? [a, b] : [b, a];
    if (one.id === other.id || found.has(`${one.id} ${other.id}`)) return;
    const alike = likeness(keys.get(one.id)!, keys.get(other.id)!);
    const metres = metresBetween(one, other);
    const reasons: Suspicion['reasons'] = [
      ...(one.creditCode !== null && other.creditCode !== null && isSlip(one.creditCode, other.creditCode)
        ? (['code'] as const)
        : []),
      ...(alike === 1 ? (['name'] as const) : []),
      ...(alike >= ALIKE && alike < 1 && metres !== null && metres <= NEAR_METRES ? (['near'] as const) : []),
    ];
    if (reasons.length > 0)
      found.set(`${one.id} ${other.id}`, { one: one.id, other: other.id, reasons, likeness: alike, metres });
  };
  for (const bucket of bucketsOf(records, keys)) {
    for (let i = 0; i < bucket.length; i += 1)
      for (let j = i + 1; j < bucket.length; j += 1) weigh(bucket[i]!, bucket[j]!);
  }
  const weight = (pair: Suspicion) => pair.reasons.length * 10 + pair.likeness;
  return [...found.values()].toSorted((a, b) => weight(b) - weight(a) || (a.one < b.one ? -1 : 1));
}

/** A bucket larger than this compares nothing: a name shared by hundreds names a chain, not a duplicate. */
const LARGEST_BUCKET = 200;

function bucketsOf(records: readonly Comparable[], keys: ReadonlyMap<string, string>): Comparable[][] {
  const buckets = new Map<string, Comparable[]>();
  const put = (key: string, record: Comparable): void => {
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [record]);
    else bucket.push(record);
  };
  for (const record of records) {
    put(`name ${keys.get(record.id)!}`, record);
    if (record.creditCode?.length === 18) {
      const body = record.creditCode.slice(0, 17);
      for (let at = 0; at < 17; at += 1) {
        put(`code ${body.slice(0, at)}?${body.slice(at + 1)}`, record);
        const pair = [body[at] ?? '', body[at + 1] ?? ''].toSorted().join('');
        put(`swap ${at} ${body.slice(0, at)}${pair}${body.slice(at + 2)}`, record);
      }
    }
    if (record.lon === null || record.lat === null) continue;
    // A cell is wider than the distance, and each record stands in its own and the cells around it to the north-east.
    const [x, y] = [Math.floor(record.lon / 0.004), Math.floor(record.lat / 0.004)];
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const)
      put(`near ${x + dx} ${y + dy}`, record);
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1 && bucket.length <= LARGEST_BUCKET);
}
