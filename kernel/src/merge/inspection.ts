import { z } from 'zod';

interface InspectionField {
  readonly label: string;
  readonly labelEn: string;
  readonly schema: z.ZodType<string | null>;
  readonly long?: boolean;
  readonly options?: readonly string[];
}

const text = (max: number) => z.string().max(max).nullable();
const choice = (options: readonly string[]) =>
  z
    .string()
    .refine((value) => options.includes(value))
    .nullable();
const RESULTS = ['符合', '不符合', '部分不符合'];

/** What a 现场检查记录 says, in the order of its form (应急管理行政执法文书式样: 现场检查记录). */
export const INSPECTION_FIELDS: Readonly<Record<string, InspectionField>> = {
  place: { label: '检查场所', labelEn: 'Place inspected', schema: text(200) },
  met: { label: '现场负责人', labelEn: 'Person in charge met', schema: text(60) },
  post: { label: '职务', labelEn: 'Post', schema: text(60) },
  team: { label: '检查人员', labelEn: 'Inspectors', schema: text(200) },
  result: { label: '结论', labelEn: 'Result', schema: choice(RESULTS), options: RESULTS },
  findings: { label: '检查情况', labelEn: 'What was found', schema: text(4000), long: true },
  equipment: { label: '应急器材数量', labelEn: 'Emergency equipment counted', schema: text(200) },
  note: { label: '备注', labelEn: 'Note', schema: text(1000), long: true },
  refusal: { label: '拒绝签名的情况', labelEn: 'Refusal to sign', schema: text(300) },
};

export const inspectionSchema = z.object({
  id: z.string(),
  number: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  regionName: z.string(),
  sector: z.string().nullable(),
  openedAt: z.number(),
  openedBy: z.string(),
  changedAt: z.number(),
  conflicts: z.number(),
  filled: z.number().describe('fields of the form that have a value'),
  closedAt: z.number().nullable(),
  verdict: z.string().describe('what the signature of its opening was worth'),
});
export type Inspection = z.infer<typeof inspectionSchema>;
