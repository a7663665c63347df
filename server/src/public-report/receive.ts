import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Doer } from '@anlan/kernel/case';
import { makeReceipt, type Receipt } from '@anlan/kernel/receipt';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { REPORT_SUBJECTS } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import type { Database, Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record, type By } from '../audit/record.ts';
import { openCase } from '../case/write.ts';
import { hashPassword } from '../identity/password.ts';
import { valuesFor } from '../parameter/book.ts';
import { stripped, type Picture } from '../public/strip.ts';
import { hashOf, openReceipt, sealReceipt, type ReportBox } from './box.ts';

/** What somebody reports. */
export interface Report {
  /** Made by the sender and kept by nobody else: the same sending twice is one report with one receipt. */
  readonly requestId: string;
  readonly subject: string;
  readonly statement: string;
  /** Region path of the place, where no enterprise is named. */
  readonly place?: string | undefined;
  readonly address?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly lon?: number | undefined;
  readonly lat?: number | undefined;
  readonly insider: boolean;
  readonly contact?: { readonly name?: string | undefined; readonly phone: string } | undefined;
  readonly photos: readonly { readonly type: Picture; readonly bytes: Buffer }[];
  readonly channel: 'web' | 'phone' | 'letter';
}

export interface Received {
  readonly id: string;
  readonly receipt: Receipt;
  readonly at: number;
  readonly authority: string;
  readonly authorityPath: string;
  readonly acceptBy: number | null;
}

/** The reporter as a doer: nobody, on purpose. */
export const REPORTER: Doer = { id: null, name: '举报人', side: 'participant' };
const ANYBODY: By = { account: '举报人' };

interface Place {
  readonly authority: string;
  readonly authorityName: string;
  readonly path: string;
  readonly placeName: string;
  readonly enterprise: string | null;
}

/** Takes a report in: case, dossier, pictures, reporter and receipt in one transaction. */
export async function receive(
  context: Context,
  box: ReportBox,
  report: Report,
  by: By = ANYBODY,
): Promise<Received | Refusal> {
  const before = await receivedBefore(context.db, report.requestId);
  if (before !== undefined) return before;
  const place = await placeOf(context.db, report);
  if (isRefusal(place)) return place;
  const limited = await tooMalicious(context.db, box, report, place);
  if (limited !== undefined) return limited;
  const photos = await keepPhotos(context, report);
  if (isRefusal(photos)) return photos;
  const receipt = makeReceipt(randomBytes(24));
  const pinHash = await hashPassword(receipt.pin);
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const twin = await receivedBefore(tx, report.requestId);
    if (twin !== undefined) return twin;
    const at = Date.now();
    const label = REPORT_SUBJECTS.find(({ value }) => value === report.subject)?.label ?? '';
    const where = (report.address ?? place.placeName).slice(0, 80);
    const opening = {
      kind: 'public-report',
      input: {
        title: `${label}：${where}`,
        subject: report.subject,
        place: where,
        ...(place.enterprise === null ? {} : { enterprise: place.enterprise }),
      },
      source: 'public',
      belongs: {
        organisationId: null,
        organisationName: null,
        regionPath: place.authority,
        sector: null,
        lon: report.lon ?? null,
        lat: report.lat ?? null,
        demonstration: context.demonstration,
      },
    };
    const row = await openCase(tx, opening, { ...REPORTER, name: '群众' }, at);
    if (isRefusal(row)) return row;
    await writeDossier(tx, box, row.id, report, place, at);
    await addPhotos(tx, row.id, place.authority, photos, at);
    await sql`
      INSERT INTO report_code (case_id, request_hash, code_hash, pin_hash, sealed)
      VALUES (${row.id}, ${hashOf('request', report.requestId)}, ${hashOf('code', receipt.code)}, ${pinHash},
        ${sealReceipt(report.requestId, JSON.stringify(receipt))})`.execute(tx);
    // Who sent it stays out of the audit too.
    await record(tx, by, 'report.receive', { kind: 'case', id: row.id }, 'done', { channel: report.channel });
    const acceptBy = row.due_at?.getTime() ?? null;
    return { id: row.id, receipt, at, authority: place.authorityName, authorityPath: place.authority, acceptBy };
  });
}

async function receivedBefore(db: Database | Tx, requestId: string): Promise<Received | undefined> {
  const { rows } = await sql<{
    id: string;
    sealed: string;
    at: Date;
    authority: string;
    path: string;
    due: Date | null;
  }>`
    SELECT f.id, c.sealed, f.opened_at AS at, r.name AS authority, f.region_path AS path, f.due_at AS due
    FROM report_code c JOIN case_file f ON f.id = c.case_id JOIN region r ON r.path = f.region_path
    WHERE c.request_hash = ${hashOf('request', requestId)}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const receipt = JSON.parse(openReceipt(requestId, row.sealed)) as Receipt;
  const { id, authority, path } = row;
  return { id, receipt, at: row.at.getTime(), authority, authorityPath: path, acceptBy: row.due?.getTime() ?? null };
}

/** Where it happened, and the county or zone that handles it; the city where the place is no smaller. */
async function placeOf(db: Database, report: Report): Promise<Place | Refusal> {
  const { rows } = await sql<Place>`
    WITH place AS (
      SELECT e.region_path AS path, e.id AS enterprise FROM enterprise e
      WHERE e.id::text = ${report.enterprise ?? ''} AND e.retired_at IS NULL
      UNION ALL SELECT r.path, NULL FROM region r
      WHERE ${report.enterprise === undefined} AND r.path = ${report.place ?? ''} AND r.valid_to IS NULL
    )
    SELECT place.path, place.enterprise, r.name AS "placeName", a.path AS authority, a.name AS "authorityName"
    FROM place JOIN region r ON r.path = place.path
    CROSS JOIN LATERAL (
      SELECT path, name FROM region up WHERE starts_with(place.path, up.path)
        AND up.kind IN ('county', 'zone', 'city', 'municipality') AND up.valid_to IS NULL
      ORDER BY length(path) DESC LIMIT 1) a LIMIT 1`.execute(db);
  return rows[0] ?? refuse('field-required', { field: both('地点', 'Place') }, 'place');
}

/** A telephone whose reports were found malicious so often in a year is no longer taken; without one nothing is known. */
async function tooMalicious(
  db: Database,
  box: ReportBox,
  { contact }: Report,
  { authority }: Place,
): Promise<Refusal | undefined> {
  if (contact === undefined) return undefined;
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM reporter r JOIN case_public_report c ON c.case_id = r.case_id JOIN case_file f ON f.id = r.case_id
    WHERE r.phone_mark = ${box.mark(contact.phone)} AND f.state = 'refused' AND c.refused_for = 'malicious'
      AND f.closed_at > now() - interval '365 days'`.execute(db);
  const times = rows[0]?.n ?? 0;
  const most = (await valuesFor(db, authority, Date.now())).number('report.malicious-limit');
  return times >= most ? refuse('report-limited', { times }, 'phone') : undefined;
}

export interface KeptPhoto {
  readonly sha256: string;
  readonly type: string;
}

/** Pictures into the file store, without what their camera wrote; what was sent is never written to disk. */
export async function keepPhotos(
  { files }: Context,
  { photos }: Pick<Report, 'photos'>,
): Promise<KeptPhoto[] | Refusal> {
  const bare: { type: Picture; bytes: Buffer }[] = [];
  for (const { type, bytes } of photos) {
    const clean = stripped(type, bytes);
    if (clean === undefined) return refuse('file-kind', {}, 'photos');
    bare.push({ type, bytes: clean });
  }
  const kept: KeptPhoto[] = [];
  for (const { type, bytes } of bare) kept.push({ sha256: (await files.put(bytes)).sha256, type });
  return kept;
}

export async function addPhotos(
  tx: Tx,
  id: string,
  authority: string,
  photos: readonly KeptPhoto[],
  at: number,
): Promise<void> {
  for (const { sha256, type } of photos)
    await sql`
      INSERT INTO report_photo (case_id, sha256, type, region_path, added_at)
      VALUES (${id}, ${sha256}, ${type}, ${authority}, ${new Date(at)}) ON CONFLICT DO NOTHING`.execute(tx);
}

async function writeDossier(
  tx: Tx,
  box: ReportBox,
  id: string,
  report: Report,
  place: Place,
  at: number,
): Promise<void> {
  const { contact } = report;
  await sql`
    INSERT INTO report_dossier (case_id, region_path, place_path, channel, statement, insider, named, lon, lat, received_at)
    VALUES (${id}, ${place.authority}, ${place.path}, ${report.channel}, ${report.statement}, ${report.insider},
      ${contact !== undefined}, ${report.lon ?? null}, ${report.lat ?? null}, ${new Date(at)})`.execute(tx);
  if (contact === undefined) return;
  await sql`
    INSERT INTO reporter (case_id, region_path, name_sealed, phone_sealed, phone_mark)
    VALUES (${id}, ${place.authority}, ${contact.name === undefined ? null : box.seal(contact.name)},
      ${box.seal(contact.phone)}, ${box.mark(contact.phone)})`.execute(tx);
}
