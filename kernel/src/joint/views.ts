import { z } from 'zod';
import { personal } from '../entity/index.ts';

const day = z.iso.date('不是有效日期，应为 2026-03-18 的样子');
const path = z.string().regex(/^([\w-]+\.)+$/, '应选择一个辖区');
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);

export const RISK_SOURCES = {
  'risk-point': { label: '重大风险点', labelEn: 'Major risk point' },
  'hazard-source': { label: '重大危险源', labelEn: 'Major hazard source' },
  'hidden-danger': { label: '重大事故隐患', labelEn: 'Major hidden danger' },
} as const;

const via = z.enum(['border', 'group']);
/** A neighbour's major risk as it is shown: few fields, and none to write. */
export const sharedRiskSchema = z.object({
  id: z.string(),
  kind: z.enum(['risk-point', 'hazard-source', 'hidden-danger']),
  name: z.string(),
  what: z.string(),
  firm: z.string().nullable(),
  region: z.string().describe('where it lies'),
  to: z.string().describe('who it is shown to'),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  via,
  group: z.string().nullable(),
  distance: z.number().nullable().describe('m from the border'),
  since: z.number(),
});
export type SharedRisk = z.infer<typeof sharedRiskSchema>;
export const sharedRisksSchema = z.object({
  total: z.int(),
  byKind: z.record(z.string(), z.int()),
  byRegion: z.array(z.object({ region: z.string(), count: z.int() })),
  rows: z.array(sharedRiskSchema),
});

/** To whom one's own risks are and were shown. */
export const sharingTrailSchema = z.object({
  total: z.int(),
  current: z.int(),
  rows: z.array(
    z.object({
      id: z.int(),
      kind: z.string(),
      name: z.string(),
      to: z.string(),
      via,
      group: z.string().nullable(),
      distance: z.number().nullable(),
      from: z.number(),
      until: z.number().nullable(),
    }),
  ),
});

export const sharedAlertSchema = z.object({
  id: z.string(),
  number: z.string(),
  level: z.string(),
  text: z.string(),
  firm: z.string().nullable(),
  region: z.string(),
  to: z.string(),
  via,
  group: z.string().nullable(),
  distance: z.number().nullable(),
  raisedAt: z.number(),
  recoveredAt: z.number().nullable(),
  closedAt: z.number().nullable(),
  seenAt: z.number().nullable(),
  seenBy: z.string().nullable(),
});
export type SharedAlert = z.infer<typeof sharedAlertSchema>;

export const jointGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['adjacent', 'trade', 'form']),
  about: z.string().nullable(),
  trade: z.string().nullable(),
  from: z.string(),
  ended: z.string().nullable(),
  own: z.boolean().describe('made by the asker’s own place'),
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      regionPath: z.string(),
      organisationId: z.string().nullable(),
      from: z.string(),
      to: z.string().nullable(),
    }),
  ),
});
export type JointGroup = z.infer<typeof jointGroupSchema>;
const memberInput = z.strictObject({ regionPath: path.optional(), organisationId: z.guid().optional() });
export const groupInput = z.strictObject({
  name: text(80),
  kind: z.enum(['adjacent', 'trade', 'form']),
  about: z.string().trim().max(500).optional(),
  trade: z.string().max(60).nullable().optional(),
  from: day,
  members: z.array(memberInput).min(2, '至少两个成员').max(60),
});

export const ACTION_FORMS = {
  inspection: { label: '联合检查', labelEn: 'Joint inspection' },
  rectification: { label: '联合整治', labelEn: 'Joint rectification' },
  patrol: { label: '联合巡查', labelEn: 'Joint patrol' },
  drill: { label: '联合演练', labelEn: 'Joint drill' },
} as const;
const form = z.enum(['inspection', 'rectification', 'patrol', 'drill']);

const actionRow = z.object({
  id: z.string(),
  title: z.string(),
  form,
  dueOn: z.string(),
  openedAt: z.number(),
  openedBy: z.string(),
  closedAt: z.number().nullable(),
  sides: z.array(z.object({ name: z.string(), state: z.string(), own: z.boolean() })),
});
export const jointActionsSchema = z.object({ rows: z.array(actionRow) });
export const jointActionSchema = actionRow.omit({ sides: true }).extend({
  plan: z.string(),
  risks: z.array(z.object({ kind: z.string(), name: z.string(), region: z.string() })),
  sides: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      regionPath: z.string(),
      state: z.string(),
      own: z.boolean(),
      caseId: z.string().nullable().describe('own side only'),
      confirmedBy: z.string().nullable(),
      confirmedAt: z.number().nullable(),
      result: z.string().nullable(),
      tasks: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          person: z.string().nullable(),
          dueOn: z.string().nullable(),
          doneAt: z.number().nullable(),
          doneBy: z.string().nullable(),
          result: z.string().nullable(),
        }),
      ),
      inspections: z.object({ runs: z.int(), done: z.int(), bad: z.int() }).nullable(),
    }),
  ),
});
export type JointAction = z.infer<typeof jointActionSchema>;
export const actionInput = z.strictObject({
  title: text(120),
  form,
  plan: text(1000),
  dueOn: day,
  partners: z.array(path).min(1, '至少一个共同牵头方').max(20),
  risks: z.array(z.guid()).max(50).default([]).describe('shared risks it is about'),
  requestId: z.guid().optional(),
});
export const taskInput = z.strictObject({
  id: z.guid().optional(),
  side: z.guid(),
  title: text(120),
  person: z.string().trim().max(40).nullable().optional(),
  dueOn: day.nullable().optional(),
});
export const taskDoneInput = z.strictObject({ result: text(500) });
export const partnersSchema = z.array(
  z.object({ path: z.string(), name: z.string(), why: z.enum(['border', 'group', 'own']) }),
);

export const RESOURCE_KINDS = {
  team: { label: '队伍', labelEn: 'Team' },
  vehicle: { label: '车辆', labelEn: 'Vehicle' },
  equipment: { label: '装备', labelEn: 'Equipment' },
  material: { label: '物资', labelEn: 'Material' },
  expert: { label: '专家', labelEn: 'Expert' },
} as const;
const resourceKind = z.enum(['team', 'vehicle', 'equipment', 'material', 'expert']);
export const mutualAidSchema = z.object({
  id: z.string(),
  name: z.string(),
  number: z.string().nullable(),
  signedOn: z.string(),
  validTo: z.string(),
  terms: z.string(),
  state: z.enum(['valid', 'expiring', 'expired', 'ended']),
  own: z.boolean().describe('is the asker’s own place a party?'),
  parties: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      phone: personal(z.string().nullable()),
      regionPath: z.string(),
      own: z.boolean(),
      resources: z.array(
        z.object({
          id: z.string(),
          kind: resourceKind,
          name: z.string(),
          quantity: z.number(),
          unit: z.string(),
          place: z.string().nullable(),
          minutes: z.number().nullable(),
        }),
      ),
    }),
  ),
});
export type MutualAid = z.infer<typeof mutualAidSchema>;
export const mutualAidInput = z.strictObject({
  name: text(120),
  number: z.string().trim().max(40).nullable().optional(),
  signedOn: day,
  validTo: day,
  terms: text(1000),
  phone: z.string().trim().max(20).nullable().optional(),
  partners: z.array(path).min(1, '至少一个协议方').max(20),
});
export const resourceInput = z.strictObject({
  kind: resourceKind,
  name: text(80),
  quantity: z.number().positive('须大于 0').max(1_000_000),
  unit: text(10),
  place: z.string().trim().max(120).nullable().optional(),
  lon: z.number().min(-180).max(180).nullable().optional(),
  lat: z.number().min(-90).max(90).nullable().optional(),
  minutes: z.number().min(0).max(1440).nullable().optional(),
});
