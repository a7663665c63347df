import { z } from 'zod';

/** A stream is named by a camera of the register, or by a vehicle's terminal and its channel. */
export const STREAM_NAME = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\.(\d{1,3}))?$/;

/** What a terminal's cameras look at, by channel (JT/T 1076-2016 table 2, as makers follow it; not all do). */
export const VEHICLE_CHANNELS: Readonly<Record<number, { readonly label: string; readonly labelEn: string }>> = {
  1: { label: '驾驶员', labelEn: 'Driver' },
  2: { label: '车辆正前方', labelEn: 'Ahead' },
  3: { label: '车前门', labelEn: 'Front door' },
  4: { label: '车厢前部', labelEn: 'Front of the load space' },
  5: { label: '车厢后部', labelEn: 'Rear of the load space' },
  6: { label: '车后门', labelEn: 'Rear door' },
  7: { label: '行李舱', labelEn: 'Luggage' },
  8: { label: '车辆左侧', labelEn: 'Left side' },
  9: { label: '车辆右侧', labelEn: 'Right side' },
  10: { label: '车辆正后方', labelEn: 'Behind' },
};

/** Seconds of a clip before and after the moment it is asked for. */
export const CLIP_BEFORE = { least: 0, usual: 30, most: 120 } as const;
export const CLIP_AFTER = { least: 0, usual: 5, most: 30 } as const;

/** What a viewer is told when the pictures begin; after it come pieces of a fragmented MP4. */
export const streamHelloSchema = z.object({
  kind: z.literal('hello'),
  mime: z.string().describe('RFC 6381, to be asked of the browser'),
  epoch: z.number().describe('wall clock (ms) at which time 0 of the stream arrived here'),
  now: z.number().describe('wall clock (ms) of the platform'),
});

/** Why there are no pictures, or no more of them: a refusal of the platform in both languages. */
export const streamEndSchema = z.object({
  kind: z.literal('end'),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  again: z.boolean().describe('is it worth asking again?'),
});
export const streamWordSchema = z.discriminatedUnion('kind', [streamHelloSchema, streamEndSchema]);
export type StreamHello = z.infer<typeof streamHelloSchema>;
export type StreamEndWord = z.infer<typeof streamEndSchema>;

/** A picture or clip that was kept; its content is at `/api/streams/media/:id`. */
export const keptMediumSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['picture', 'key-picture', 'clip']),
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
  from: z.number(),
  until: z.number(),
  keptAt: z.number(),
  by: z.string(),
  alarmId: z.string().nullable(),
  caseId: z.string().nullable(),
});
export const keptMediaSchema = z.array(keptMediumSchema);
export type KeptMedium = z.infer<typeof keptMediumSchema>;

/** What a camera is, for who may watch it. */
export const streamViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  place: z.string().nullable(),
  protocol: z.string(),
  media: keptMediaSchema.describe('kept of it, newest first'),
});
export type StreamView = z.infer<typeof streamViewSchema>;

/** A time that was recorded, in ms of the wall clock. */
export interface Past {
  readonly from: number;
  readonly to: number;
}
const moment = z.coerce.number().int().min(0).optional();
/** Asks for what a camera's device recorded of a time instead of what it sees now: both or neither. */
export const pastOf = {
  from: moment.describe('of a recording, epoch ms'),
  to: moment.describe('of a recording, epoch ms'),
};

/** What pictures are kept as evidence of. */
export const evidenceOf = {
  alarm: z.uuid().optional(),
  case: z.uuid().optional(),
};
