import { z } from 'zod';
import { LEVELS } from '../entity/index.ts';
import { CHECK_TIERS, itemSchema, RESULTS } from './item.ts';

/** What a check is for; a campaign's, a contract's and an approval's checks name their source too. */
export const RUN_USES = ['self', 'enforcement', 'standard', 'expert', 'campaign', 'conditions'] as const;
export type RunUse = (typeof RUN_USES)[number];

/** `missed` stays, also where the check was made afterwards (`doneAt` later than `dueAt`). */
export const RUN_STATES = ['open', 'done', 'missed', 'excused'] as const;
export type RunState = (typeof RUN_STATES)[number];

export const runViewSchema = z.object({
  id: z.string(),
  number: z.string(),
  use: z.enum(RUN_USES),
  tier: z.enum(CHECK_TIERS).nullable(),
  title: z.string(),
  period: z.string().describe('2026-03-18, Monday of the week, 2026-03'),
  unit: z.string().nullable().describe('shift or department'),
  state: z.enum(RUN_STATES),
  masterVersion: z.int(),
  organisationId: z.string(),
  organisationName: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  sector: z.string().nullable(),
  sourceKind: z.string().nullable(),
  sourceId: z.string().nullable(),
  opensAt: z.number(),
  dueAt: z.number(),
  doneAt: z.number().nullable(),
  doneBy: z.string().nullable(),
  items: z.int(),
  answered: z.int(),
  bad: z.int(),
  na: z.int(),
});
export type RunView = z.infer<typeof runViewSchema>;

const versionSchema = z.object({
  id: z.string(),
  value: z.union([z.string(), z.number(), z.null()]),
  by: z.string(),
  at: z.number(),
});
/** A field that two people answered differently without having seen each other: both stand until a person decides. */
export const answerConflictSchema = z.object({ field: z.string(), versions: z.array(versionSchema) });
export type AnswerConflict = z.infer<typeof answerConflictSchema>;

export const answerSchema = z.object({
  itemId: z.string(),
  result: z.enum(RESULTS).nullable(),
  value: z.number().nullable(),
  note: z.string().nullable(),
  photos: z.array(z.string()),
  riskPoint: z.string().nullable(),
  caseId: z.string().nullable(),
  caseNumber: z.string().nullable(),
  caseState: z.string().nullable(),
  by: z.string().nullable(),
  at: z.number().nullable(),
  voices: z.array(z.string()),
  standing: z.record(z.string(), z.array(z.string())).describe('changes that stand, by field: the next one names them'),
  known: z.array(z.string()).describe('every change of it that arrived'),
  conflicts: z.array(answerConflictSchema),
});
export type Answer = z.infer<typeof answerSchema>;

/** Whoever ended a check signs for what it says: the drawn name, and the hash of the answers it was drawn under. */
export const signatureSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  who: z.string().trim().min(1).max(60),
  at: z.int(),
  of: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Signature = z.infer<typeof signatureSchema>;

export const runDetailSchema = z.object({
  run: runViewSchema,
  items: z.array(itemSchema),
  answers: z.array(answerSchema),
  riskPoints: z.array(z.object({ id: z.string(), name: z.string(), level: z.enum(LEVELS) })),
  /** Open dangers on the list of this round: what the level below did not clear. */
  carried: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      level: z.enum(LEVELS).nullable(),
      openedAt: z.number(),
      tier: z.string(),
    }),
  ),
  /** The same round of the last days, oldest first. */
  before: z.array(z.object({ period: z.string(), state: z.enum(RUN_STATES), bad: z.int() })),
  /** Points of a standardisation check, 0…100; null for other checks and where nothing applies. */
  score: z.number().nullable(),
  mayAnswer: z.boolean(),
  signature: signatureSchema.nullable(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** Members of an answer that are changed one by one; each file is a field of its own: `photo:<hash>`, `voice:<hash>`. */
export const ANSWER_FIELDS = ['result', 'value', 'note', 'riskPoint'] as const;
export type AnswerField = (typeof ANSWER_FIELDS)[number];
export const ANSWER_FILE = /^(photo|voice):([0-9a-f]{64})$/;

const common = {
  /** Made by the sender: the same change sent twice is one change. */
  id: z.uuid(),
  item: z.uuid(),
  at: z.int().describe('when it was made on the device, epoch ms'),
  base: z
    .array(z.uuid())
    .max(50)
    .optional()
    .describe('changes of the field its author saw and replaces; left out = whatever stands when it arrives'),
  device: z.string().max(60).nullable().default(null),
};
/** One field of one answer changed; what is sent again changes nothing. */
export const answerChangeSchema = z.union([
  z.discriminatedUnion('field', [
    z.strictObject({ ...common, field: z.literal('result'), value: z.enum(RESULTS).nullable() }),
    z.strictObject({ ...common, field: z.literal('value'), value: z.number().nullable() }),
    z.strictObject({ ...common, field: z.literal('note'), value: z.string().trim().max(500).nullable() }),
    z.strictObject({ ...common, field: z.literal('riskPoint'), value: z.uuid().nullable() }),
  ]),
  z.strictObject({
    ...common,
    field: z.string().regex(ANSWER_FILE),
    value: z.string().max(1000).nullable().describe('when, where and how it was made; null = taken out again'),
  }),
]);
export type AnswerChange = z.infer<typeof answerChangeSchema>;
