import { sql } from 'kysely';
import { z } from 'zod';
import { readCode, readPin } from '@anlan/kernel/receipt';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { passwordMatches } from '../identity/password.ts';
import { valuesFor } from '../parameter/book.ts';
import { hashOf } from './box.ts';

const STEPS = ['received', 'accepted', 'checked', 'handled', 'answered', 'rewarded'] as const;

export const progressSchema = z.object({
  state: z.string().describe('state of the report in the reporter’s words'),
  title: z.string(),
  authority: z.string(),
  at: z.number().describe('received'),
  updatedAt: z.number(),
  said: z.string().nullable().describe('what the reporter was told last'),
  steps: z.array(
    z.object({
      key: z.enum(STEPS),
      state: z.enum(['done', 'now', 'todo', 'stopped']),
      at: z.number().nullable(),
      dueAt: z.number().nullable(),
      said: z.string().nullable(),
    }),
  ),
  reward: z
    .object({
      state: z.enum(['possible', 'proposed', 'granted', 'paid', 'declined', 'none']),
      yuan: z.number().nullable().describe('told once it is granted'),
      claimUntil: z.number().nullable(),
    })
    .describe('what is known of the reward'),
  merged: z.boolean().describe('the same matter was reported before; its steps are shown'),
  seen: z.object({ people: z.int(), times: z.int(), identity: z.int() }).describe('who handles it and looked at it'),
  own: z.array(z.object({ at: z.number(), kind: z.enum(['supplement', 'objection']), text: z.string() })),
  may: z.object({ supplement: z.boolean(), object: z.boolean() }),
});
export type Progress = z.infer<typeof progressSchema>;

const TRIES = 5;
const LOCK_MINUTES = 15;

/** The case a receipt belongs to. Wrong receipts cost time, and five wrong PINs pause the code for a quarter of an hour. */
export async function caseOfReceipt(db: Database, code: string, pin: string): Promise<string | Refusal> {
  const [wantedCode, wantedPin] = [readCode(code), readPin(pin)];
  const { rows } = await sql<{ id: string; pin_hash: string; locked: number }>`
    SELECT case_id AS id, pin_hash, greatest(0, ceil(extract(epoch FROM locked_until - now()) / 60))::int AS locked
    FROM report_code WHERE code_hash = ${hashOf('code', wantedCode ?? '')}`.execute(db);
  const [row] = rows;
  if (row !== undefined && row.locked > 0) return refuse('locked-out', { minutes: row.locked });
  const right = await passwordMatches(row?.pin_hash, wantedPin ?? '');
  if (row !== undefined && right) {
    await sql`UPDATE report_code SET tries = 0, locked_until = NULL WHERE case_id = ${row.id} AND tries > 0`.execute(
      db,
    );
    return row.id;
  }
  if (row !== undefined)
    await sql`
      UPDATE report_code SET tries = CASE WHEN tries + 1 >= ${TRIES} THEN 0 ELSE tries + 1 END,
        locked_until = CASE WHEN tries + 1 >= ${TRIES} THEN now() + ${`${LOCK_MINUTES} minutes`}::interval ELSE locked_until END
      WHERE case_id = ${row.id}`.execute(db);
  return refuse('wrong-receipt');
}

interface Entry {
  action: string;
  at: Date;
  input: Record<string, unknown>;
}
interface Row {
  state: string;
  title: string;
  authority: string;
  region_path: string;
  opened_at: Date;
  due_at: Date | null;
  first: string | null;
}

/** What a reporter may know of the report: its steps and what was said to them, nothing of who did what inside. */
export async function progressOf(db: Database, id: string): Promise<Progress> {
  const own = await rowOf(db, id);
  const merged = own.first !== null;
  const shown = own.first === null ? own : await rowOf(db, own.first);
  const entries = await entriesOf(db, own.first ?? id);
  const steps = stepsOf(shown, entries);
  const told = entries.flatMap((entry) => {
    const said = saidIn(entry);
    return said === null ? [] : [{ said, at: entry.at }];
  });
  const objections = (await valuesFor(db, own.region_path, Date.now())).number('report.objections');
  const mine = merged ? await entriesOf(db, id) : entries;
  return {
    // That nothing was found is told with the answer, not before it.
    state: shown.state === 'unfounded' ? 'accepted' : shown.state,
    title: own.title,
    authority: shown.authority,
    at: own.opened_at.getTime(),
    updatedAt: Math.max(own.opened_at.getTime(), ...entries.filter(isTold).map(({ at }) => at.getTime())),
    said: told.at(-1)?.said ?? null,
    steps,
    reward: merged ? { state: 'none', yuan: null, claimUntil: null } : await rewardOf(db, id, shown),
    merged,
    seen: await seenOf(db, id),
    own: await wordsOf(db, id),
    may: {
      supplement: ['received', 'accepted', 'verified'].includes(own.state),
      object:
        ['closed', 'refused'].includes(own.state) &&
        mine.filter(({ action }) => action === 'object').length < objections,
    },
  };
}

/** Steps the reporter is told of; what happens inside between them is nobody's news. */
const STEP_OF: Readonly<Record<string, (typeof STEPS)[number]>> = {
  open: 'received',
  accept: 'accepted',
  refuse: 'accepted',
  redirect: 'accepted',
  verify: 'checked',
  'answer-unfounded': 'checked',
  handle: 'handled',
  answer: 'answered',
  grant: 'rewarded',
  pay: 'rewarded',
  decline: 'rewarded',
  lapse: 'rewarded',
};
const isTold = ({ action }: Entry): boolean => STEP_OF[action] !== undefined || action === 'object';
const STOPS = new Set(['refuse', 'redirect', 'answer-unfounded', 'decline', 'lapse']);
/** The step that is under way in a state; ends have none. */
const NOW: Readonly<Record<string, (typeof STEPS)[number]>> = {
  received: 'accepted',
  accepted: 'checked',
  unfounded: 'checked',
  verified: 'handled',
  handled: 'answered',
  answered: 'rewarded',
  proposed: 'rewarded',
  granted: 'rewarded',
};

function saidIn({ action, input }: Entry): string | null {
  if (STEP_OF[action] === undefined) return null;
  const said = typeof input['answer'] === 'string' ? input['answer'] : null;
  return typeof input['redirectTo'] === 'string' ? `${input['redirectTo']}${said === null ? '' : `：${said}`}` : said;
}

function stepsOf(row: Row, entries: readonly Entry[]): Progress['steps'] {
  // An objection begins the check anew: what was said of it before is no longer how it stands.
  const again = entries.findLastIndex(({ action }) => action === 'object');
  const current = entries.filter(({ action }, index) => index > again || STEP_OF[action] === 'received');
  const now = NOW[row.state];
  const done = new Map<string, Entry>();
  for (const entry of current) {
    const step = STEP_OF[entry.action];
    if (step !== undefined) done.set(step, entry);
  }
  const stopped = current.some(({ action }) => STOPS.has(action)) && now === undefined;
  return STEPS.filter((key) => !stopped || done.has(key)).map((key) => {
    const entry = done.get(key);
    const state =
      key === now
        ? 'now'
        : entry === undefined
          ? again >= 0 && key === 'accepted'
            ? 'done'
            : 'todo'
          : STOPS.has(entry.action)
            ? 'stopped'
            : 'done';
    return {
      key,
      state,
      at: entry === undefined ? null : entry.at.getTime(),
      dueAt: state === 'now' ? (row.due_at?.getTime() ?? null) : null,
      said: entry === undefined ? null : saidIn(entry),
    };
  });
}

async function rowOf(db: Database, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    SELECT f.state, f.title, r.name AS authority, f.region_path, f.opened_at, f.due_at, d.first_id AS first
    FROM case_file f JOIN region r ON r.path = f.region_path JOIN report_dossier d ON d.case_id = f.id
    WHERE f.id = ${id}`.execute(db);
  return rows[0] as Row;
}

async function entriesOf(db: Database, id: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    SELECT action, at, input FROM case_entry WHERE case_id = ${id} ORDER BY seq`.execute(db);
  return rows;
}

async function rewardOf(db: Database, id: string, { state }: Row): Promise<Progress['reward']> {
  const { rows } = await sql<{
    amount: number;
    granted: boolean | null;
    paid_at: Date | null;
    claim_until: Date | null;
  }>`SELECT amount, granted, paid_at, claim_until FROM report_reward WHERE case_id = ${id}`.execute(db);
  const [row] = rows;
  const nothing = { yuan: null, claimUntil: null };
  if (row === undefined) {
    const open = ['received', 'accepted', 'verified', 'handled', 'answered'].includes(state);
    return { state: open ? 'possible' : 'none', ...nothing };
  }
  if (row.granted === null) return { state: 'proposed', ...nothing };
  if (!row.granted) return { state: 'declined', ...nothing };
  if (state === 'unrewarded') return { state: 'none', ...nothing };
  const told = { yuan: row.amount / 100, claimUntil: row.claim_until?.getTime() ?? null };
  return { state: row.paid_at === null ? 'granted' : 'paid', ...told };
}

async function seenOf(db: Database, id: string): Promise<Progress['seen']> {
  const { rows } = await sql<Progress['seen']>`
    SELECT count(DISTINCT person_id)::int AS people, count(*)::int AS times,
      (count(*) FILTER (WHERE what = 'identity'))::int AS identity FROM report_reading WHERE case_id = ${id}`.execute(
    db,
  );
  return rows[0]!;
}

async function wordsOf(db: Database, id: string): Promise<Progress['own']> {
  const { rows } = await sql<{ at: Date; kind: 'supplement' | 'objection'; text: string }>`
    SELECT at, kind, text FROM report_word WHERE case_id = ${id} ORDER BY at`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
