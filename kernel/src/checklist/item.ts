import { z } from 'zod';
import { LEVELS } from '../entity/index.ts';

/** What an item of the master is used for: the three lists that one master generates (D2:116 三标合一). */
export const ITEM_USES = ['self', 'enforcement', 'standard'] as const;
export type ItemUse = (typeof ITEM_USES)[number];

/** Who checks in the day, week and month (D2:128 日周月). */
export const CHECK_TIERS = ['shift', 'department', 'manager'] as const;
export type CheckTier = (typeof CHECK_TIERS)[number];

export const RESULTS = ['ok', 'bad', 'na'] as const;
export type Result = (typeof RESULTS)[number];

/** Objects of graded control; columns of the colour-and-class list. */
export const ITEM_CLASSES = ['process', 'equipment', 'material', 'place', 'post'] as const;

const text = (max: number) => z.string().trim().max(max);
const some = (max: number) => text(max).nullable().default(null);
/** Keys of the registry's sectors. */
const sector = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, '不是行业代码');

/** All that an item says in one version of the master. */
export const itemContentSchema = z
  .strictObject({
    title: text(160).min(1, '不能为空'),
    clauses: z.array(text(200).min(1)).max(12).default([]).describe('law-key/article, or plain text'),
    criteria: some(600).describe('when it is met'),
    method: some(300).describe('how it is checked'),
    evidence: some(200).describe('what is wanted as evidence'),
    sectors: z.array(sector).max(30).default([]).describe('none = every sector'),
    class: z.enum(ITEM_CLASSES),
    level: z.enum(LEVELS).describe('suggested colour of a danger found here'),
    grade: z.enum(['general', 'major']).describe('suggested grade of a danger found here'),
    element: some(60).describe('element of standardisation'),
    weight: z.number().min(0).max(1000).nullable().default(null).describe('points in the standardisation score'),
    penalty: some(200).describe('what the law provides for'),
    uses: z.array(z.enum(ITEM_USES)).min(1, '至少一种用途'),
    tiers: z.array(z.enum(CHECK_TIERS)).default([]).describe('rounds of the self-check'),
    photo: z.enum(['none', 'bad', 'always']).default('none').describe('when a photo has to be taken'),
    valueLabel: some(40).describe('a number read on the spot, where one is'),
    valueUnit: some(20),
    valueMax: z.number().nullable().default(null),
    valueMin: z.number().nullable().default(null),
    origin: some(200).describe('where the item comes from'),
  })
  .superRefine((item, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (item.uses.includes('self') && item.tiers.length === 0) wrong('tiers', '用于自查的条目要选排查层级');
    if (item.uses.includes('standard') && (item.element === null || item.weight === null))
      wrong('element', '用于标准化的条目要有要素和分值');
    if (item.valueLabel === null && (item.valueMax !== null || item.valueMin !== null))
      wrong('valueLabel', '有限值就要写明读什么数');
  });
export type ItemContent = z.infer<typeof itemContentSchema>;

export const itemSchema = z.object({
  id: z.string(),
  code: z.string(),
  /** Version of the master from which this wording holds, and before which it holds; null = still. */
  from: z.int(),
  to: z.int().nullable(),
  ...itemContentSchema.shape,
});
export type Item = z.infer<typeof itemSchema>;

/** Codes of items: letters, digits and dashes, as printed on lists. */
export const codeSchema = z
  .string()
  .trim()
  .regex(/^[A-Z][A-Z0-9-]{1,23}$/, '条目编号以大写字母开头，只含大写字母、数字和短横');

export interface Selection {
  readonly use: ItemUse;
  /** Registry key of the trade; null = items of every trade only. */
  readonly sector: string | null;
  readonly tier: CheckTier | null;
}

/** Does the item, in force at `version` of the master, belong on a list? All three lists are this one question. */
export function belongs(item: Item, { use, sector: trade, tier }: Selection, version: number): boolean {
  if (item.from > version || (item.to !== null && item.to <= version)) return false;
  if (!item.uses.includes(use)) return false;
  if (item.sectors.length > 0 && (trade === null || !item.sectors.includes(trade))) return false;
  return use !== 'self' || tier === null || item.tiers.includes(tier);
}

/** The list generated from the master at a version, in the order of codes. */
export function generate(master: readonly Item[], selection: Selection, version: number): Item[] {
  return master
    .filter((item) => belongs(item, selection, version))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

/** Points reached of those that apply: Σ obtained / (Σ full − not applicable) × 100 (GB/T 33000); null where none applies. */
export function scoreOf(
  answers: readonly { readonly weight: number | null; readonly result: Result | null }[],
): number | null {
  let full = 0;
  let reached = 0;
  for (const { weight, result } of answers) {
    if (weight === null || result === null || result === 'na') continue;
    full += weight;
    if (result === 'ok') reached += weight;
  }
  return full === 0 ? null : (reached / full) * 100;
}
