import { sql } from 'kysely';
import { caseInputOf, type Rule } from '@anlan/kernel/alarm';
import { stateName } from '@anlan/kernel/case';
import { both, isRefusal, named, refuse, toProblem, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';
import { addEntry as addCaseEntry, openCase, PLATFORM, publishCase } from '../case/write.ts';
import { alarmView, type AlarmRow } from './row.ts';
import { addEntry } from './trail.ts';

type When = NonNullable<Rule['opensCase']>['when'];

/**
 * Opens the case a rule asks for, once an alarm, in the transaction of what happened to it. `now` = what just happened;
 * being red is read from the alarm. One that only goes on joins the case that is open, and a case that cannot be opened
 * leaves a line in the alarm's trail.
 */
export async function openCaseForAlarm(
  tx: Tx,
  alarmId: string,
  rule: Rule,
  now: readonly When[],
  at: number,
): Promise<void> {
  const { opensCase } = rule;
  if (opensCase === undefined) return;
  const { rows } = await sql<AlarmRow & { demonstration: boolean }>`SELECT * FROM alarm WHERE id = ${alarmId}`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined || row.retrospective) return;
  const happened: readonly When[] = row.level === 'red' ? [...now, 'red'] : now;
  if (!happened.includes(opensCase.when)) return;
  // Becoming red twice is one matter still, and one line of the trail.
  const known = await sql`SELECT FROM case_file WHERE kind = ${opensCase.kind} AND origin_id = ${row.id}`.execute(tx);
  if (known.rows.length > 0 || row.continues_id !== null) return;
  if (opensCase.joins !== undefined && (await joinCase(tx, row, opensCase.kind, opensCase.joins, at))) return;
  const asked = Object.keys(kindOf(opensCase.kind).opening.asks);
  const opening = { kind: opensCase.kind, input: caseInputOf(alarmView(row), asked), ...(await grownFrom(tx, row)) };
  const opened = await openCase(tx, opening, PLATFORM, at);
  if (!isRefusal(opened))
    await addEntry(tx, row.id, new Date(at), '系统', 'case-opened', `已开立事项 ${opened.number}`);
  else await addEntry(tx, row.id, new Date(at), '系统', 'case-refused', `未能开立事项：${toProblem(opened, 'zh').zh}`);
}

/** What a case that grows out of an alarm is told of where it comes from and whom it belongs to. */
async function grownFrom(tx: Tx, row: AlarmRow & { demonstration: boolean }) {
  return {
    source: 'alarm',
    belongs: await belongs(tx, row),
    subject: { kind: row.subject_kind, id: row.subject_id },
    origin: { kind: 'alarm', id: row.id },
  };
}

/** Kinds that an alarm may be turned into by hand: those that some rule opens by itself. */
const FROM_ALARMS: ReadonlySet<string> = new Set(
  SYSTEMS.flatMap(({ rules }) => rules).flatMap(({ opensCase }) => (opensCase === undefined ? [] : [opensCase.kind])),
);

/**
 * Where a case that a person opens from an alarm comes from (转隐患): the alarm stands open, belongs to somebody, and has
 * led to no case of the kind. Asked inside the transaction that took `lockOutbox`; who may see the alarm is asked before.
 */
export async function originOf(
  tx: Tx,
  alarmId: string,
  kind: string,
): Promise<Awaited<ReturnType<typeof grownFrom>> | Refusal> {
  const { rows } = await sql<AlarmRow & { demonstration: boolean }>`
    SELECT * FROM alarm WHERE id = ${alarmId} FOR UPDATE`.execute(tx);
  const [row] = rows;
  if (row === undefined || !FROM_ALARMS.has(kind)) return refuse('not-found');
  const declared = kindOf(kind);
  if (row.closed_at !== null)
    return refuse('alarm-state', { state: both('已关闭', 'closed'), action: both('转为事项', 'turned into a case') });
  if (row.organisation_id === null) return refuse('alarm-unowned', { kind: named(declared) });
  const before = await sql<{ number: string; state: string }>`
    SELECT number, state FROM case_file WHERE kind = ${kind} AND origin_id = ANY (${[row.id, row.continues_id]}::uuid[])
    ORDER BY opened_at LIMIT 1`.execute(tx);
  const [known] = before.rows;
  if (known !== undefined)
    return refuse('alarm-has-case', {
      kind: named(declared),
      number: known.number,
      state: stateName(declared, known.state),
    });
  return grownFrom(tx, row);
}

/** Writes into the alarm's trail which case a person has opened from it. */
export async function tellOpened(tx: Tx, alarmId: string, by: string, number: string, at: number): Promise<void> {
  await addEntry(tx, alarmId, new Date(at), by, 'case-opened', `已开立事项 ${number}`);
}

/** Enters the alarm in the case of one that ended less than `within` seconds before it began, if somebody still has that in hand. */
async function joinCase(tx: Tx, row: AlarmRow, kind: string, within: number, at: number): Promise<boolean> {
  const { rows } = await sql<{ first: string; id: string; number: string; state: string }>`
    SELECT c.origin_id AS first, c.id, c.number, c.state
    FROM (SELECT coalesce(p.continues_id, p.id) AS first FROM alarm p
      WHERE p.rule = ${row.rule} AND p.subject_id = ${row.subject_id} AND p.id <> ${row.id} AND p.raised_at <= ${row.raised_at}
        AND NOT p.retrospective AND coalesce(p.recovered_at, p.raised_at) > ${row.since}::timestamptz - ${within} * interval '1 second'
      ORDER BY p.raised_at DESC LIMIT 1) p
    JOIN case_file c ON c.kind = ${kind} AND c.origin_id = p.first AND c.closed_at IS NULL`.execute(tx);
  const [known] = rows;
  if (known === undefined || kindOf(kind).states[known.state]?.clock === false) return false;
  await sql`UPDATE alarm SET continues_id = ${known.first} WHERE id = ${row.id}`.execute(tx);
  const span = within < 7200 ? `${Math.round(within / 60)} 分钟` : `${Math.round(within / 3600)} 小时`;
  const text = `${span}内再次发生，并入报警 ${row.number}：${row.rule_label}（${row.label}）${figureOf(row)}`;
  const entry = { action: 'join', from: known.state, to: known.state, text };
  await addCaseEntry(tx, known.id, entry, PLATFORM, at);
  await publishCase(tx, known.id, 'join');
  await addEntry(tx, row.id, new Date(at), '系统', 'case-joined', `并入事项 ${known.number}`);
  return true;
}

const figureOf = ({ value, unit }: AlarmRow): string => (value === null ? '' : ` ${value} ${unit}`);

async function belongs(tx: Tx, row: AlarmRow & { demonstration: boolean }) {
  const { rows } = await sql<{ name: string }>`SELECT name FROM enterprise WHERE id = ${row.organisation_id}`.execute(
    tx,
  );
  return {
    organisationId: row.organisation_id,
    organisationName: rows[0]?.name ?? null,
    regionPath: row.region_path,
    sector: row.sector,
    lon: row.lon,
    lat: row.lat,
    demonstration: row.demonstration,
  };
}
