import type { ClickHouseClient } from '@clickhouse/client';
import type { Limits } from '@anlan/kernel/alarm';
import type { Database } from '../access/scoped.ts';
import { openRegister, type Register, type Subject } from '../ingest/register.ts';
import { readOutages, readStates } from '../ingest/units.ts';
import { runBackTest, type Outcome } from './run.ts';
import { addLines, beat, begin, finish, type Test } from './store.ts';

const DAY = 86_400_000;

/** Runs one claimed test to its end and keeps its result; a failure is kept as such. */
export async function perform(db: Database, clickhouse: ClickHouseClient, test: Test, now: number): Promise<void> {
  try {
    const outcome = await performed(db, clickhouse, test, now);
    if (outcome !== undefined) await finish(db, test.id, outcome);
  } catch (error) {
    await finish(db, test.id, { trouble: (error as Error).message });
    throw error;
  }
}

async function performed(
  db: Database,
  clickhouse: ClickHouseClient,
  test: Test,
  now: number,
): Promise<Outcome | undefined> {
  const register = await registerSince(db, test.from, now);
  const limits = limitsOf(test, register);
  await begin(db, test.id, Object.fromEntries(limits));
  return runBackTest(db, clickhouse, test, register, limits, {
    beat: (donePoints, readings) => beat(db, test.id, donePoints, readings),
    lines: (lines) => addLines(db, test.id, lines),
  });
}

/** The limits a test judges by: those kept by its first run, else those in force now. */
function limitsOf(test: Test, register: Pick<Register, 'subject'>): Map<string, Limits> {
  if (test.limits !== null) return new Map(Object.entries(test.limits));
  return new Map(
    test.points.flatMap((id) => {
      const point = register.subject(id);
      return point === undefined ? [] : [[id, point.limits] as const];
    }),
  );
}

/** The register with what was out of service, or in another operating state, since `from`; the live one looks back a month. */
async function registerSince(db: Database, from: number, now: number): Promise<Pick<Register, 'subject' | 'devices'>> {
  const register = await openRegister(db);
  const days = Math.ceil((now - from) / DAY) + 1;
  const outages = await readOutages(db, days);
  const states = await readStates(db, days);
  const seen = new Map<string, Subject>();
  return {
    devices: () => register.devices(),
    subject(id) {
      const known = seen.get(id) ?? register.subject(id);
      if (known === undefined || seen.has(id)) return known;
      const out = [...(outages.get(id) ?? []), ...(id === known.deviceId ? [] : (outages.get(known.deviceId) ?? []))];
      const declared = states.get(id);
      const { outages: _, states: __, ...rest } = known;
      const own: Subject = {
        ...rest,
        ...(out.length === 0 ? {} : { outages: out }),
        ...(declared === undefined ? {} : { states: declared }),
      };
      seen.set(id, own);
      return own;
    },
  };
}
