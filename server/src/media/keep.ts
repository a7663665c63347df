import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { may, type Actor, type Verb } from '@anlan/kernel/access';
import type { KeptMedium } from '@anlan/kernel/media';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { addEntry as addAlarmEntry, lockOutbox, publish } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { addEntry as addCaseEntry, publishCase } from '../case/write.ts';
import { stampOf, subjectOf } from './live-routes.ts';
import { mediumView, type MediumRow } from './read.ts';
import type { KnownStream } from './stream-of.ts';

/** A file of a stream that is on disk already. */
export interface Stored {
  readonly kind: KeptMedium['kind'];
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly from: number;
  readonly until: number;
}

/** What files are evidence of; both, one or nothing. */
export interface EvidenceOf {
  readonly alarm?: string | undefined;
  readonly case?: string | undefined;
}

/** Who may add to the trail of a case. */
const CASE_VERBS: readonly Verb[] = ['case.report', 'case.rectify', 'case.verify', 'case.supervise', 'case.enforce'];
const LABELS: Readonly<Record<KeptMedium['kind'], string>> = {
  picture: '视频截图',
  'key-picture': '关键帧（原码）',
  clip: '视频片段',
};

/** Refuses before anything is asked of a camera: the alarm or case must be visible, and its trail the actor's to write in. */
export async function mayBind(context: Context, actor: Actor, of: EvidenceOf): Promise<Refusal | undefined> {
  const wanted = [
    ['alarm', of.alarm, may(actor, 'alarm.handle')],
    ['case_file', of.case, CASE_VERBS.some((verb) => may(actor, verb))],
  ] as const;
  for (const [table, id, permitted] of wanted) {
    if (id === undefined) continue;
    const found = await withScope(context.db, actor.scope, (tx) =>
      sql`SELECT FROM ${sql.table(table)} WHERE id = ${id}`.execute(tx),
    );
    if (found.rows.length === 0) {
      await auditOutside(context.db, actor, table, id, 'camera.watch');
      return refuse('not-found');
    }
    if (!permitted)
      return refuse('not-permitted', {
        verb: both('附证据', 'attach evidence'),
        grantor: both('安全管理员', 'the security administrator'),
      });
  }
  return undefined;
}

/** Writes what was kept of a stream, and binds it by its hash to the alarm and the case it is evidence of. */
export async function keepAll(
  context: Context,
  actor: Actor,
  stream: KnownStream,
  files: readonly Stored[],
  of: EvidenceOf,
): Promise<KeptMedium[]> {
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const kept: KeptMedium[] = [];
    for (const file of files) kept.push(await insert(tx, actor, stream, file, of));
    if (of.alarm !== undefined) await bindAlarm(tx, actor, stream, files, of.alarm);
    if (of.case !== undefined) await bindCase(tx, actor, stream, files, of.case);
    const detail = {
      stream: stream.name,
      files: files.map(({ kind, sha256, size }) => ({ kind, sha256, size })),
      ...of,
    };
    await record(tx, actor, 'camera.keep', subjectOf(stream), 'done', detail);
    return kept;
  });
}

async function insert(tx: Tx, actor: Actor, stream: KnownStream, file: Stored, of: EvidenceOf): Promise<KeptMedium> {
  const { cameraId, deviceId, channel, regionPath, organisationId, sector } = stream;
  const { rows } = await sql<MediumRow>`
    INSERT INTO camera_medium (id, camera_id, device_id, channel, name, kind, type, size, sha256, from_at, until_at, by, person_id, alarm_id,
      case_id, region_path, organisation_id, sector)
    VALUES (${randomUUID()}, ${cameraId}, ${cameraId === null ? deviceId : null}, ${channel}, ${nameOf(stream, file)}, ${file.kind}, ${file.type},
      ${file.size}, ${file.sha256}, ${new Date(file.from)}, ${new Date(file.until)}, ${actor.name}, ${actor.personId}, ${of.alarm ?? null},
      ${of.case ?? null}, ${regionPath}, ${organisationId}, ${sector}) RETURNING *`.execute(tx);
  // Counts towards what a person may bring in within a day, and may be attached to an act like anything they brought.
  await sql`
    INSERT INTO upload (sha256, person_id, type, size) VALUES (${file.sha256}, ${actor.personId}, ${file.type}, ${file.size})
    ON CONFLICT DO NOTHING`.execute(tx);
  return mediumView(rows[0] as MediumRow);
}

function nameOf({ title }: KnownStream, { kind, from }: Stored): string {
  return `${title} ${LABELS[kind]} ${stampOf(from)}`;
}

function textOf(stream: KnownStream, file: Stored): string {
  const seconds = file.kind === 'clip' ? ` · ${((file.until - file.from) / 1000).toFixed(1)} s` : '';
  return `${nameOf(stream, file)}${seconds} · ${Math.ceil(file.size / 1024)} KB · ${file.sha256.slice(0, 12)}`;
}

async function bindAlarm(
  tx: Tx,
  actor: Actor,
  stream: KnownStream,
  files: readonly Stored[],
  alarm: string,
): Promise<void> {
  for (const file of files) {
    const { sha256, type } = file;
    await addAlarmEntry(tx, alarm, new Date(), actor.name, 'evidence', textOf(stream, file), { sha256, type });
  }
  await publish(tx, alarm, 'evidence');
}

async function bindCase(
  tx: Tx,
  actor: Actor,
  stream: KnownStream,
  files: readonly Stored[],
  id: string,
): Promise<void> {
  const { rows } = await sql<{ state: string }>`SELECT state FROM case_file WHERE id = ${id} FOR UPDATE`.execute(tx);
  const state = rows[0]?.state ?? '';
  const text = files.map((file) => textOf(stream, file)).join('；');
  const attached = files.map((file) => ({
    sha256: file.sha256,
    type: file.type,
    name: nameOf(stream, file),
    takenAt: file.from,
  }));
  await addCaseEntry(tx, id, { action: 'camera', from: state, to: state, text }, doerOf(actor), Date.now(), {
    files: attached,
  });
  await publishCase(tx, id, 'camera');
}
