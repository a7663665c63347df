import { practiceOf, type Practice } from '@anlan/kernel/alarm';
import { qualityLimits } from '@anlan/kernel/alarm-quality';
import type { Database, Tx } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';

/** How alarms of a place are handled at an instant (epoch ms): shelving, second occurrence, first cause, chattering. */
export interface PlacePractice extends Practice {
  readonly chatterTimes: number;
  readonly chatterSeconds: number;
}

/** Reads the numbers the place's jurisdictions have set. */
export async function practiceAt(db: Database | Tx, place: string, at: number): Promise<PlacePractice> {
  const { number } = await valuesFor(db, place, at);
  const { chatterTimes, chatterSeconds } = qualityLimits(number);
  return { ...practiceOf(number), chatterTimes, chatterSeconds };
}
