import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '@anlan/domain/calendar';
import type { Doer, Input } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import type { DangerBoard } from '@anlan/systems/prevention';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { COUNTY, FIRM, openTheatre, TOWN, type Theatre } from '../case/testing/theatre.ts';
import { runDueCases } from '../case/timers.ts';
import { actOn, openCase } from '../case/write.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { boardOf, boardThen } from './board.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-01-27T08:00:00+08:00');
/** A trail is never taken back: each history begins when those before it are over, and their dangers stand beside it. */
const APART = 16 * DAY;
const SCOPE = { kind: 'region', path: COUNTY } as const;
const officer: Doer = { id: uuid(601), name: '安全员', side: 'organisation' };
const inspector: Doer = { id: uuid(603), name: '执法甲', side: 'authority', place: COUNTY };
const second: Doer = { id: uuid(604), name: '执法乙', side: 'authority', place: COUNTY };

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
}, 120_000);
afterAll(() => theatre.close());

/** What a day of a history does to the dangers there are: each step may be refused, and then nothing has happened. */
interface Step {
  readonly what:
    | 'open'
    | 'next'
    | 'grade'
    | 'major'
    | 'assign'
    | 'submit'
    | 'accept'
    | 'return'
    | 'extend'
    | 'list'
    | 'urge'
    | 'carry'
    | 'drop';
  readonly which: number;
  readonly days: number;
  readonly colour: 'red' | 'orange' | 'yellow' | 'blue';
  readonly group: 'process' | 'equipment' | 'place';
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...([
      'open',
      'open',
      'next',
      'next',
      'next',
      'next',
      'next',
      'next',
      'grade',
      'major',
      'submit',
      'accept',
    ] as const),
    ...(['return', 'extend', 'list', 'urge', 'carry', 'drop'] as const),
  ),
  which: fc.nat(11),
  days: fc.integer({ min: 1, max: 9 }),
  colour: fc.constantFrom('red', 'orange', 'yellow', 'blue'),
  group: fc.constantFrom('process', 'equipment', 'place'),
});
const history = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 6, maxLength: 12 });

const photo = { sha256: 'a'.repeat(64), type: 'image/jpeg' };

/** The act of a step: who does it, what is filled in. */
function actOf({ what, days, colour, group }: Step, at: number): { action: string; by: Doer; input: Input } {
  const until = dayOf(at + days * DAY);
  const graded = { level: colour, class: group, basis: '标准' };
  const assigned = { responsible: '张三', rectifyBy: until, measures: '清空', funds: 2, emergencyPlan: '值守' };
  const acts = {
    grade: { action: 'grade', by: inspector, input: { ...graded, grade: 'general' } },
    major: { action: 'grade', by: inspector, input: { ...graded, level: 'red', grade: 'major' } },
    assign: { action: 'assign', by: inspector, input: assigned },
    submit: { action: 'submit', by: officer, input: { result: '已整改' } },
    accept: { action: 'accept', by: second, input: { opinion: '同意' } },
    return: { action: 'return', by: inspector, input: { reason: '不彻底', rectifyBy: until } },
    extend: { action: 'extend', by: second, input: { extendTo: until, reason: '缺件' } },
    list: { action: 'list', by: inspector, input: { listedAt: 'county', listingNumber: 'X', reason: '重大' } },
    urge: { action: 'urge', by: inspector, input: { demand: '抓紧' } },
    carry: { action: 'progress', by: officer, input: { progress: days * 10, progressNote: '进行中' } },
    drop: { action: 'unfounded', by: second, input: { reason: '不属实' } },
  };
  return acts[what as keyof typeof acts];
}

/** What the state a danger is in waits for; most histories would go nowhere without. */
async function nextOf(tx: Tx, id: string, { days }: Step): Promise<Step['what']> {
  const { rows } = await sql<{ state: string; grade: string | null; listed: string | null }>`
    SELECT c.state, d.grade, d.listed_at AS listed FROM case_file c JOIN case_hidden_danger d ON d.case_id = c.id WHERE c.id = ${id}`.execute(
    tx,
  );
  const { state, grade, listed } = rows[0]!;
  if (grade === 'major' && listed === null && days > 3) return 'list';
  const next = {
    registered: days > 6 ? 'major' : 'grade',
    graded: 'assign',
    rectifying: 'submit',
    submitted: 'accept',
  } as const;
  return next[state as keyof typeof next] ?? 'urge';
}

/** Lets a step happen at `at`, with the platform's own writers. */
async function happen(one: Step, ids: string[], at: number): Promise<void> {
  await theatre.stage.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    if (one.what === 'open') {
      const own = one.days % 2 === 0;
      const belongs = {
        organisationId: FIRM,
        organisationName: '远山化工',
        regionPath: TOWN,
        sector: 'hazchem-production',
        lon: 117.9,
        lat: 28.4,
        demonstration: false,
      };
      const input = { enterprise: FIRM, title: '通道堵塞', class: one.group, ...(own ? { round: 'shift' } : {}) };
      const opening = { kind: 'hidden-danger', input, source: own ? 'self' : 'inspection', belongs };
      const opened = await openCase(tx, opening, own ? officer : inspector, at);
      if (!isRefusal(opened)) ids.push(opened.id);
      return;
    }
    const id = ids[one.which % Math.max(1, ids.length)];
    if (id === undefined) return;
    const { action, by, input } = actOf(one.what === 'next' ? { ...one, what: await nextOf(tx, id, one) } : one, at);
    await actOn(tx, id, { action, input, files: [photo] }, by, at);
  });
}

/** What must be the same; a row's version and whom lateness was told to are of the day it is asked. */
function comparable({ listed, overdue, ...board }: DangerBoard): object {
  return {
    ...board,
    matrix: [...board.matrix].sort((a, b) => `${a.level} ${a.class}`.localeCompare(`${b.level} ${b.class}`)),
    listed: listed
      .map(({ case: view, ...rest }) => ({
        ...rest,
        id: view.id,
        state: view.state,
        dueAt: view.dueAt,
        level: view.level,
      }))
      .sort((a, b) => a.id.localeCompare(b.id)),
    overdue: overdue
      .map(({ case: view, urged }) => ({ urged, id: view.id, since: view.overdueSince, level: view.level }))
      .sort((a, b) => a.id.localeCompare(b.id)),
  };
}

const ask = (board: typeof boardOf, at: number): Promise<DangerBoard> =>
  withScope(theatre.stage.db, SCOPE, (tx) => board(tx, { region: COUNTY }, at));

describe('the board as of a past day', () => {
  it('shows what it showed that day, whatever has happened since', async () => {
    const seen = { late: 0, closed: 0, listed: 0 };
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(history, async (days) => {
        const start = START + runs * APART;
        runs += 1;
        const ids: string[] = [];
        const shown: [number, DangerBoard][] = [];
        for (const [day, steps] of days.entries()) {
          for (const [index, one] of steps.entries()) await happen(one, ids, start + day * DAY + index * HOUR);
          const evening = start + day * DAY + 12 * HOUR;
          while ((await runDueCases(theatre.stage.db, evening)) > 0);
          shown.push([evening, await ask(boardOf, evening)]);
        }
        for (const [at, board] of shown) {
          expect(comparable(await ask(boardThen, at))).toEqual(comparable(board));
          seen.late += board.figures.overdue;
          seen.closed += board.figures.closed;
          seen.listed += board.figures.listed;
        }
      }),
      // A history that fails is told as it is: a shorter one would begin on another day.
      { numRuns: 12, endOnFailure: true },
    );
    // A history in which nothing is late, closed or listed shows nothing.
    expect(Math.min(seen.late, seen.closed, seen.listed)).toBeGreaterThan(0);
  }, 180_000);

  it('is asked for by its moment, of what one may see', async () => {
    const answer = await theatre.inspector('GET', `/api/prevention/board?at=${START + 60 * DAY}`);
    expect(answer.statusCode, answer.body).toBe(200);
    const board = answer.json<DangerBoard>();
    expect(board.asOf).toBe(START + 60 * DAY);
    expect(board.figures.open + board.figures.closed).toBeGreaterThan(0);
    const other = (await theatre.stranger('GET', `/api/prevention/board?at=${START + 60 * DAY}`)).json<DangerBoard>();
    expect(other.figures).toMatchObject({ open: 0, found: 0 });
    const before = (await theatre.inspector('GET', `/api/prevention/board?at=${START - DAY}`)).json<DangerBoard>();
    expect(before.figures).toMatchObject({ open: 0, found: 0, overdue: 0 });
    const ahead = (await theatre.inspector('GET', `/api/prevention/board?at=${Date.now() + DAY}`)).json<DangerBoard>();
    expect(ahead.asOf).toBeLessThanOrEqual(Date.now());
  });
});
