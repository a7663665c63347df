import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import {
  APPROVERS,
  approvalStateAt,
  checkApprover,
  checkWithdrawal,
  isAdministrators,
  type Actor,
  type Approval,
  type ApprovalAct,
  type ApprovalView,
  type Scope,
} from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import type { Database, Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { newCode, plainCode } from './approval-code.ts';
import { makeLink, startAnew, type Link } from './credential.ts';
import { insertGrant } from './grants.ts';
import { hashPassword } from './password.ts';
import {
  insertPerson,
  noSecurityAdministrator,
  resetCredentials,
  unlockPerson,
  type Giver,
  type PersonPlan,
} from './people.ts';
import {
  PLACE_OF_PERSON,
  policyFor,
  policyOf,
  policyOfPerson,
  policySettings,
  WHOLE,
  type SettingJson,
} from './policy.ts';
import { hashToken, newToken, type Visit } from './session.ts';

/** What each act is asked with, as it is kept until somebody decides. */
interface Wishes {
  readonly create: PersonPlan;
  readonly grant: { readonly scope: Scope; readonly from: number | null; readonly to: number | null };
  readonly reset: { readonly secondFactor: boolean };
  readonly unlock: Readonly<Record<never, never>>;
}

export interface Asking<A extends ApprovalAct = ApprovalAct> {
  readonly act: A;
  /** Whose account; null = one that is yet to be made. */
  readonly personId: string | null;
  readonly account: string;
  readonly name: string;
  /** The administrator's role that it is about. */
  readonly role: string;
  /** Where the account belongs, and what is granted over where that is. */
  readonly places: readonly string[];
  readonly wish: Wishes[A];
  readonly reason: string;
}

export interface Asked {
  readonly id: string;
  /** Goes to whoever runs the machine where nobody else may approve; only its hash is kept. */
  readonly machine: string | null;
}

/** Region path that a scope lies in; '' = everything. */
export async function placeOfScope(db: Database, scope: Scope, personId: string | null): Promise<string> {
  if (scope.kind === 'region') return scope.path;
  if (scope.kind === 'all') return '';
  if (scope.kind === 'participant') return personId === null ? '' : placeOfPerson(db, personId);
  const { rows } = await sql<{ path: string }>`
    SELECT region_path AS path FROM enterprise WHERE id = ${scope.organisationId}`.execute(db);
  return rows[0]?.path ?? '';
}

/** Region path a person belongs to; '' = everything. */
export async function placeOfPerson(db: Database, personId: string): Promise<string> {
  const { rows } = await sql<{ path: string | null }>`
    SELECT coalesce(p.scope_path, e.region_path) AS path
    FROM person p LEFT JOIN enterprise e ON e.id = p.scope_organisation WHERE p.id = ${personId}`.execute(db);
  return rows[0]?.path ?? '';
}

/** The account of an administrator, now or by a grant to come, with the office; undefined where it is none. */
export async function administratorOf(
  db: Database | Tx,
  personId: string,
): Promise<{ account: string; name: string; role: string; place: string } | undefined> {
  const { rows } = await sql<{ account: string; name: string; role: string; place: string | null; until: Date | null }>`
    SELECT p.account, p.name, g.role, coalesce(p.scope_path, e.region_path) AS place, g.valid_to AS until
    FROM access_grant g JOIN person p ON p.id = g.person_id LEFT JOIN enterprise e ON e.id = p.scope_organisation
    WHERE g.person_id = ${personId} AND g.ended_at IS NULL`.execute(db);
  const now = Date.now();
  const found = rows.find(({ role, until }) => isAdministrators([{ role, to: until?.getTime() ?? null }], now));
  if (found === undefined) return undefined;
  const { account, name, role, place } = found;
  return { account, name, role, place: place ?? '' };
}

/** Marks what nobody decided in time, each in the audit. */
function expire(db: Database): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string; act: string; account: string }>`
      UPDATE access_request SET state = 'expired', decided_at = now()
      WHERE state = 'waiting' AND expires_at <= now() RETURNING id, act, account`.execute(tx);
    for (const { id: request, act, account } of rows)
      await record(tx, { account: '平台' }, 'approval.expire', { kind: 'access_request', id: request }, 'done', {
        act,
        account,
      });
  });
}

/** Somebody beside these two who may approve, and is able to sign in. */
async function anyApprover(tx: Tx, askedBy: string, { personId, places }: Asking): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM person p
    WHERE p.retired_at IS NULL AND p.id <> ${askedBy} AND p.id IS DISTINCT FROM ${personId}::uuid
      AND EXISTS (SELECT FROM live_grant WHERE person_id = p.id AND role = ANY (${[...APPROVERS]}))
      AND (p.demonstration OR p.password_hash IS NOT NULL OR EXISTS (SELECT FROM passkey WHERE person_id = p.id)
        OR EXISTS (SELECT FROM person_identity WHERE person_id = p.id))
      AND anlan_looks_after(p.id, ${[...APPROVERS]}, ${[...places]}) LIMIT 1`.execute(tx);
  return rows.length > 0;
}

/** Asks for an act on an administrator's account: nothing is done until a second person approves. */
export async function askFor(db: Database, actor: Actor, asking: Asking): Promise<Asked | Refusal> {
  const { act, personId, account, name, role, places, wish, reason } = asking;
  await expire(db);
  return allOrNothing(db, async (tx) => {
    const { approvalHours } =
      personId === null ? await policyFor(tx, places[0] || WHOLE) : await policyOfPerson(tx, personId);
    const machine = (await anyApprover(tx, actor.personId, asking)) ? null : newToken();
    const { rows } = await sql<{ id: string }>`
      INSERT INTO access_request (act, person_id, account, name, role, places, wish, reason, asked_by, expires_at, machine_hash)
      VALUES (${act}, ${personId}, ${account}, ${name}, ${role}, ${[...places]}, ${JSON.stringify(wish)}::jsonb, ${reason},
        ${actor.personId}, now() + make_interval(hours => ${approvalHours}), ${machine === null ? null : hashToken(machine)})
      ON CONFLICT (act, (coalesce(person_id::text, lower(account)))) WHERE state = 'waiting' DO NOTHING RETURNING id`.execute(
      tx,
    );
    const [made] = rows;
    if (made === undefined) return refuse('approval-waiting');
    const subject = personId === null ? null : { kind: 'person', id: personId };
    const detail = { request: made.id, act, account, role, places, wish, reason, machine: machine !== null };
    await record(tx, actor, 'approval.ask', subject, 'done', detail);
    return { id: made.id, machine };
  });
}

type Row = Pick<Asking, 'act' | 'account' | 'name' | 'role' | 'places' | 'reason'> & {
  readonly id: string;
  readonly person_id: string | null;
  readonly wish: Wishes[ApprovalAct];
  readonly asked_by: string;
  readonly asker: string;
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly state: Approval['state'];
  readonly decider: string | null;
  readonly at_machine: boolean;
  readonly decided_at: Date | null;
  readonly decision: string | null;
  /** Of an approved request: its link was not used yet and may still be made. */
  readonly link_due: boolean;
  readonly place_name: string | null;
  readonly place_of: string;
  readonly settings: readonly SettingJson[];
};

const approvalOf = (row: Row): Approval => ({
  state: row.state,
  expiresAt: row.expires_at.getTime(),
  askedBy: row.asked_by,
  personId: row.person_id,
  places: row.places,
});

/** Requests that a condition names, with what they are called. */
async function readRequests(db: Database | Tx, which: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT r.id, r.act, r.person_id, r.account, r.name, r.role, r.places, r.wish, r.reason, r.asked_by, asker.name AS asker,
      r.asked_at, r.expires_at, r.state, decider.name AS decider, r.at_machine, r.decided_at, r.decision,
      r.code_hash IS NOT NULL AND r.state = 'approved' AND p.retired_at IS NULL
        AND NOT EXISTS (SELECT FROM access_link l WHERE l.request_id = r.id AND l.used_at IS NOT NULL) AS link_due,
      coalesce(over_firm.name, over_place.name, CASE WHEN r.wish -> 'scope' IS NULL THEN coalesce(e.name, place.name) END) AS place_name,
      ${PLACE_OF_PERSON} AS place_of, ${policySettings(PLACE_OF_PERSON)} AS settings
    FROM access_request r JOIN person asker ON asker.id = r.asked_by
      LEFT JOIN person decider ON decider.id = r.decided_by
      LEFT JOIN person p ON p.id = r.person_id
      LEFT JOIN enterprise e ON e.id = p.scope_organisation
      LEFT JOIN region place ON place.path = p.scope_path
      LEFT JOIN region over_place ON over_place.path = r.wish -> 'scope' ->> 'path'
      LEFT JOIN enterprise over_firm ON over_firm.id = (r.wish -> 'scope' ->> 'organisationId')::uuid
    WHERE ${which} ORDER BY r.state <> 'waiting', r.asked_at DESC LIMIT 100`.execute(db);
  return rows;
}

/** Until when the link of an approved request may be fetched, epoch ms. */
function linkUntil(row: Row): number {
  const { linkHours } = policyOf(row.settings, row.place_of);
  return (row.decided_at?.getTime() ?? 0) + linkHours * 3_600_000;
}

/** A request as one of its readers sees it; null = whoever runs the machine. */
function viewOf(row: Row, reader: Actor | null, now: number): ApprovalView {
  const asked = approvalOf(row);
  const wish = row.wish as Partial<PersonPlan & Wishes['reset']>;
  const mine = reader?.personId === row.asked_by;
  return {
    id: row.id,
    act: row.act,
    personId: row.person_id,
    account: row.account,
    name: row.name,
    role: row.role,
    scopeLabel: row.place_name,
    secondFactor: wish.secondFactor ?? false,
    from: wish.from ?? null,
    to: wish.to ?? null,
    reason: row.reason,
    askedBy: row.asker,
    askedAt: row.asked_at.getTime(),
    expiresAt: asked.expiresAt,
    state: approvalStateAt(asked, now),
    decidedBy: row.decider,
    atMachine: row.at_machine,
    decidedAt: row.decided_at?.getTime() ?? null,
    decision: row.decision,
    may: {
      decide:
        reader === null ? approvalStateAt(asked, now) === 'waiting' : checkApprover(asked, reader, now) === undefined,
      withdraw: reader !== null && checkWithdrawal(asked, reader.personId, now) === undefined,
      collect: mine && row.link_due && linkUntil(row) > now,
    },
  };
}

/** What waits for the actor or was asked by them, and what was decided in the last 90 days within their scope. */
export async function listRequests(db: Database, actor: Actor): Promise<ApprovalView[]> {
  await expire(db);
  const { scope } = actor;
  const within =
    scope.kind === 'all'
      ? sql`true`
      : scope.kind === 'region'
        ? sql`NOT EXISTS (SELECT FROM unnest(r.places) place WHERE NOT starts_with(place, ${scope.path}))`
        : sql`false`;
  const rows = await readRequests(
    db,
    sql`r.asked_at > now() - interval '90 days' AND (r.asked_by = ${actor.personId} OR ${within})`,
  );
  const now = Date.now();
  return rows.map((row) => viewOf(row, actor, now));
}

interface Deciding {
  readonly approve: boolean;
  readonly reason: string | null;
}

/** What the approver tells the account's owner; null where the act opens nothing. */
export interface Decided {
  readonly code: string | null;
}

/** Approves or refuses what somebody else asked for; an approval is carried out at once, whole or not at all. */
export async function decide(
  db: Database,
  { actor, grantId }: Visit,
  id: string,
  wish: Deciding,
): Promise<Decided | Refusal> {
  const decided = await allOrNothing(db, async (tx) => {
    const row = await lockRequest(tx, sql`r.id = ${id}`);
    if (row === undefined) return refuse('not-found');
    const wrong = checkApprover(approvalOf(row), actor, Date.now());
    if (wrong !== undefined) return wrong;
    // The office is held until this is done.
    const { rows } = await sql`SELECT FROM access_grant WHERE id = ${grantId} AND ended_at IS NULL FOR SHARE`.execute(
      tx,
    );
    if (rows.length === 0) return refuse('approval-office');
    return settle(tx, row, wish, actor);
  });
  if (isRefusal(decided)) {
    const verb = wish.approve ? 'approval.give' : 'approval.refuse';
    await record(db, actor, verb, { kind: 'access_request', id }, 'refused', { why: decided.refused });
  }
  return decided;
}

/** The request that whoever runs the machine decides, by the link printed there; undefined when it holds no more. */
export async function readAtMachine(db: Database, token: string): Promise<ApprovalView | undefined> {
  const [row] = await readRequests(db, sql`r.machine_hash = ${hashToken(token)}`);
  return row === undefined ? undefined : viewOf(row, null, Date.now());
}

/** Decides at the machine what nobody else may. */
export function decideAtMachine(db: Database, token: string, wish: Deciding): Promise<Decided | Refusal> {
  return allOrNothing(db, async (tx) => {
    const row = await lockRequest(tx, sql`r.machine_hash = ${hashToken(token)}`);
    if (row === undefined) return refuse('link-invalid');
    const state = approvalStateAt(approvalOf(row), Date.now());
    if (state !== 'waiting')
      return checkWithdrawal(approvalOf(row), row.asked_by, Date.now()) ?? refuse('link-invalid');
    return settle(tx, row, wish, null);
  });
}

async function lockRequest(tx: Tx, which: RawBuilder<unknown>): Promise<Row | undefined> {
  const { rows } = await sql`SELECT FROM access_request r WHERE ${which} FOR UPDATE`.execute(tx);
  return rows.length === 0 ? undefined : (await readRequests(tx, which))[0];
}

/** Takes back what one asked for. */
export function withdraw(db: Database, actor: Actor, id: string): Promise<Refusal | undefined> {
  return allOrNothing<undefined>(db, async (tx) => {
    const row = await lockRequest(tx, sql`r.id = ${id}`);
    if (row === undefined) return refuse('not-found');
    const wrong = checkWithdrawal(approvalOf(row), actor.personId, Date.now());
    if (wrong !== undefined) return wrong;
    await sql`
      UPDATE access_request SET state = 'withdrawn', decided_by = ${actor.personId}, decided_at = now() WHERE id = ${id}`.execute(
      tx,
    );
    await record(tx, actor, 'approval.withdraw', subjectOf(row), 'done', { request: id });
    return undefined;
  });
}

const subjectOf = ({ person_id }: Row) => (person_id === null ? null : { kind: 'person', id: person_id });

/** Who stands for the machine in the audit. */
const MACHINE = { account: '服务器运维' };

/** Enters the decision, and does what was approved in the name of whoever asked. */
async function settle(
  tx: Tx,
  row: Row,
  { approve, reason }: Deciding,
  approver: Actor | null,
): Promise<Decided | Refusal> {
  const by = approver ?? MACHINE;
  const [decidedBy, machine] = [approver?.personId ?? null, approver === null];
  if (!approve) {
    await sql`
      UPDATE access_request SET state = 'refused', decided_by = ${decidedBy}, at_machine = ${machine}, decided_at = now(),
        decision = ${reason} WHERE id = ${row.id}`.execute(tx);
    await record(tx, by, 'approval.refuse', subjectOf(row), 'done', { request: row.id, reason });
    return { code: null };
  }
  if (!(await askerHolds(tx, row))) return refuse('approval-asker-gone');
  const personId = row.person_id ?? randomUUID();
  const { opens, carry } = await CARRIED[row.act](tx, row, personId);
  const code = opens ? newCode() : null;
  await sql`
    UPDATE access_request SET state = 'approved', person_id = ${personId}, decided_by = ${decidedBy}, at_machine = ${machine},
      decided_at = now(), decision = ${reason}, code_hash = ${code === null ? null : await hashPassword(plainCode(code))}
    WHERE id = ${row.id}`.execute(tx);
  kept(await carry({ personId: row.asked_by, name: row.asker }));
  const detail = { request: row.id, act: row.act, account: row.account, role: row.role, askedBy: row.asked_by, reason };
  await record(tx, by, 'approval.give', { kind: 'person', id: personId }, 'done', detail);
  return { code };
}

/** Does whoever asked still look after these people? The first security administrator is asked for by the system's. */
async function askerHolds(tx: Tx, { asked_by, act, role, places }: Row): Promise<boolean> {
  const first = act === 'create' && role === 'security-administrator' && (await noSecurityAdministrator(tx));
  const roles = ['security-administrator', ...(first ? ['system-administrator'] : [])];
  const { rows } = await sql<{ holds: boolean }>`
    SELECT anlan_looks_after(${asked_by}, ${roles}, ${[...places]}) AS holds`.execute(tx);
  return rows[0]!.holds;
}

interface Carrying {
  /** Gives a way into the account: a link for the asker, a code for the approver. */
  readonly opens: boolean;
  readonly carry: (asker: Giver) => Promise<Refusal | void>;
}

/** How each act is carried out once its request is approved. */
const CARRIED: { readonly [A in ApprovalAct]: (tx: Tx, row: Row, personId: string) => Promise<Carrying> | Carrying } = {
  create: (tx, row, id) => ({
    opens: true,
    carry: (asker) => insertPerson(tx, asker, row.wish as Wishes['create'], { id, request: row.id }),
  }),
  async grant(tx, row, personId) {
    const { scope, from, to } = row.wish as Wishes['grant'];
    await sql`SELECT FROM person WHERE id = ${personId} FOR UPDATE`.execute(tx);
    // Ways in that one person may have set up do not go on in an office; an administrator's own came by two.
    const opens = (await administratorOf(tx, personId)) === undefined;
    return {
      opens,
      async carry(asker) {
        const span = { from: Math.max(from ?? 0, Date.now()), to };
        if (to !== null && to <= span.from) return refuse('grant-ended');
        const wanted = {
          personId,
          role: row.role,
          scope,
          span,
          reason: row.reason,
          origin: 'grant',
          request: row.id,
        } as const;
        const given = await insertGrant(tx, asker, wanted);
        if (isRefusal(given)) return given;
        return opens ? startAnew(tx, personId, asker) : undefined;
      },
    };
  },
  reset: (tx, row, personId) => ({
    opens: true,
    carry: (asker) =>
      resetCredentials(tx, asker, personId, { reason: row.reason, ...(row.wish as Wishes['reset']), request: row.id }),
  }),
  unlock: (tx, row, personId) => ({
    opens: false,
    carry: (asker) => unlockPerson(tx, asker, personId, { request: row.id }),
  }),
};

/** The one-time link of what was approved: for whoever asked, until it is used; an earlier one stops working. */
export function collectLink(db: Database, actor: Actor, id: string): Promise<Link | Refusal> {
  return allOrNothing(db, async (tx) => {
    const row = await lockRequest(tx, sql`r.id = ${id}`);
    if (row === undefined || row.person_id === null || !viewOf(row, actor, Date.now()).may.collect)
      return refuse('not-found');
    const link = await makeLink(tx, row.person_id, actor, id);
    await record(tx, actor, 'approval.collect', subjectOf(row), 'done', { request: id });
    return link;
  });
}
