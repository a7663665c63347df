import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { dayOf, endOf } from '@anlan/domain/calendar';
import { sideOf } from '../case/doer.ts';
import { kindOf, runs, type CaseRow } from '../case/row.ts';
import type { Tx } from '../access/scoped.ts';
import type { Count, Item, Part } from './shapes.ts';

const DAY = 86_400_000;
const MOST = 30;

/** Cases whose next step is the actor's and whose clock runs: late ones now, those due today, those due within a week. */
export async function casePart(tx: Tx, actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const side = sideOf(actor);
  const { rows } = await sql<CaseRow>`
    SELECT c.* FROM case_file c
    WHERE c.closed_at IS NULL AND c.owner = ${side} AND ${runs()}
      AND (c.due_at < ${new Date(now + 7 * DAY)} OR c.overdue_since IS NOT NULL)
    ORDER BY c.due_at, array_position(ARRAY['red', 'orange', 'yellow', 'blue'], c.level) LIMIT ${3 * MOST}`.execute(tx);
  const tonight = endOf(dayOf(now));
  const dueAt = (row: CaseRow): number => row.due_at?.getTime() ?? Number.POSITIVE_INFINITY;
  const items = (wanted: (row: CaseRow) => boolean): Item[] =>
    rows
      .filter(wanted)
      .slice(0, MOST)
      .map((row) => itemOf(row, now));
  return {
    now: items((row) => dueAt(row) < now),
    today: items((row) => dueAt(row) >= now && dueAt(row) <= tonight),
    week: items((row) => dueAt(row) > tonight),
    counts: await countsOf(tx, side),
  };
}

async function countsOf(tx: Tx, side: string): Promise<Count[]> {
  const { rows } = await sql<{ mine: number; late: number; open: number }>`
    SELECT count(*) FILTER (WHERE c.owner = ${side})::int AS mine,
      count(c.overdue_since) FILTER (WHERE ${runs()})::int AS late, count(*)::int AS open
    FROM case_file c WHERE c.closed_at IS NULL`.execute(tx);
  const { mine, late, open } = rows[0]!;
  return [
    {
      key: 'cases',
      label: '待办事项',
      value: mine,
      of: null,
      note: '轮到我方办理',
      href: '/cases?owner=mine&open=1',
      en: { label: 'Cases in hand', note: 'our turn' },
    },
    {
      key: 'late',
      label: '逾期事项',
      value: late,
      of: open,
      note: '逾期 / 在办',
      href: '/cases?overdue=1&open=1',
      en: { label: 'Overdue cases', note: 'overdue / open' },
    },
  ];
}

function itemOf(row: CaseRow, now: number): Item {
  const kind = kindOf(row.kind);
  const state = kind.states[row.state];
  const due = row.due_at?.getTime() ?? null;
  const late = due !== null && due < now;
  return {
    kind: 'case',
    id: row.id,
    level: row.level,
    title: `${kind.label}${state?.label ?? row.state} · ${row.title}`,
    value: null,
    sub: `${row.organisation_name ?? row.region_name} · ${row.number}`,
    why: row.supervisor === null ? '轮到我方办理' : '已升级督办',
    dueAt: due,
    due: due === null ? '无期限' : late ? `逾期 ${Math.ceil((now - due) / DAY)} 天` : `${dayOf(due)} 前`,
    verb: { label: '去办理', href: `/case/${row.id}`, primary: late },
    en: {
      title: `${kind.labelEn}, ${state?.labelEn ?? row.state} · ${row.title}`,
      why: row.supervisor === null ? 'our turn' : 'superiors told',
      due: due === null ? 'no deadline' : late ? `${Math.ceil((now - due) / DAY)} days late` : `by ${dayOf(due)}`,
      verb: 'Handle',
    },
  };
}
