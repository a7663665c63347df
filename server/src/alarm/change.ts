import { createHash } from 'node:crypto';
import type { Happening, Rule } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import type { Subject } from '../ingest/register.ts';

/** A whole excursion found in back-filled data: from its first sample to `at`, when it was over. */
export interface Found {
  readonly kind: 'found';
  readonly at: number;
  readonly since: number;
  readonly raisedAt: number;
  readonly level: Level;
  readonly label: string;
  readonly value: number | null;
  readonly limit: number;
  readonly peak: number | null;
}

/** A retrospective alarm whose condition lasts in live data. */
interface CameLive {
  readonly kind: 'came-live';
  readonly at: number;
}

export type Happened = Happening | Found | CameLive;

/** The journal entry that led to a happening: its causal id and its way here, epoch ms. */
export interface Because {
  readonly cause: string;
  readonly received: number;
  readonly durable: number;
  readonly judged: number;
}

/** One thing that happened to the excursion of a subject under a rule. `alarmId` is that of the excursion's first alarm. */
export interface Change<H extends Happened = Happened> {
  readonly rule: Rule;
  readonly subject: Subject;
  readonly happening: H;
  readonly alarmId: string;
  /** Worst value of the excursion so far. */
  readonly peak: number | null;
  /** Where a moving object was. */
  readonly lon: number | null;
  readonly lat: number | null;
  /** Found in back-filled data: it wakes nobody. */
  readonly retrospective?: boolean;
  /** Left out where no sample led to it: silence, what is ended by time. */
  readonly because?: Because;
}

/** The id of the alarm of an excursion: the same excursion gives the same id, however often it is computed. */
export function excursionId(rule: string, subject: string, raisedAt: number): string {
  const hash = createHash('sha256').update(`${rule}\n${subject}\n${raisedAt}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
