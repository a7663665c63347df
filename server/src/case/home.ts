import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { clockRuns } from '@anlan/kernel/case';
import { kindOf, runs, type CaseRow } from './row.ts';
import { isTurnOf, turnsThen } from './turn.ts';
import type { Tx } from '../access/scoped.ts';
import { byDue, dueText, MOST } from '../home/item.ts';
import type { Count, Item, Part } from '../home/shapes.ts';

const DAY = 86_400_000;

/**
 * Cases whose next step the actor may do: late ones and those that wait without a clock now, those due today, those due
 * within a week.
 */
export async function casePart(tx: Tx, actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const order = sql`NOT ${runs()}, c.due_at, array_position(ARRAY['red', 'orange', 'yellow', 'blue'], c.level), c.id`;
  // Which they are, the index of the open ones says alone; only these rows are read.
  const { rows } = await sql<CaseRow>`
    SELECT c.* FROM case_file c WHERE c.id = ANY (ARRAY(
      SELECT c.id FROM case_file c
      WHERE c.closed_at IS NULL AND ${isTurnOf(actor)}
        AND (NOT ${runs()} OR c.due_at < ${new Date(now + 7 * DAY)} OR c.overdue_since IS NOT NULL)
      ORDER BY ${order} LIMIT ${3 * MOST})) ORDER BY ${order}`.execute(tx);
  const items = rows.map((row) => itemOf(row, now));
  return {
    ...byDue(items, now),
    counts: await countsOf(tx, actor, now),
  };
}

async function countsOf(tx: Tx, actor: Actor, now: number): Promise<Count[]> {
  const { rows } = await sql<{ mine: number; late: number; open: number }>`
    SELECT count(*) FILTER (WHERE ${isTurnOf(actor)})::int AS mine,
      count(c.overdue_since) FILTER (WHERE ${runs()})::int AS late, count(*)::int AS open
    FROM case_file c WHERE c.closed_at IS NULL`.execute(tx);
  const { mine, late, open } = rows[0]!;
  const before = mine - (await movedSince(tx, actor, now - DAY));
  return [
    {
      key: 'cases',
      label: '待办事项',
      value: mine,
      of: null,
      before,
      note: '轮到我方办理',
      href: '/cases?owner=mine&open=1&sort=due',
      en: { label: 'Cases in hand', note: 'our turn' },
    },
    {
      key: 'late',
      label: '逾期事项',
      value: late,
      of: open,
      note: '逾期 / 在办',
      href: '/cases?overdue=1&open=1&sort=due',
      en: { label: 'Overdue cases', note: 'overdue / open' },
    },
  ];
}

/**
 * How many more cases are the actor's turn than at `then`, told from the trails of those that were moved since: the first
 * line after it says from which state, none if the case was not there.
 */
async function movedSince(tx: Tx, actor: Actor, then: number): Promise<number> {
  const { rows } = await sql<{ more: number }>`
    SELECT coalesce(sum((c.closed_at IS NULL AND ${isTurnOf(actor)})::int
      - coalesce((c.kind || ' ' || was.state || ' ' || (c.source IN ('self', 'alarm'))) = ANY (${turnsThen(actor)}::text[]), false)::int), 0)::int AS more
    FROM (SELECT DISTINCT ON (e.case_id) e.case_id, e.from_state AS state FROM case_entry e
      WHERE e.at > ${new Date(then)} ORDER BY e.case_id, e.seq) was
    JOIN case_file c ON c.id = was.case_id`.execute(tx);
  return rows[0]!.more;
}

function itemOf(row: CaseRow, now: number): Item {
  const kind = kindOf(row.kind);
  const state = kind.states[row.state];
  const due = clockRuns(kind, row) ? (row.due_at?.getTime() ?? null) : null;
  const late = due !== null && due < now;
  const [said, saidEn] = dueText(due, now);
  return {
    kind: 'case',
    id: row.id,
    level: row.level,
    title: `${kind.label}${state?.label ?? row.state} · ${row.title}`,
    value: null,
    sub: `${row.organisation_name ?? row.region_name} · ${row.number}`,
    why: row.supervisor === null ? '轮到我方办理' : '已升级督办',
    dueAt: due,
    due: said,
    verb: { label: '去办理', href: `/case/${row.id}`, primary: late },
    en: {
      title: `${kind.labelEn}, ${state?.labelEn ?? row.state} · ${row.title}`,
      why: row.supervisor === null ? 'our turn' : 'superiors told',
      due: saidEn,
      verb: 'Handle',
    },
  };
}
