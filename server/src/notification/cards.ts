import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { LEVEL_LABELS, type Level } from '@anlan/kernel/entity';
import type { Signature } from '@anlan/kernel/document';
import { maskName } from '@anlan/kernel/publication';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { GAS_RESCUE, postWords } from '@anlan/systems/prevention';
import { entityOf } from '../registry/table.ts';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { issueDocument } from '../document/index.ts';
import { TEMPLATES } from '../document/row.ts';
import { hashPassword, passwordMatches } from '../identity/password.ts';

export interface CardRow {
  id: string;
  enterprise_id: string;
  kind: 'post' | 'gas';
  post: string;
  title: string;
  card_version: number;
  content: { points: string[][]; emergency: string[]; phone: string };
  document_id: string | null;
  published_at: Date;
  published_by: string;
  superseded_at: Date | null;
  region_path: string;
  organisation_id: string;
  sector: string | null;
}

export interface CardWanted {
  readonly kind: 'post' | 'gas';
  readonly post: string;
  readonly points: readonly string[];
  readonly emergency: readonly string[];
  readonly phone: string;
}

type Point = {
  name: string;
  accident: string | null;
  level: Level;
  measures: string | null;
  hazard: string;
  responsible: string | null;
};

interface Firm {
  id: string;
  name: string;
  region_path: string;
  sector: string | null;
  demonstration: boolean;
}

/** Publishes a card for a post of the own enterprise: a printable document; the version before is superseded. */
export async function publishCard(context: Context, actor: Actor, wanted: CardWanted): Promise<CardRow | Refusal> {
  const { scope } = actor;
  if (scope.kind !== 'organisation')
    return refuse('case-side', {
      action: both('发布告知卡', 'Publishing a notification card'),
      side: both('企业', 'the enterprise'),
      own: actor.name,
    });
  const template = TEMPLATES.get('risk-card');
  if (template === undefined) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const firms = await sql<Firm>`
      SELECT id, name, region_path, sector, demonstration FROM enterprise WHERE id = ${scope.organisationId} FOR UPDATE`.execute(
      tx,
    );
    const firm = firms.rows[0] as Firm;
    const points = await pointsOf(tx, firm.id, wanted.points);
    if (wanted.kind === 'post' && points.length === 0)
      return refuse('field-required', { field: both('风险点', 'Risk points') }, 'points');
    const before = await sql<{ version: number }>`
      SELECT coalesce(max(card_version), 0)::int AS version FROM risk_card
      WHERE enterprise_id = ${firm.id} AND kind = ${wanted.kind} AND post = ${wanted.post}`.execute(tx);
    const version = before.rows[0]!.version + 1;
    const at = Date.now();
    const post = postWords(entityOf('worker'), wanted.post).label;
    const title =
      wanted.kind === 'gas' ? '中毒窒息应急救援风险告知卡' : `${wanted.post === '' ? '全员' : post}安全风险告知卡`;
    const emergency = wanted.kind === 'gas' ? [...GAS_RESCUE, ...wanted.emergency] : [...wanted.emergency];
    const content = { points: points.map(lineOf), emergency, phone: wanted.phone };
    const facts = { ...content, title, post, version };
    const belongs = {
      organisationId: firm.id,
      regionPath: firm.region_path,
      sector: firm.sector,
      demonstration: firm.demonstration,
    };
    const draft = { template, facts, issuer: firm.name, authorityPath: firm.region_path, belongs };
    const document = await issueDocument(context, tx, draft, doerOf(actor), at);
    if (isRefusal(document)) return document;
    await sql`
      UPDATE risk_card SET superseded_at = ${new Date(at)}
      WHERE enterprise_id = ${firm.id} AND kind = ${wanted.kind} AND post = ${wanted.post} AND superseded_at IS NULL`.execute(
      tx,
    );
    const { rows } = await sql<CardRow>`
      INSERT INTO risk_card (id, enterprise_id, kind, post, title, card_version, content, document_id, published_at, published_by, region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${firm.id}, ${wanted.kind}, ${wanted.post}, ${title}, ${version}, ${JSON.stringify(content)}::jsonb, ${document.id},
        ${new Date(at)}, ${actor.name}, ${firm.region_path}, ${firm.id}, ${firm.sector}) RETURNING *`.execute(tx);
    const card = rows[0] as CardRow;
    await record(tx, actor, 'card.publish', { kind: 'risk-card', id: card.id }, 'done', {
      title,
      version,
      number: document.number,
    });
    return card;
  });
}

async function pointsOf(tx: Tx, enterprise: string, wanted: readonly string[]): Promise<Point[]> {
  const { rows } = await sql<Point>`
    SELECT name, accident, level, measures, hazard, responsible FROM risk_point
    WHERE enterprise = ${enterprise} AND retired_at IS NULL AND id = ANY (${[...wanted]}::uuid[])
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], level), name`.execute(tx);
  return rows;
}

const lineOf = (point: Point): string[] => [
  `${point.name}：${point.hazard}`,
  point.accident ?? '—',
  LEVEL_LABELS[point.level].risk,
  point.measures ?? '—',
  point.responsible ?? '—',
];

export interface SignWanted {
  readonly workerId: string;
  readonly signature?: Signature | undefined;
  readonly pin?: string | undefined;
  /** Set with a drawn signature: signs later cards. */
  readonly newPin?: string | undefined;
  readonly device: string;
  readonly requestId?: string | undefined;
}

/** A worker signs a card on the enterprise's device, by hand or by the own PIN. The same request twice is one. */
export async function signCard(
  context: Context,
  actor: Actor,
  cardId: string,
  wanted: SignWanted,
): Promise<true | Refusal> {
  const card = await withScope(context.db, actor.scope, (tx) =>
    sql<CardRow>`SELECT * FROM risk_card WHERE id = ${cardId}`.execute(tx),
  );
  const [row] = card.rows;
  if (row === undefined || actor.scope.kind !== 'organisation') {
    await auditOutside(context.db, actor, 'risk_card', cardId, 'card.sign');
    return refuse('not-found');
  }
  const allowed = wanted.signature === undefined ? await pinAllows(context, wanted) : true;
  if (allowed !== true) return allowed;
  return context.db.transaction().execute(async (tx) => {
    const locked = await sql<CardRow>`SELECT * FROM risk_card WHERE id = ${cardId} FOR UPDATE`.execute(tx);
    if (locked.rows[0]?.superseded_at !== null) return refuse('card-superseded');
    const workers = await sql<{ name: string; post: string }>`
      SELECT name, post FROM worker WHERE id = ${wanted.workerId} AND enterprise = ${row.enterprise_id} AND retired_at IS NULL`.execute(
      tx,
    );
    const [worker] = workers.rows;
    if (worker === undefined || (row.post !== '' && worker.post !== row.post))
      return refuse('card-worker', { worker: worker?.name ?? both('此人', 'This person') });
    const kept = await sql`
      INSERT INTO risk_card_signature (card_id, worker_id, at, method, signature, device, by, by_id, request_id, region_path, organisation_id, sector)
      VALUES (${cardId}, ${wanted.workerId}, now(), ${wanted.signature === undefined ? 'pin' : 'drawn'},
        ${wanted.signature === undefined ? null : JSON.stringify(wanted.signature)}::jsonb, ${wanted.device}, ${actor.name}, ${actor.personId},
        ${wanted.requestId ?? null}, ${row.region_path}, ${row.organisation_id}, ${row.sector})
      ON CONFLICT DO NOTHING RETURNING card_id`.execute(tx);
    if (kept.rows.length === 0)
      return (await sameRequest(tx, wanted)) ? true : refuse('card-signed', { worker: worker.name });
    if (wanted.signature !== undefined && wanted.newPin !== undefined)
      await keepPin(tx, wanted.workerId, wanted.newPin);
    await record(tx, actor, 'card.sign', { kind: 'risk-card', id: cardId }, 'done', {
      worker: wanted.workerId,
      device: wanted.device,
    });
    return true;
  });
}

async function sameRequest(tx: Tx, { requestId, workerId }: SignWanted): Promise<boolean> {
  if (requestId === undefined) return false;
  const { rows } =
    await sql`SELECT FROM risk_card_signature WHERE request_id = ${requestId} AND worker_id = ${workerId}`.execute(tx);
  return rows.length > 0;
}

async function keepPin(tx: Tx, workerId: string, pin: string): Promise<void> {
  await sql`
    INSERT INTO worker_pin (worker_id, hash) VALUES (${workerId}, ${await hashPassword(pin)})
    ON CONFLICT (worker_id) DO UPDATE SET hash = excluded.hash, set_at = now(), failed = 0, locked_until = NULL`.execute(
    tx,
  );
}

const MOST_WRONG = 5;

/** Five wrong PINs pause the worker's PIN for an hour; a drawn signature stays possible. */
async function pinAllows({ db }: Context, { workerId, pin }: SignWanted): Promise<true | Refusal> {
  if (pin === undefined) return refuse('field-required', { field: both('签名', 'Signature') }, 'signature');
  const { rows } = await sql<{ hash: string; locked: boolean }>`
    SELECT hash, coalesce(locked_until > now(), false) AS locked FROM worker_pin WHERE worker_id = ${workerId}`.execute(
    db,
  );
  const known = rows[0];
  if (known !== undefined && !known.locked && (await passwordMatches(known.hash, pin))) {
    await sql`UPDATE worker_pin SET failed = 0, locked_until = NULL WHERE worker_id = ${workerId}`.execute(db);
    return true;
  }
  await sql`
    UPDATE worker_pin SET failed = failed + 1,
      locked_until = CASE WHEN failed + 1 >= ${MOST_WRONG} THEN now() + interval '1 hour' ELSE locked_until END
    WHERE worker_id = ${workerId}`.execute(db);
  return refuse('pin-wrong', {}, 'pin');
}

/** Names of workers outside their own enterprise are masked. */
export const nameFor = (actor: Actor, name: string): string =>
  actor.scope.kind === 'organisation' ? name : maskName(name);
