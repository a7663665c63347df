import { sql } from 'kysely';
import { mask } from '@anlan/kernel/entity';
import { FLASH_PARAMETERS, flashClocks, type FlashReport } from '@anlan/kernel/notify';
import { inForce } from '@anlan/kernel/parameter';
import type { Tx } from '../access/scoped.ts';
import { settingsFor } from '../parameter/book.ts';

type Moment = 'occurredAt' | 'learnedAt' | 'receivedAt' | 'nextDueAt' | 'passedOnAt' | 'writtenAt';
type FlashRow = Omit<FlashReport, Moment | 'clocks'> & {
  occurredAt: Date;
  receivedAt: Date;
  learnedAt: Date | null;
  nextDueAt: Date | null;
  passedOnAt: Date | null;
  writtenAt: Date | null;
};

const COLUMNS = sql`f.id, f.number, f.chain_id AS "chainId", f.seq, f.kind, f.place, f.region_path AS "regionPath",
  coalesce(r.name, f.region_path) AS "regionName", f.occurred_at AS "occurredAt", f.learned_at AS "learnedAt", f.received_at AS "receivedAt",
  f.what, f.dead, f.injured, f.missing, f.trapped, f.measures, f.reporter, f.reporter_phone AS "reporterPhone", f.receiver,
  f.alarm_id AS "alarmId", f.next_due_at AS "nextDueAt", f.passed_on_at AS "passedOnAt", f.passed_on_to AS "passedOnTo", f.written_at AS "writtenAt"`;

const ms = (date: Date | null): number | null => date?.getTime() ?? null;

/** Flash reports under the transaction's scope, newest first; names and telephones masked unless `open`. */
export async function flashReports(
  tx: Tx,
  condition: ReturnType<typeof sql>,
  { limit, open, now }: { limit: number; open: boolean; now: number },
): Promise<FlashReport[]> {
  const { rows } = await sql<FlashRow>`
    SELECT ${COLUMNS} FROM flash_report f LEFT JOIN region r ON r.path = f.region_path
    WHERE ${condition} ORDER BY f.received_at DESC, f.seq DESC LIMIT ${limit}`.execute(tx);
  const limits = await limitsOf(tx, rows);
  return rows.map((row) => {
    const report = {
      ...row,
      occurredAt: row.occurredAt.getTime(),
      receivedAt: row.receivedAt.getTime(),
      learnedAt: ms(row.learnedAt),
      nextDueAt: ms(row.nextDueAt),
      passedOnAt: ms(row.passedOnAt),
      writtenAt: ms(row.writtenAt),
    };
    const shown = open ? {} : { reporter: mask(row.reporter), reporterPhone: mask(row.reporterPhone) };
    return { ...report, ...shown, clocks: flashClocks(report, limits(report.regionPath, report.receivedAt), now) };
  });
}

/** The minutes and days in force at a place when a report was received. */
async function limitsOf(tx: Tx, rows: readonly FlashRow[]) {
  const places = [...new Set(rows.map((row) => row.regionPath))];
  const settings = new Map<string, Awaited<ReturnType<typeof settingsFor>>>();
  for (const place of places) settings.set(place, await settingsFor(tx, place));
  return (place: string, at: number) => (key: string) => {
    const parameter = FLASH_PARAMETERS.find((one) => one.key === key);
    if (parameter === undefined) throw new Error(`no parameter ${key}`);
    return inForce(parameter, settings.get(place) ?? [], place, at).value as number;
  };
}
