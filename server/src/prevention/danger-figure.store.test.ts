import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Doer, Input } from '@anlan/kernel/case';
import { isRefusal } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { COUNTY, FIRM, GRADE, inDays, openTheatre, TOWN, type Theatre } from '../case/testing/theatre.ts';
import { runDueCases } from '../case/timers.ts';
import { actOn, openCase } from '../case/write.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { followCases } from '../registry/owner.ts';
import { boardOf } from './board.ts';

const DAY = 86_400_000;
const NEXT_TOWN = 'cn.36.11.02.002.';
const officer: Doer = { id: uuid(601), name: '安全员', side: 'organisation' };
const inspector: Doer = { id: uuid(603), name: '执法甲', side: 'authority', place: COUNTY };
const second: Doer = { id: uuid(604), name: '执法乙', side: 'authority', place: COUNTY };
const photo = { sha256: 'b'.repeat(64), type: 'image/jpeg' };

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
}, 120_000);
afterAll(() => theatre.close());

const belongs = {
  organisationId: FIRM,
  organisationName: '远山化工',
  regionPath: TOWN,
  sector: 'hazchem-production',
  lon: null,
  lat: null,
  demonstration: false,
};

async function found(): Promise<string> {
  return theatre.stage.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const opening = { kind: 'hidden-danger', input: { enterprise: FIRM, title: '通道堵塞' }, source: 'inspection' };
    const row = await openCase(tx, { ...opening, belongs }, inspector, Date.now());
    if (isRefusal(row)) throw new Error(row.refused);
    return row.id;
  });
}

/** One thing that happens to a danger: an act, its clock, its enterprise's move, or what other words of the platform write. */
const HAPPENINGS: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  grade: (id) => act(id, 'grade', GRADE),
  major: (id) => act(id, 'grade', { ...GRADE, grade: 'major', level: 'red' }),
  assign: (id) =>
    act(id, 'assign', { responsible: '张三', rectifyBy: inDays(3), measures: '清空', funds: 1, emergencyPlan: '值守' }),
  list: (id) => act(id, 'list', { listedAt: 'county', listingNumber: 'X', reason: '重大' }),
  submit: (id) => act(id, 'submit', { result: '已整改' }, officer),
  accept: (id) => act(id, 'accept', { opinion: '同意' }, second),
  drop: (id) => act(id, 'unfounded', { reason: '不属实' }, second),
  late: () => runDueCases(theatre.stage.db, Date.now() + 60 * DAY),
  move: async () => {
    await theatre.stage.db.transaction().execute(async (tx) => {
      await sql`UPDATE enterprise SET region_path = CASE region_path WHEN ${TOWN} THEN ${NEXT_TOWN} ELSE ${TOWN} END WHERE id = ${FIRM}`.execute(
        tx,
      );
      await followCases(tx, FIRM);
    });
  },
  classed: (id) => sql`UPDATE case_hidden_danger SET class = 'process' WHERE case_id = ${id}`.execute(theatre.stage.db),
  another: () => found(),
};

/** What each state waits for; most histories would go nowhere without. */
const NEXT: Readonly<Record<string, string>> = {
  registered: 'grade',
  graded: 'assign',
  rectifying: 'submit',
  submitted: 'accept',
};

async function next(id: string): Promise<unknown> {
  const { rows } = await sql<{ state: string }>`SELECT state FROM case_file WHERE id = ${id}`.execute(theatre.stage.db);
  return HAPPENINGS[NEXT[rows[0]!.state] ?? 'classed']!(id);
}

async function act(id: string, action: string, input: Input, by = inspector): Promise<void> {
  await theatre.stage.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    await actOn(tx, id, { action, input, files: [photo] }, by, Date.now());
  });
}

async function wrong(): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT case_id AS id FROM danger_figure_wrong`.execute(
    theatre.stage.db,
  );
  return rows.map(({ id }) => id);
}

async function statesNow(): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`SELECT DISTINCT state FROM danger_figure`.execute(theatre.stage.db);
  return rows.map(({ state }) => state);
}

const open = async (): Promise<number> =>
  (await withScope(theatre.stage.db, { kind: 'region', path: COUNTY }, (tx) => boardOf(tx, {}, Date.now()))).figures
    .open;

describe('what the board counts dangers by', () => {
  const ids: string[] = [];
  beforeEach(async () => {
    ids.push(await found());
  });

  it('is what a full count says after any history, also of things that happen at once', async () => {
    const names = Object.keys(HAPPENINGS);
    const happening = fc.record({
      what: fc.constantFrom(...names, 'next', 'next', 'next', 'next', 'next'),
      which: fc.nat(2),
    });
    const states = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(happening, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 8, size: 'max' }),
        async (rounds) => {
          for (const atOnce of rounds) {
            const done = await Promise.allSettled(
              atOnce.map(async ({ what, which }) => {
                const made = await (HAPPENINGS[what] ?? next)(ids[which % ids.length]!);
                if (typeof made === 'string') ids.push(made);
              }),
            );
            // A move beside an act may be the victim of a deadlock and is taken back as a whole; nothing else goes wrong.
            for (const one of done) if (one.status === 'rejected') expect(String(one.reason)).toMatch(/deadlock/);
          }
          expect(await wrong()).toEqual([]);
          // The next history begins with a danger of its own.
          for (const state of await statesNow()) states.add(state);
          ids.unshift(await found());
        },
      ),
      { numRuns: 15 },
    );
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM danger_figure`.execute(theatre.stage.db);
    expect(rows[0]!.n).toBe(ids.length);
    // Histories in which nothing moves show nothing.
    expect(states.size).toBeGreaterThan(3);
  }, 180_000);

  it('keeps what both of two writers wrote who hold the case and its details at once', async () => {
    const id = ids.at(-1)!;
    const { db } = theatre.stage;
    let detail: Promise<unknown> | undefined;
    await db.transaction().execute(async (tx) => {
      await sql`UPDATE case_file SET level = 'orange', state = 'graded' WHERE id = ${id}`.execute(tx);
      // Begins now, waits for this transaction, and has seen nothing of it.
      detail = sql`UPDATE case_hidden_danger SET class = 'post', grade = 'major' WHERE case_id = ${id}`.execute(db);
      const waiting = sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
      await expect.poll(async () => (await waiting.execute(db)).rows[0]!.n, { timeout: 10_000 }).toBeGreaterThan(0);
    });
    await detail;
    expect(await wrong()).toEqual([]);
  });

  it('goes back with what is taken back', async () => {
    const before = await open();
    const id = ids.at(-1)!;
    await theatre.stage.db
      .transaction()
      .execute(async (tx) => {
        await sql`UPDATE case_file SET closed_at = now(), state = 'closed' WHERE id = ${id}`.execute(tx);
        throw new Error('taken back');
      })
      .catch(() => {});
    expect(await open()).toBe(before);
    expect(await wrong()).toEqual([]);
  });

  it('is counted no longer of what is no danger any more', async () => {
    const id = ids.at(-1)!;
    const before = await open();
    await sql`UPDATE case_file SET kind = 'enforcement' WHERE id = ${id}`.execute(theatre.stage.db);
    expect(await open()).toBe(before - 1);
    await sql`UPDATE case_file SET kind = 'hidden-danger' WHERE id = ${id}`.execute(theatre.stage.db);
    expect(await open()).toBe(before);
    expect(await wrong()).toEqual([]);
  });

  it('is found wrong where somebody wrote with the triggers off, and is put right', async () => {
    const [one, other] = ids.slice(-2);
    await theatre.stage.db.transaction().execute(async (tx) => {
      await sql`ALTER TABLE case_file DISABLE TRIGGER figure_changed`.execute(tx);
      await sql`UPDATE case_file SET level = 'red', sector = 'fireworks' WHERE id = ${one}`.execute(tx);
      await sql`ALTER TABLE case_file ENABLE TRIGGER figure_changed`.execute(tx);
      await sql`DELETE FROM danger_figure WHERE case_id = ${other}`.execute(tx);
    });
    expect(new Set(await wrong())).toEqual(new Set([one, other]));
    const { rows } = await sql<{ n: number }>`SELECT anlan_mend_danger_figures() AS n`.execute(theatre.stage.db);
    expect(rows[0]!.n).toBe(2);
    expect(await wrong()).toEqual([]);
  });
});
