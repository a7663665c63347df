import { sql } from 'kysely';
import { ownerOf } from '@anlan/kernel/case';
import type { Actor } from '@anlan/kernel/access';
import { dayOf, endOf } from '@anlan/domain/calendar';
import { sideOf } from '../case/doer.ts';
import { KINDS, kindOf, runs, type CaseRow } from '../case/row.ts';
import type { Tx } from '../access/scoped.ts';
import type { Count, Item, Part } from './shapes.ts';

const DAY = 86_400_000;
const MOST = 30;
const OWN = [true, false] as const;

/** Cases whose next step is the actor's and whose clock runs: late ones now, those due today, those due within a week. */
export async function casePart(tx: Tx, actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const side = sideOf(actor);
  const order = sql`c.due_at, array_position(ARRAY['red', 'orange', 'yellow', 'blue'], c.level), c.id`;
  // Which they are, the index of the open ones says alone; only these rows are read.
  const { rows } = await sql<CaseRow>`
    SELECT c.* FROM case_file c WHERE c.id = ANY (ARRAY(
      SELECT c.id FROM case_file c
      WHERE c.closed_at IS NULL AND c.owner = ${side} AND ${runs()}
        AND (c.due_at < ${new Date(now + 7 * DAY)} OR c.overdue_since IS NOT NULL)
      ORDER BY ${order} LIMIT ${3 * MOST})) ORDER BY ${order}`.execute(tx);
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
    counts: await countsOf(tx, side, now),
  };
}

async function countsOf(tx: Tx, side: string, now: number): Promise<Count[]> {
  const { rows } = await sql<{ mine: number; late: number; open: number }>`
    SELECT count(*) FILTER (WHERE c.owner = ${side})::int AS mine,
      count(c.overdue_since) FILTER (WHERE ${runs()})::int AS late, count(*)::int AS open
    FROM case_file c WHERE c.closed_at IS NULL`.execute(tx);
  const { mine, late, open } = rows[0]!;
  const before = mine - (await movedSince(tx, side, now - DAY));
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

/** Whose turn each state of each kind is, of the enterprise's own matters and of others: `kind state own`. */
const OWNERS = [...KINDS.values()].flatMap(({ kind }) =>
  Object.keys(kind.states).flatMap((state) =>
    OWN.map((own) => [`${kind.key} ${state} ${own}`, ownerOf(kind, state, own ? 'self' : 'inspection')] as const),
  ),
);

/**
 * How many more cases are a side's turn than at `then`, told from the trails of those that were moved since: the first
 * line after it says from which state, none if the case was not there.
 */
async function movedSince(tx: Tx, side: string, then: number): Promise<number> {
  const theirs = OWNERS.flatMap(([key, owner]) => (owner === side ? [key] : []));
  const { rows } = await sql<{ more: number }>`
    SELECT coalesce(sum((c.closed_at IS NULL AND c.owner = ${side})::int
      - coalesce((c.kind || ' ' || was.state || ' ' || (c.source IN ('self', 'alarm'))) = ANY (${theirs}::text[]), false)::int), 0)::int AS more
    FROM (SELECT DISTINCT ON (e.case_id) e.case_id, e.from_state AS state FROM case_entry e
      WHERE e.at > ${new Date(then)} ORDER BY e.case_id, e.seq) was
    JOIN case_file c ON c.id = was.case_id`.execute(tx);
  return rows[0]!.more;
}

/** Full days of lateness, as everywhere. */
function lateFor(ms: number): readonly [zh: string, en: string] {
  const days = Math.floor(ms / DAY);
  return days === 0 ? ['逾期不足 1 天', 'less than a day late'] : [`逾期 ${days} 天`, `${days} days late`];
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
    due: due === null ? '无期限' : late ? lateFor(now - due)[0] : `${dayOf(due)} 前`,
    verb: { label: '去办理', href: `/case/${row.id}`, primary: late },
    en: {
      title: `${kind.labelEn}, ${state?.labelEn ?? row.state} · ${row.title}`,
      why: row.supervisor === null ? 'our turn' : 'superiors told',
      due: due === null ? 'no deadline' : late ? lateFor(now - due)[1] : `by ${dayOf(due)}`,
      verb: 'Handle',
    },
  };
}
