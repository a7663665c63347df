import { createClient, type ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Pool } from 'pg';
import { openDatabase, type Database } from '../access/scoped.ts';
import { openAttachments, type Attachments } from '../attachment/index.ts';
import type { Configuration } from '../configuration/index.ts';
import { openFiles } from '../store/index.ts';
import { openFrames, type Frames } from './frames.ts';
import { openIntake, type OpenIntake } from './intake.ts';
import type { DurableLog } from './journal/log.ts';
import { openRefusals } from './refusals.ts';
import { openRegister, type Register } from './register.ts';
import type { SecretKeys } from './secrets.ts';

/** What the supervisor hands a role process in its environment. */
export interface Handed {
  readonly configuration: Configuration;
  readonly postgres: string;
  readonly clickhouse: string;
  readonly startedAt: number;
  readonly link: { readonly port: number; readonly token: string };
  readonly keys: SecretKeys;
}

/** What every process has into which signals come: by its ports, or because it fetches them. */
export interface Door {
  readonly configuration: Configuration;
  readonly keys: SecretKeys;
  readonly postgres: string;
  readonly db: Database;
  readonly pool: Pool;
  readonly clickhouse: ClickHouseClient;
  readonly register: Register;
  readonly journal: DurableLog;
  readonly intake: OpenIntake;
  readonly attachments: Attachments;
  readonly frames: Frames;
  readonly clock: () => number;
  readonly log: Logger;
  close(): Promise<void>;
}

const TIDY_MS = 5000;

/** `pending` says how much of the log nobody has stored and judged yet: devices wait for that too. */
export async function openDoor(
  { configuration, postgres, clickhouse: address, keys }: Handed,
  journal: DurableLog,
  log: Logger,
  pending: () => number,
): Promise<Door> {
  const clock = (): number => Date.now();
  const { db, pool } = openDatabase(postgres, 4);
  const clickhouse = createClient({ url: address, clickhouse_settings: { async_insert: 0 } });
  const register = await openRegister(db);
  const refusals = openRefusals(db);
  const intake = openIntake({ register, journal, refusals, clock, pending });
  const attachments = openAttachments(db, await openFiles(configuration.filesUrl), register);
  const warn = (error: unknown): void => log.warn(error);
  const tidying = setInterval(() => {
    refusals.flush().catch(warn);
    attachments.bind().catch(warn);
  }, TIDY_MS);
  return {
    configuration,
    keys,
    postgres,
    db,
    pool,
    clickhouse,
    register,
    journal,
    intake,
    attachments,
    frames: openFrames(clock),
    clock,
    log,
    async close() {
      clearInterval(tidying);
      await refusals.flush();
      await clickhouse.close();
      await pool.end();
    },
  };
}
