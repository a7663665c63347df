import { z } from 'zod';

const wordsSchema = z.object({ zh: z.string(), en: z.string() });

/** Who answered for which version of a record, and what became of it by merging. */
export const standingSchema = z.object({
  verification: z
    .object({ version: z.int(), at: z.number(), by: z.string(), note: z.string().nullable() })
    .nullable()
    .describe('the latest verification'),
  /** The record is as it was verified. */
  verified: z.boolean(),
  missing: z.array(z.object({ key: z.string(), label: z.string(), labelEn: z.string() })),
  completeness: z.number().describe('0…1'),
  doubts: z
    .array(z.object({ key: z.string(), field: wordsSchema, problem: wordsSchema }))
    .describe('what is implausible of it: a place outside its region, values beyond their bounds; stored all the same'),
  merged: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      at: z.number(),
      by: z.string(),
      reason: z.string(),
      moved: z.int(),
      undoable: z.boolean(),
    }),
  ),
  mergedInto: z.string().nullable(),
});
export type Standing = z.infer<typeof standingSchema>;

/** Whether a place lies within the boundary of its region; null = it does, or none is published. */
export const placeSchema = z.object({ problem: wordsSchema.nullable() });

const sideSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  regionName: z.string().nullable(),
  version: z.int(),
});

/** A page of pairs of records that may be one, with what speaks for it, the most alike first. */
export const duplicateSchema = z.object({
  pairs: z.array(
    z.object({
      one: sideSchema,
      other: sideSchema,
      reasons: z.array(z.enum(['code', 'name', 'near'])),
      likeness: z.number(),
      metres: z.number().nullable(),
    }),
  ),
  total: z.int().describe('pairs in scope; a lower bound where atLeast'),
  atLeast: z.boolean(),
  next: z.string().nullable().describe('cursor of the page behind this one'),
  waiting: z.int().describe('records of the register that were entered or changed and not compared yet'),
});
export type Duplicates = z.infer<typeof duplicateSchema>;
export type DuplicatePair = Duplicates['pairs'][number];

/** Completeness per jurisdiction: the regions right below the asked one. */
export const overviewSchema = z.object({
  region: z.string().nullable(),
  rows: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      kind: z.string(),
      records: z.int(),
      completeness: z.number().nullable(),
      verified: z.int(),
    }),
  ),
  total: z.object({ records: z.int(), completeness: z.number().nullable(), verified: z.int() }),
  fields: z.array(z.object({ key: z.string(), label: z.string(), labelEn: z.string(), missing: z.int() })),
});
export type Overview = z.infer<typeof overviewSchema>;

/** How many records of each sector in each region right below the asked one. */
export const populationSchema = z.object({
  sectors: z.array(z.object({ value: z.string(), label: z.string(), labelEn: z.string() })),
  rows: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      kind: z.string(),
      total: z.int(),
      counts: z.record(z.string(), z.int()),
    }),
  ),
  total: z.object({ total: z.int(), counts: z.record(z.string(), z.int()) }),
});
export type Population = z.infer<typeof populationSchema>;

/** A region as its administrator sees it. */
export const regionNodeSchema = z.object({
  path: z.string(),
  name: z.string(),
  nameEn: z.string().describe('in English letters (GB/T 28039)'),
  kind: z.string(),
  parentPath: z.string().nullable(),
  code: z.string().nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  own: z.boolean().describe('added here, not from a region pack'),
  children: z.int(),
  changes: z.array(
    z.object({
      at: z.number(),
      by: z.string(),
      kind: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      reason: z.string(),
    }),
  ),
});

/** What moves along with a region: regions below it, enterprises, records of all registers (those too), people. */
export const movingSchema = z.object({
  regions: z.int(),
  organisations: z.int(),
  records: z.int(),
  people: z.int(),
});

const layoutSchema = z.object({
  sheet: z.string(),
  headerRow: z.int(),
  headerRows: z.int(),
  columns: z.array(z.object({ column: z.int(), header: z.string(), member: z.string().nullable() })),
});

/** A workbook on its way into a register. */
export const importRunSchema = z.object({
  id: z.string(),
  entity: z.string(),
  by: z.string(),
  at: z.number(),
  fileName: z.string(),
  state: z.enum(['reading', 'ready', 'applying', 'applied', 'cancelled', 'failed']),
  done: z.int(),
  total: z.int(),
  layout: layoutSchema.nullable(),
  sheets: z.array(z.object({ name: z.string(), rows: z.int(), fits: z.boolean() })),
  summary: z
    .object({
      new: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      invalid: z.int(),
      skipped: z.int(),
      missing: z.int(),
      notices: z.int().default(0).describe('lines with something to look at'),
      limits: z
        .array(z.string())
        .default([])
        .describe('members changed by which alarms are judged: the file takes a reason'),
    })
    .nullable(),
  missing: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('registered within the file’s regions and not in the file; the first hundred'),
  problem: z.string().nullable(),
});
export type ImportRun = z.infer<typeof importRunSchema>;

const cellSchema = z.object({
  member: z.string(),
  label: z.string(),
  column: z.int().nullable(),
  problem: z.string(),
  problemEn: z.string().optional().describe('where it names something; else the problem is one of the known ones'),
  given: z.string(),
});

/** One line of the workbook and what it would do. */
export const importRowSchema = z.object({
  n: z.int(),
  line: z.int().describe('1-based row of the sheet'),
  state: z.enum(['new', 'changed', 'unchanged', 'invalid']),
  name: z.string(),
  record: z.string().nullable(),
  errors: z.array(cellSchema),
  notices: z.array(cellSchema).describe('to be looked at; the line is taken all the same'),
  changes: z.array(z.object({ field: z.string(), label: z.string(), from: z.unknown(), to: z.unknown() })),
});
export type ImportRow = z.infer<typeof importRowSchema>;

export const censusListSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    entity: z.string(),
    fields: z.array(z.string()),
    regionPath: z.string(),
    regionName: z.string(),
    due: z.string(),
    issuedAt: z.number(),
    issuedBy: z.string(),
    closedAt: z.number().nullable(),
    population: z.int(),
    filled: z.int(),
    merged: z.int(),
    returned: z.int(),
  }),
);

/** One enterprise's sheet of a census. */
export const censusSheetSchema = z.object({
  id: z.string(),
  name: z.string(),
  regionName: z.string().nullable(),
  state: z.enum(['issued', 'filled', 'returned', 'merged']),
  answers: z.record(z.string(), z.unknown()),
  current: z.record(z.string(), z.unknown()),
  version: z.int(),
  filledAt: z.number().nullable(),
  filledBy: z.string().nullable(),
  verifiedBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type CensusSheet = z.infer<typeof censusSheetSchema>;

/** An enterprise a person follows, with what is open there as far as the person may read it (null = may not). */
export const followedSchema = z.object({
  id: z.string(),
  name: z.string(),
  riskLevel: z.string().nullable(),
  regionName: z.string(),
  alarms: z.int().nullable().describe('alarms that stand'),
  open: z.int().nullable().describe('cases not ended'),
  overdue: z.int().nullable(),
  since: z.number(),
  told: z.boolean().describe('the person has messages of its alarms and cases'),
});
export type Followed = z.infer<typeof followedSchema>;
