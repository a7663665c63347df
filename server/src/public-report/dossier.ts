import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import type { CaseDetail } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { PublicReport, Reporter, ReportDossier, ReportReward } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { caseView, type CaseRow } from '../case/row.ts';
import { readCase } from '../case/read.ts';
import { lacksVerb } from '../http/index.ts';
import type { ReportBox } from './box.ts';
import { handles, seenReport, withHandling } from './handling.ts';
import { hadAHand, rewardView, type RewardRow } from './reward.ts';

/** A second look within this time is the same reading. */
const SAME_READING_MS = 10 * 60_000;

/** A report for an authority's page; what the reporter wrote only for those who handle it, and the reading is kept. */
export async function readReport(context: Context, actor: Actor, id: string): Promise<PublicReport | Refusal> {
  const row = await seenReport(context, actor, id, 'report.read');
  if (isRefusal(row)) return row;
  const own = handles(actor, row);
  const detail = await withScope(context.db, actor.scope, (tx) => readCase(tx, actor, id));
  if (detail === undefined) return refuse('not-found');
  if (own) await keepReading(context, actor, row);
  const apart = await withHandling(context.db, actor, undefined, async (tx) => ({
    reward: await rewardIn(tx, id),
    dossier: own ? await dossierIn(tx, id) : null,
  }));
  const dossier = apart?.dossier ?? null;
  const reward = apart?.reward ?? null;
  return {
    detail,
    dossier: dossier === null ? null : { ...dossier, readings: await namesOf(context, dossier.readings) },
    reward,
    follow: await followOf(context, actor, detail),
    may: {
      handle: own,
      decide: may(actor, 'reward.decide') && (await hadAHand(context.db, id, actor.personId)) === undefined,
      pay: may(actor, 'reward.pay') && reward?.decidedBy !== actor.personId,
    },
  };
}

async function keepReading({ db }: Context, { personId }: Actor, row: CaseRow): Promise<void> {
  await sql`
    INSERT INTO report_reading (case_id, region_path, at, person_id, what)
    SELECT ${row.id}, ${row.region_path}, now(), ${personId}, 'dossier'
    WHERE NOT EXISTS (SELECT FROM report_reading WHERE case_id = ${row.id} AND person_id = ${personId} AND what = 'dossier'
      AND at > ${new Date(Date.now() - SAME_READING_MS)})`.execute(db);
}

async function rewardIn(tx: Tx, id: string): Promise<ReportReward | null> {
  const { rows } = await sql<RewardRow>`SELECT * FROM report_reward WHERE case_id = ${id}`.execute(tx);
  return rows[0] === undefined ? null : rewardView(rows[0]);
}

type Read = Omit<ReportDossier, 'readings'> & {
  readings: (Omit<ReportDossier['readings'][number], 'by'> & { person: string })[];
};

async function dossierIn(tx: Tx, id: string): Promise<Read | null> {
  const { rows } = await sql<
    Pick<ReportDossier, 'statement' | 'channel' | 'insider' | 'named' | 'placeName' | 'lon' | 'lat'>
  >`SELECT d.statement, d.channel, d.insider, d.named, r.name AS "placeName", d.lon, d.lat
    FROM report_dossier d JOIN region r ON r.path = d.place_path WHERE d.case_id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return null;
  const photos = await sql<{ sha256: string; type: string; at: Date }>`
    SELECT sha256, type, added_at AS at FROM report_photo WHERE case_id = ${id} ORDER BY added_at, sha256`.execute(tx);
  const words = await sql<{ at: Date; kind: 'supplement' | 'objection'; text: string }>`
    SELECT at, kind, text FROM report_word WHERE case_id = ${id} ORDER BY at`.execute(tx);
  const readings = await sql<{ at: Date; person: string; what: 'dossier' | 'identity'; reason: string | null }>`
    SELECT at, person_id AS person, what, reason FROM report_reading WHERE case_id = ${id} ORDER BY at DESC LIMIT 50`.execute(
    tx,
  );
  const merged = await sql<{ id: string; number: string; at: Date }>`
    SELECT f.id, f.number, f.opened_at AS at FROM report_dossier d JOIN handled_report f ON f.id = d.case_id
    WHERE d.first_id = ${id} ORDER BY f.opened_at`.execute(tx);
  const timed = <T extends { at: Date }>(list: readonly T[]) => list.map((one) => ({ ...one, at: one.at.getTime() }));
  return {
    ...row,
    photos: timed(photos.rows),
    words: timed(words.rows),
    like: await likeIn(tx, id),
    merged: merged.rows.map(({ at, ...one }) => ({ ...one, openedAt: at.getTime() })),
    readings: timed(readings.rows),
  };
}

const LIKE_DAYS = 90;
const LIKE_METRES = 300;

/**
 * Earlier reports of the authority that may be of the same matter: the same picture, or of the same subject within ninety
 * days and about the same enterprise or within three hundred metres.
 */
async function likeIn(tx: Tx, id: string): Promise<ReportDossier['like']> {
  const { rows } = await sql<{
    id: string;
    number: string;
    title: string;
    state: string;
    at: Date;
    photo: boolean;
    enterprise: boolean | null;
    place: boolean | null;
  }>`
    SELECT f.id, f.number, f.title, f.state, f.opened_at AS at, like_.photo, like_.enterprise, like_.place
    FROM handled_report own JOIN report_dossier d ON d.case_id = own.id
    JOIN handled_report f ON f.region_path = own.region_path AND f.id <> own.id AND f.opened_at <= own.opened_at
    JOIN report_dossier p ON p.case_id = f.id AND p.first_id IS NULL
    CROSS JOIN LATERAL (SELECT
      EXISTS (SELECT FROM report_photo a JOIN report_photo b USING (sha256) WHERE a.case_id = own.id AND b.case_id = f.id) AS photo,
      f.subject = own.subject AND f.enterprise = own.enterprise AND f.opened_at > own.opened_at - ${`${LIKE_DAYS} days`}::interval AS enterprise,
      f.subject = own.subject AND f.opened_at > own.opened_at - ${`${LIKE_DAYS} days`}::interval
        AND power((p.lat - d.lat) * 110574, 2) + power((p.lon - d.lon) * 111320 * cos(radians(d.lat)), 2) < ${LIKE_METRES ** 2} AS place) like_
    WHERE own.id = ${id} AND (like_.photo OR like_.enterprise OR like_.place) ORDER BY f.opened_at LIMIT 8`.execute(tx);
  return rows.map(({ at, photo, enterprise, place, ...row }) => ({
    ...row,
    openedAt: at.getTime(),
    because: [
      ...(photo ? (['photo'] as const) : []),
      ...(enterprise === true ? (['enterprise'] as const) : []),
      ...(place === true ? (['place'] as const) : []),
    ],
  }));
}

async function namesOf({ db }: Context, readings: Read['readings']): Promise<ReportDossier['readings']> {
  const ids = [...new Set(readings.map(({ person }) => person))];
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`SELECT id, name FROM person WHERE id = ANY (${ids}::uuid[])`.execute(db);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return readings.map(({ person, ...reading }) => ({ ...reading, by: names.get(person) ?? '' }));
}

async function followOf({ db }: Context, actor: Actor, detail: CaseDetail): Promise<PublicReport['follow']> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<CaseRow>`SELECT * FROM case_file WHERE origin_kind = 'case' AND origin_id = ${detail.case.id} LIMIT 1`.execute(
      tx,
    ),
  );
  return rows[0] === undefined ? null : caseView(rows[0]);
}

/** Who the reporter is: for the handling authority's handlers, with a reason, one at a time, each reading kept. */
export async function readIdentity(
  context: Context,
  box: ReportBox,
  actor: Actor,
  asked: { readonly id: string; readonly reason: string },
): Promise<Reporter | Refusal> {
  const row = await seenReport(context, actor, asked.id, 'report.identity');
  if (isRefusal(row)) return row;
  if (!may(actor, 'report.handle')) return lacksVerb('report.handle');
  if (!handles(actor, row)) {
    await record(context.db, actor, 'report.identity', { kind: 'case', id: row.id }, 'refused');
    return refuse('not-found');
  }
  const found = await withHandling(context.db, actor, row.id, async (tx) => {
    const { rows } = await sql<{ name: string | null; phone: string }>`
      SELECT name_sealed AS name, phone_sealed AS phone FROM reporter WHERE case_id = ${row.id}`.execute(tx);
    return rows[0];
  });
  if (found === undefined) return refuse('not-found');
  // The reading is kept before anything is shown.
  await context.db.transaction().execute(async (tx) => {
    await sql`
      INSERT INTO report_reading (case_id, region_path, at, person_id, what, reason)
      VALUES (${row.id}, ${row.region_path}, now(), ${actor.personId}, 'identity', ${asked.reason})`.execute(tx);
    await record(tx, actor, 'report.identity', { kind: 'case', id: row.id }, 'done', { reason: asked.reason });
  });
  return { name: found.name === null ? null : box.open(found.name), phone: box.open(found.phone) };
}
