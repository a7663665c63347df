import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '@anlan/journeys';
import type { Ledger } from '../kill/ledger.ts';
import type { Subjects } from '../kill/load.ts';
import type { Cable } from './cable.ts';

/** A platform under load with what a fault may lay hands on. */
export interface Trial {
  readonly platform: Platform;
  /** The same as its devices reach it: through cables. */
  readonly reached: Platform;
  readonly cables: readonly Cable[];
  readonly ledger: Ledger;
  readonly subjects: Subjects;
  /** How long a fault lasts, s. */
  readonly seconds: number;
}

/** One fault: puts it on the platform, waits, takes it away; may say something about what it saw. */
export interface Fault {
  readonly label: string;
  /** Are excursions driven while it lasts? Not where clocks are wrong: their alarms then have other times. */
  readonly excursions?: boolean;
  run(trial: Trial): Promise<string | void>;
}

/** Tells the programs that were started with `bend.ts` what to make of their machine. */
export function bend({ platform }: Trial, how: object): Promise<void> {
  return writeFile(join(platform.home, 'faults.json'), JSON.stringify(how));
}

export const acknowledgedOf = ({ readings, fixes }: Ledger): number =>
  readings.filter(({ acknowledged }) => acknowledged).length + fixes.filter(({ acknowledged }) => acknowledged).length;
