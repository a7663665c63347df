import { z } from 'zod';

/** A voice note as evidence: one minute of speech, so many bytes of any coding a browser makes. */
export const VOICE = {
  seconds: 60,
  /** A minute at 256 kbit/s; speech is recorded at an eighth of it. */
  bytes: 2_000_000,
  types: ['audio/webm', 'audio/mp4', 'audio/ogg'],
} as const;

/** Is a kept file a voice note, by its media type? */
export const isVoice = (type: string): boolean => (VOICE.types as readonly string[]).includes(type);

/** A picture, sound or film that a terminal sent; its content is at `/api/media/:id`. */
export const mediumViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  channel: z.int().nullable(),
  type: z.string(),
  size: z.int().describe('bytes'),
  sha256: z.string(),
  takenAt: z.number(),
  receivedAt: z.number(),
  label: z.string().nullable().describe('what was seen, of files of an alarm'),
  alarmId: z.string().nullable(),
  orderedBy: z.string().nullable().describe('who asked for it'),
});
export type MediumView = z.infer<typeof mediumViewSchema>;

/** What a terminal's own instruments saw, with the alarm it belongs to. */
export const safetyEventViewSchema = z.object({
  id: z.string(),
  label: z.string(),
  level: z.int().nullable(),
  degree: z.int().nullable().describe('of fatigue, 1 to 10'),
  at: z.number(),
  alarmId: z.string().nullable(),
  attachments: z.int().describe('files the terminal has of it'),
  arrived: z.int().describe('of these, here'),
});
export type SafetyEventView = z.infer<typeof safetyEventViewSchema>;

/** All of a device: media and what was seen, newest first. */
export const deviceMediaSchema = z.object({
  media: z.array(mediumViewSchema),
  events: z.array(safetyEventViewSchema),
});
export type DeviceMedia = z.infer<typeof deviceMediaSchema>;
