import { z } from 'zod';

const day = z.iso.date('不是有效日期，应为 2026-03-18 的样子');
const path = z.string().regex(/^([\w-]+\.)+$/, '应选择一个辖区');
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);

/** By what the register's enterprises become targets; an empty list does not narrow. */
export const criteriaSchema = z.strictObject({
  regions: z.array(path).max(60).default([]),
  sectors: z.array(z.string().max(60)).max(40).default([]),
  levels: z
    .array(z.enum(['red', 'orange', 'yellow', 'blue']))
    .max(4)
    .default([]),
  scales: z
    .array(z.enum(['large', 'medium', 'small', 'micro']))
    .max(4)
    .default([]),
  running: z.boolean().default(false).describe('only enterprises in production'),
});
export type Criteria = z.infer<typeof criteriaSchema>;

/** What a campaign has come to, of a place or as a whole. `closed` = accepted after rectification, `shut` = closed down. */
const figures = {
  targets: z.int(),
  planned: z.int(),
  inspected: z.int(),
  found: z.int(),
  rectified: z.int(),
  penalised: z.int(),
  closed: z.int(),
  shut: z.int(),
  fines: z.number().describe('10⁴ yuan'),
};
export const figuresSchema = z.object(figures);
export type Figures = z.infer<typeof figuresSchema>;
export const NO_FIGURES: Figures = {
  targets: 0,
  planned: 0,
  inspected: 0,
  found: 0,
  rectified: 0,
  penalised: 0,
  closed: 0,
  shut: 0,
  fines: 0,
};

/** Adds figures up. */
export function sumOf(all: readonly Figures[]): Figures {
  const total: Record<keyof Figures, number> = { ...NO_FIGURES };
  for (const one of all) for (const key of Object.keys(total) as (keyof Figures)[]) total[key] += one[key];
  return total;
}

const state = z.enum(['running', 'finished', 'cancelled']);
export const CAMPAIGN_STATES = {
  running: { label: '进行中', labelEn: 'Running' },
  finished: { label: '已总结', labelEn: 'Finished' },
  cancelled: { label: '已取消', labelEn: 'Cancelled' },
} as const;

const head = {
  id: z.string(),
  number: z.string(),
  name: z.string(),
  category: z.string(),
  fire: z.boolean(),
  home: z.string().describe('who issued it'),
  own: z.boolean().describe('issued by the asker’s own place'),
  from: z.string(),
  to: z.string(),
  firstTo: z.string().describe('end before extensions'),
  state,
};
const placesLate = z.int().describe('places whose task is late');
export const campaignRowSchema = z.object({ ...head, figures: figuresSchema, late: placesLate });
export type CampaignRow = z.infer<typeof campaignRowSchema>;
export const campaignsSchema = z.object({ rows: z.array(campaignRowSchema) });

export const partSchema = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  name: z.string(),
  path: z.string(),
  caseId: z.string().nullable(),
  caseState: z.string().nullable(),
  dueAt: z.number().nullable(),
  late: z.boolean(),
  urged: z.int(),
  figures: figuresSchema,
});
export type Part = z.infer<typeof partSchema>;

export const campaignSchema = z.object({
  ...head,
  goal: z.string(),
  departments: z.array(z.string()),
  criteria: criteriaSchema,
  items: z.int().describe('items chosen of the master; 0 = the whole enforcement list of each trade'),
  frozenAt: z.number(),
  frozen: z.int().describe('targets as they were drawn'),
  issuedBy: z.string(),
  issuedAt: z.number(),
  finishedAt: z.number().nullable(),
  finishedBy: z.string().nullable(),
  summary: z.string().nullable(),
  total: figuresSchema,
  parts: z.array(partSchema),
  violations: z.array(z.object({ violation: z.string().nullable(), found: z.int(), penalised: z.int() })),
  teams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      leader: z.string(),
      departments: z.array(z.string()),
      people: z.string().nullable(),
    }),
  ),
  trail: z.array(z.object({ seq: z.int(), at: z.number(), by: z.string(), action: z.string(), text: z.string() })),
  /** Kinds of violations and departments as the issuing place has them. */
  kinds: z.array(z.string()),
  departmentsKnown: z.array(z.string()),
});
export type Campaign = z.infer<typeof campaignSchema>;

export const targetsSchema = z.object({
  total: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      region: z.string(),
      sector: z.string().nullable(),
      runId: z.string().nullable(),
      doneAt: z.number().nullable(),
      found: z.int(),
    }),
  ),
});
export const findingsSchema = z.object({
  total: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      place: z.string(),
      enterpriseId: z.string().nullable(),
      region: z.string(),
      violation: z.string().nullable(),
      what: z.string(),
      foundAt: z.number(),
      foundBy: z.string(),
      caseId: z.string().nullable(),
      caseState: z.string().nullable(),
      enforcementId: z.string().nullable(),
      enforcementState: z.string().nullable(),
      measure: z.string().nullable(),
      fine: z.number().nullable(),
      decidedBy: z.string().nullable(),
      rectified: z.boolean(),
    }),
  ),
});
export type Finding = z.infer<typeof findingsSchema>['rows'][number];

export const previewSchema = z.object({
  total: z.int(),
  places: z.array(z.object({ path: z.string(), name: z.string(), targets: z.int() })),
});
export const campaignInput = z.strictObject({
  name: text(80),
  category: z.string().max(40),
  goal: text(1000),
  from: day,
  to: day,
  criteria: criteriaSchema,
  departments: z.array(z.string().trim().min(1).max(40)).max(30).default([]),
  items: z.array(z.guid()).max(300).default([]).describe('items of the master; none = the whole list of each trade'),
  share: z.number().min(1, '1～100').max(100, '1～100').default(100).describe('percent of the targets to inspect'),
  requestId: z.guid().optional(),
});
export const findingInput = z.strictObject({
  enterpriseId: z.guid().nullable().optional(),
  place: z.string().trim().max(120).nullable().optional().describe('where nobody is registered'),
  regionPath: path.nullable().optional(),
  violation: text(60),
  what: text(300),
  requestId: z.guid().optional(),
});
export const decisionInput = z.strictObject({
  violation: z.string().trim().max(60).optional(),
  measure: z.string().max(40),
  fine: z.number().min(0).max(1_000_000).nullable().optional().describe('10⁴ yuan'),
});
export const teamInput = z.strictObject({
  name: text(80),
  leader: text(40),
  departments: z.array(z.string().trim().min(1).max(40)).min(1, '至少一个部门').max(30),
  people: z.string().trim().max(300).nullable().optional(),
});

/** Which jurisdictions had their yearly fire campaign. */
export const fireCalendarSchema = z.object({
  year: z.int(),
  missing: z.int(),
  rows: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      least: z.int(),
      campaigns: z.array(z.object({ id: z.string(), name: z.string(), from: z.string(), to: z.string(), state })),
      missing: z.boolean(),
    }),
  ),
});
export type FireCalendar = z.infer<typeof fireCalendarSchema>;

export const keyCountiesSchema = z.object({
  listed: z.array(
    z.object({
      caseId: z.string(),
      number: z.string(),
      region: z.string(),
      trade: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      accidents: z.number().nullable(),
      dangers: z.number().nullable(),
      responsible: z.string().nullable(),
      dueAt: z.number().nullable(),
      late: z.boolean(),
      listedAt: z.number(),
      offAt: z.number().nullable(),
    }),
  ),
  candidates: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      trade: z.string(),
      accidents: z.int(),
      accidentsFrom: z.int(),
      dangers: z.int(),
      dangersFrom: z.int(),
    }),
  ),
});
export type KeyCounties = z.infer<typeof keyCountiesSchema>;
export const keyCountyInput = z.strictObject({ region: path, trade: z.string().max(40), reason: text(500) });

/** Items of the master that the enforcement lists of some trades hold. */
export const campaignItemsSchema = z.array(
  z.object({ id: z.string(), code: z.string(), title: z.string(), sectors: z.array(z.string()) }),
);
export const runsInput = z.strictObject({
  targets: z
    .array(z.guid())
    .max(200)
    .default([])
    .describe('none = those of the region that have no check yet, at most 200 at a time'),
  region: path.optional(),
});
export const runsMadeSchema = z.object({
  made: z.int(),
  left: z.int(),
  run: z.string().nullable().describe('the check of a single target'),
});
