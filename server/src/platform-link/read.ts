import { sql } from 'kysely';
import type { Scope } from '@anlan/kernel/access';
import type { LinkState } from '@anlan/gateways';
import type { LinkDetail, LinkMessage, LinkView } from '@anlan/kernel/platform-link';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';

type ViewRow = Omit<LinkView, 'forwardedUntil' | 'standing'> & { forwardedUntil: Date | null };

/** The links of a scope, each with how it stands; one of them when an id is given. */
export async function readLinkViews(context: Context, scope: Scope, id?: string): Promise<readonly LinkView[]> {
  const states = (await context.mirror.ask<readonly LinkState[]>('platform-links')) ?? [];
  const rows = await withScope(context.db, scope, async (tx) => {
    const { rows } = await sql<ViewRow>`
      SELECT l.id, l.name, l.role, l.edition, l.access_code AS "accessCode", l.user_id AS "userId", l.encrypted, l.peer_host AS "peerHost",
        l.peer_port AS "peerPort", l.own_host AS "ownHost", l.idle_seconds AS "idleSeconds", l.dead_seconds AS "deadSeconds",
        l.answer_minutes AS "answerMinutes", l.enabled, l.region_path AS "regionPath", r.name AS "regionName", l.version,
        l.forwarded_until AS "forwardedUntil",
        (SELECT count(*)::int FROM platform_link_vehicle e WHERE e.link_id = l.id AND e.until IS NULL) AS vehicles,
        (SELECT count(*)::int FROM platform_link_message m WHERE m.link_id = l.id AND m.direction = 'in' AND m.kind IN ('urge', 'query')
          AND m.state IN ('open', 'late')) AS open,
        (SELECT count(*)::int FROM platform_link_message m WHERE m.link_id = l.id AND m.kind = 'alarm' AND m.at > now() - interval '1 day')
          AS alarms24
      FROM platform_link l JOIN region r ON r.path = l.region_path
      WHERE l.retired_at IS NULL AND (${id ?? null}::uuid IS NULL OR l.id = ${id ?? null}) ORDER BY l.name, l.id`.execute(
      tx,
    );
    return rows;
  });
  return rows.map((row) => ({
    ...row,
    forwardedUntil: row.forwardedUntil?.getTime() ?? null,
    standing: states.find((state) => state.id === row.id) ?? null,
  }));
}

/** A link with its messages and vehicles; undefined outside the scope. */
export async function readLinkDetail(context: Context, scope: Scope, id: string): Promise<LinkDetail | undefined> {
  const [link] = await readLinkViews(context, scope, id);
  if (link === undefined) return undefined;
  return withScope(context.db, scope, async (tx) => ({
    link,
    messages: await readMessages(tx, id),
    vehicles: await readExchanged(tx, id),
    exchanges: await readGiven(tx, id),
  }));
}

interface MessageRow extends Omit<LinkMessage, 'at' | 'dueAt' | 'answeredAt'> {
  at: Date;
  dueAt: Date | null;
  answeredAt: Date | null;
}

async function readMessages(tx: Tx, link: string): Promise<LinkMessage[]> {
  const { rows } = await sql<MessageRow>`
    SELECT m.id, m.direction, m.kind, m.number, m.plate, m.vehicle, m.alarm_id AS "alarmId", m.about_id AS "aboutId",
      coalesce(m.body ->> 'title', '') AS title, coalesce(m.body ->> 'text', '') AS text, m.state, m.at, m.due_at AS "dueAt", m.by,
      m.answer ->> 'text' AS answer, m.answered_at AS "answeredAt", m.answered_by AS "answeredBy",
      EXISTS (SELECT FROM platform_link_message u WHERE u.about_id = m.id) AS urged
    FROM platform_link_message m WHERE m.link_id = ${link} ORDER BY m.at DESC LIMIT 200`.execute(tx);
  return rows.map((row) => ({
    ...row,
    at: row.at.getTime(),
    dueAt: row.dueAt?.getTime() ?? null,
    answeredAt: row.answeredAt?.getTime() ?? null,
  }));
}

async function readExchanged(tx: Tx, link: string): Promise<LinkDetail['vehicles']> {
  const { rows } = await sql<{ id: string; plate: string; enterprise: string | null; since: Date }>`
    SELECT v.id, v.name AS plate, e.name AS enterprise, x.since
    FROM platform_link_vehicle x JOIN vehicle v ON v.id = x.vehicle LEFT JOIN enterprise e ON e.id = v.enterprise
    WHERE x.link_id = ${link} AND x.until IS NULL ORDER BY v.name LIMIT 200`.execute(tx);
  return rows.map((row) => ({ ...row, since: row.since.getTime() }));
}

async function readGiven(tx: Tx, link: string): Promise<LinkDetail['exchanges']> {
  const { rows } = await sql<{ id: string; plate: string; reason: number; since: Date | null }>`
    SELECT v.id, v.name AS plate, x.reason, x.since FROM platform_link_exchange x JOIN vehicle v ON v.id = x.vehicle
    WHERE x.link_id = ${link} AND x.until IS NULL ORDER BY x.asked_at LIMIT 200`.execute(tx);
  return rows.map((row) => ({ ...row, since: row.since?.getTime() ?? null }));
}
