import { z } from 'zod';

/** How an alarm of a camera came about (GB/T 28181-2016 A.2.5, AlarmMethod). */
export const ALARM_METHODS = {
  1: { label: '电话报警', labelEn: 'Telephone' },
  2: { label: '设备报警', labelEn: 'Equipment' },
  3: { label: '短信报警', labelEn: 'Short message' },
  4: { label: 'GPS 报警', labelEn: 'GPS' },
  5: { label: '视频报警', labelEn: 'Video analysis' },
  6: { label: '设备故障报警', labelEn: 'Fault' },
  7: { label: '其他报警', labelEn: 'Other' },
} as const;

/** Ways a camera on a pan-tilt head can be moved. */
export const PTZ_MOVES = [
  'stop',
  'left',
  'right',
  'up',
  'down',
  'zoom-in',
  'zoom-out',
  'focus-near',
  'focus-far',
  'iris-open',
  'iris-close',
  'preset',
] as const;
export type PtzMove = (typeof PTZ_MOVES)[number];

export const ptzInput = z.strictObject({
  move: z.enum(PTZ_MOVES),
  speed: z.number().min(0.01).max(1).default(0.4).describe('share of the greatest speed'),
  preset: z.int().min(1).max(255).optional(),
});

const standing = z.object({
  online: z.boolean().nullable().describe('null: never heard of'),
  since: z.number().nullable(),
  why: z.string().nullable(),
});

const rowSchema = standing.extend({
  id: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  enterprise: z.string().nullable(),
  region: z.string(),
  place: z.string().nullable(),
  protocol: z.string(),
  maker: z.string().nullable(),
  subjects: z.int().describe('things it watches'),
  online30: z.number().nullable().describe('share of the last 30 days it was on line'),
});
export type CameraRow = z.infer<typeof rowSchema>;
export const cameraListSchema = z.object({ rows: z.array(rowSchema), total: z.int(), took: z.number() });

export const cameraViewSchema = rowSchema.omit({ subjects: true }).extend({
  enterpriseId: z.string().nullable(),
  regionPath: z.string(),
  deviceId: z.string().nullable(),
  deviceName: z.string().nullable(),
  deviceCode: z.string().nullable(),
  address: z.string().nullable(),
  channel: z.string().nullable(),
  ptz: z.boolean(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  hasSecret: z.boolean(),
  codeParts: z.array(z.object({ label: z.string(), value: z.string() })),
  subjects: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string() })),
  spans: z
    .array(z.object({ online: z.boolean(), from: z.number(), until: z.number().nullable(), why: z.string() }))
    .describe('of the last 30 days, the newest first, 200 at most'),
  views: z.array(
    z.object({
      kind: z.string(),
      by: z.string(),
      from: z.number(),
      until: z.number().nullable(),
      note: z.string().nullable(),
    }),
  ),
  alarms: z
    .array(
      z.object({
        id: z.string(),
        label: z.string(),
        level: z.string(),
        since: z.number(),
        closed: z.boolean(),
        own: z.boolean(),
      }),
    )
    .describe('of what it notified itself and of what it watches'),
});
export type CameraView = z.infer<typeof cameraViewSchema>;

export const catalogueSchema = z.object({
  heardAt: z.number().nullable(),
  rows: z.array(
    z.object({
      code: z.string(),
      parent: z.string().nullable(),
      name: z.string(),
      status: z.string().nullable(),
      maker: z.string().nullable(),
      address: z.string().nullable(),
      type: z.string().describe('what its code says it is'),
      cameraId: z.string().nullable().describe('in the register'),
    }),
  ),
});
export type CatalogueEntry = z.infer<typeof catalogueSchema>['rows'][number];

const rate = z.object({
  key: z.string().describe('region path or enterprise id'),
  name: z.string(),
  cameras: z.int(),
  online: z.int().describe('now'),
  never: z.int().describe('never heard of'),
  share: z.number().nullable().describe('of the period, by time'),
});
export const onlineRatesSchema = z.object({
  total: rate,
  groups: z.array(rate),
  days: z.array(z.object({ day: z.string(), share: z.number().nullable() })).describe('all cameras, oldest first'),
});
export type OnlineRates = z.infer<typeof onlineRatesSchema>;

export const camerasBesideSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    place: z.string().nullable(),
    online: z.boolean().nullable(),
    why: z.string().describe('what ties it to the subject'),
    metres: z.number().nullable(),
  }),
);
export type CameraBeside = z.infer<typeof camerasBesideSchema>[number];

export const recordingsSchema = z.object({
  rows: z.array(
    z.object({
      name: z.string(),
      from: z.string().describe('as the device says it, Chinese time'),
      to: z.string(),
      size: z.number().nullable().describe('bytes'),
      type: z.string().nullable(),
    }),
  ),
});
export type CameraRecordings = z.infer<typeof recordingsSchema>;
