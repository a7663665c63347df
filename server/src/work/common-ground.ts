import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { Bus } from '../bus/index.ts';
import type { DurableLog } from '../ingest/journal/log.ts';
import { streamBirth } from '../ingest/journal/stream.ts';
import { StoreProblem } from '../store/index.ts';

/**
 * What all machines of a platform must have in common is written down by the first one; one that has something else is
 * told so. Gives what was written first.
 */
async function agree(db: Database, name: string, value: string): Promise<string> {
  await sql`INSERT INTO common_ground (name, value) VALUES (${name}, ${value}) ON CONFLICT (name) DO NOTHING`.execute(
    db,
  );
  const { rows } = await sql<{ value: string }>`SELECT value FROM common_ground WHERE name = ${name}`.execute(db);
  return rows[0]!.value;
}

/** Positions in the database are of one stream: another one of the same name would be taken for read already. */
export async function agreeOnLog(db: Database, bus: Bus, journal: Pick<DurableLog, 'last'>): Promise<void> {
  const birth = await streamBirth(bus);
  const first = await agree(db, 'log', birth);
  const { rows } = await sql<{ most: number | null }>`
    SELECT max(position) AS most FROM journal_cursor WHERE consumer IN ('rules', 'history')`.execute(db);
  if (first === birth && (rows[0]?.most ?? 0) <= journal.last()) return;
  throw new StoreProblem(
    `NATS 中的接入日志（${birth}）不是数据库所记的那一个（${first}），或比它旧；请恢复原日志，或用 npm run backup -- adopt-log`,
    `the log in NATS was made at ${birth}; the database knows one of ${first}, or has read more of it: bring that one back, or npm run backup -- adopt-log`,
  );
}

/** Device secrets and sealed settings are derived from keys: with other keys a machine would refuse every device. */
export async function agreeOnKeys(db: Database, fingerprints: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, fingerprint] of Object.entries(fingerprints)) {
    if ((await agree(db, `key ${name}`, fingerprint)) === fingerprint) continue;
    throw new StoreProblem(
      `本机的 ${name} 与其他机器不同；请从第一台机器的 ANLAN_HOME 复制 *.key`,
      `${name} of this machine is not that of the others: copy the *.key files from the first machine's ANLAN_HOME`,
    );
  }
}
