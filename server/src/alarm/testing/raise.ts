import { sql } from 'kysely';
import type { Happening } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';
import type { Database } from '../../access/scoped.ts';
import { subject } from '../../ingest/testing/devices.ts';
import type { Subject } from '../../ingest/register.ts';
import { ruleOf } from '../row.ts';
import { excursionId } from '../change.ts';
import { writeChange } from '../write.ts';

export interface Raised {
  readonly id: string;
  readonly about: Subject;
}

/** Raises an alarm on a subject as the rules do; `seenAt` (ms) starts its escalation. */
export async function raise(
  db: Database,
  id: string,
  {
    rule = 'level-high',
    level = 'orange',
    at,
    seenAt = at,
    value = 82,
    limit = 80,
    ...change
  }: Partial<Subject> & { rule?: string; level?: Level; at: number; seenAt?: number; value?: number; limit?: number },
): Promise<Raised> {
  const about = subject(id, change);
  const happening: Happening = { kind: 'raised', at, level, label: '高限', value, limit, since: at };
  const alarmId = excursionId(rule, id, at);
  await db
    .transaction()
    .execute((tx) =>
      writeChange(
        tx,
        { rule: ruleOf(rule)!, subject: about, happening, alarmId, peak: value, lon: 117.9, lat: 28.4 },
        seenAt,
      ),
    );
  return { id: alarmId, about };
}

/** Ends its excursion. */
export async function recover(db: Database, { id, about }: Raised, at: number, rule = 'level-high'): Promise<void> {
  const change = {
    rule: ruleOf(rule)!,
    subject: about,
    happening: { kind: 'recovered', at, value: 50 } as const,
    alarmId: id,
    peak: 90,
    lon: null,
    lat: null,
  };
  await db.transaction().execute((tx) => writeChange(tx, change, at));
}

export async function trailOf(db: Database, id: string): Promise<string[]> {
  const { rows } = await sql<{
    kind: string;
    text: string;
  }>`SELECT kind, text FROM alarm_entry WHERE alarm_id = ${id} ORDER BY seq`.execute(db);
  return rows.map(({ kind, text }) => `${kind} ${text}`);
}
