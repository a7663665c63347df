/** The thread that runs one back-test, so that no request waits for it. */
import { workerData } from 'node:worker_threads';
import { createClient } from '@clickhouse/client';
import { openDatabase } from '../access/scoped.ts';
import { perform } from './perform.ts';
import type { Test } from './store.ts';

const { postgres, clickhouse: url, test } = workerData as { postgres: string; clickhouse: string; test: Test };
const { db, pool } = openDatabase(postgres, 2);
const clickhouse = createClient({ url, request_timeout: 30_000 });
try {
  await perform(db, clickhouse, test, Date.now());
} finally {
  await clickhouse.close();
  await pool.end();
}
