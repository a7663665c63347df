import { defineCase, type GuardFacts } from '@anlan/kernel/case';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Field } from '@anlan/kernel/entity';

const FIELDS = {
  enterprise: { kind: 'reference', entity: 'enterprise', label: '所属企业', labelEn: 'Enterprise' },
  title: { kind: 'text', label: '任务', labelEn: 'Task', required: true, max: 120 },
  law: { kind: 'text', label: '法规', labelEn: 'Law', max: 80 },
  validFrom: { kind: 'date', label: '新版施行日', labelEn: 'In force from' },
  items: {
    kind: 'number',
    label: '受影响条目',
    labelEn: 'Items concerned',
    unit: '条',
    integer: true,
    min: 0,
    max: 100_000,
  },
  openItems: {
    kind: 'number',
    label: '尚未复核',
    labelEn: 'Not yet reviewed',
    unit: '条',
    integer: true,
    min: 0,
    max: 100_000,
  },
  conclusion: { kind: 'text', label: '复核结论', labelEn: 'Conclusion', max: 500 },
} as const satisfies Record<string, Field>;

/** Every item that cites a changed article has been looked at. */
export function allReviewed({ standing }: Pick<GuardFacts, 'standing'>): Refusal | undefined {
  const left = standing.detail['openItems'];
  return typeof left === 'number' && left > 0 ? refuse('review-open', { count: left }) : undefined;
}

/** 法规更新复核: a new version of a law changed or repealed articles that lists of the owner cite. */
export const lawReview = defineCase({
  key: 'law-review',
  label: '法规更新复核',
  labelEn: 'Review after a new law',
  about: '新版法规修改、废止的条文被检查项或目录引用时，逐条复核并修改',
  family: 'registry',
  prefix: 'FG',
  fields: FIELDS,
  source: '检查项引用的条文被替代时，列出全部引用项供复核（S15、S97）',
  states: {
    open: { label: '待复核', labelEn: 'To be reviewed', owner: 'authority', ownerIfSelf: 'organisation' },
    done: { label: '已复核', labelEn: 'Reviewed', owner: null, end: 'closed' },
  },
  opening: {
    label: '下达复核',
    labelEn: 'Ask for a review',
    to: 'open',
    verb: 'law.write',
    sides: ['authority', 'organisation'],
    asks: {
      enterprise: FIELDS.enterprise,
      title: FIELDS.title,
      law: FIELDS.law,
      validFrom: FIELDS.validFrom,
      items: FIELDS.items,
    },
    deadline: { kind: 'set', parameter: 'law.review-within', unit: 'working-days' },
  },
  actions: {
    finish: {
      label: '完成复核',
      labelEn: 'Finish the review',
      from: ['open'],
      to: 'done',
      verb: 'case.verify',
      sides: ['authority', 'organisation'],
      asks: { conclusion: { ...FIELDS.conclusion, required: true } },
      guard: allReviewed,
      tone: 'primary',
    },
  },
  overdue: [{ to: 'county', parameter: 'law.overdue.county' }],
});
