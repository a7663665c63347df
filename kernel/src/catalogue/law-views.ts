import { z } from 'zod';

export const LAW_KINDS = [
  'law',
  'regulation',
  'rule',
  'local',
  'judicial',
  'standard',
  'criteria',
  'internal',
] as const;
export type LawKind = (typeof LAW_KINDS)[number];
export const lawRowSchema = z.object({
  key: z.string(),
  title: z.string(),
  short: z.string().nullable(),
  kind: z.enum(LAW_KINDS),
  issuer: z.string().nullable(),
  regionPath: z.string(),
  versions: z.int(),
  articles: z.int(),
  version: z.string().nullable().describe('name of the version in force on the day'),
  validFrom: z.string().nullable(),
  status: z.enum(['in-force', 'coming', 'repealed']),
});
export type LawRow = z.infer<typeof lawRowSchema>;
export const hitSchema = z.object({
  law: z.string(),
  lawTitle: z.string(),
  kind: z.enum(LAW_KINDS),
  version: z.string(),
  validFrom: z.string(),
  inForce: z.boolean(),
  number: z.string(),
  label: z.string(),
  chapter: z.string(),
  text: z.string(),
});
export type Hit = z.infer<typeof hitSchema>;
export const lawSearchSchema = z.object({
  laws: z.array(lawRowSchema),
  hits: z.array(hitSchema),
  /** Words to be marked in the hits. */
  words: z.array(z.string()),
  total: z.int(),
  atLeast: z.boolean().describe('there are more matches than were counted'),
  near: z.boolean().describe('nothing has all the words: these come nearest'),
  took: z.number(),
});
export type LawSearch = z.infer<typeof lawSearchSchema>;
const versionSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuedOn: z.string().nullable(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  origin: z.string(),
  by: z.string(),
  at: z.number(),
  articles: z.int(),
});
const articleSchema = z.object({
  number: z.string(),
  label: z.string(),
  chapter: z.string(),
  text: z.string(),
  cited: z.int().describe('how many items in scope cite it'),
});
export const lawSchema = z.object({
  key: z.string(),
  title: z.string(),
  short: z.string().nullable(),
  kind: z.enum(LAW_KINDS),
  issuer: z.string().nullable(),
  regionPath: z.string(),
  repealedOn: z.string().nullable(),
  versions: z.array(versionSchema).describe('newest first'),
  /** The version shown: the one in force on the asked day, or the asked one. */
  version: versionSchema.extend({ preface: z.string() }),
  articles: z.array(articleSchema),
});
export type LawView = z.infer<typeof lawSchema>;
export const citingSchema = z.object({
  kind: z.enum(['check-item', 'catalogue-item', 'post-duty']),
  id: z.string(),
  code: z.string(),
  name: z.string(),
  times: z.int().describe('lists that have it'),
});
export const articleViewSchema = z.object({
  reference: z.string(),
  article: articleSchema.omit({ cited: true }),
  citing: z.array(citingSchema).describe('the first 200, the same words once'),
  total: z.int(),
  /** The article of the number in the other versions of the law. */
  history: z.array(
    z.object({ version: z.string(), validFrom: z.string(), validUntil: z.string().nullable(), text: z.string() }),
  ),
});
export type ArticleView = z.infer<typeof articleViewSchema>;
export const lawDiffSchema = z.object({
  key: z.string(),
  title: z.string(),
  before: versionSchema,
  after: versionSchema,
  counts: z.record(z.string(), z.int()),
  changes: z.array(
    z.object({
      kind: z.enum(['same', 'renumbered', 'changed', 'repealed', 'new']),
      from: z.string().nullable(),
      to: z.string().nullable(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      cited: z.int(),
    }),
  ),
});
export type LawDiff = z.infer<typeof lawDiffSchema>;
const problemSchema = z.object({ line: z.int(), weight: z.enum(['error', 'warning']), zh: z.string(), en: z.string() });
const readArticleSchema = z.object({
  number: z.string(),
  label: z.string(),
  chapter: z.string(),
  text: z.string(),
  line: z.int(),
});
export const previewSchema = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  preface: z.string(),
  source: z.string().describe('the text as it was read, to be corrected and read again'),
  articles: z.array(readArticleSchema),
  problems: z.array(problemSchema),
  /** A law of the library that seems to be the same. */
  known: z
    .object({ key: z.string(), title: z.string(), kind: z.string(), same: z.string().nullable() })
    .nullable()
    .describe('same: version with exactly this text'),
});
export type Preview = z.infer<typeof previewSchema>;
export const reviewSchema = z.object({
  id: z.string(),
  law: z.string(),
  lawTitle: z.string(),
  version: z.string(),
  versionId: z.string(),
  validFrom: z.string(),
  article: z.string(),
  change: z.enum(['changed', 'repealed', 'renumbered']),
  becomes: z.string().nullable(),
  targetKind: z.enum(['check-item', 'catalogue-item', 'post-duty']),
  targetId: z.string(),
  targetCode: z.string(),
  targetName: z.string(),
  outdated: z
    .number()
    .nullable()
    .describe(
      'checks that still asked the old words after the new law was in force; 1000 is a thousand or more; null where nothing is checked by it',
    ),
  /** The item was changed after the version came in, or no longer cites the article. */
  edited: z.boolean(),
  caseId: z.string().nullable(),
  outcome: z.enum(['kept', 'edited']).nullable(),
  note: z.string().nullable(),
  by: z.string().nullable(),
  at: z.number().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;
