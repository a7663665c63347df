import { sql } from 'kysely';
import { z } from 'zod';
import { isVoice, VOICE } from '@anlan/kernel/attachment';
import { refuse } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { EVIDENCE_KINDS, LARGEST_EVIDENCE, takeEvidence } from '../alarm/evidence.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

/** What one person may bring in within a day (bytes): a day of photos many times over, and no way to fill the disk. */
export const DAILY_BYTES = 2e9;

/** May the person bring in so many bytes more today? */
export async function withinQuota(db: Database, person: string, more: number): Promise<boolean> {
  const { rows } = await sql<{ bytes: number }>`
    SELECT coalesce(sum(size), 0)::float8 AS bytes FROM upload WHERE person_id = ${person} AND at > now() - interval '1 day'`.execute(
    db,
  );
  return (rows[0]?.bytes ?? 0) + more <= DAILY_BYTES;
}

/** Photos and papers brought in before the act they belong to, under the hash of their content. */
export const uploadRoutes: RouteModule = (app, context) => {
  takeEvidence(app);
  app.post(
    '/api/files',
    {
      onRequest: need('case.read'),
      bodyLimit: LARGEST_EVIDENCE,
      schema: {
        tags: ['事项 Cases'],
        summary: '上传照片、录音或文件 · Bring a file in: the body is the image, voice note or PDF itself',
        response: responses(z.object({ sha256: z.string(), type: z.string(), size: z.int() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const type = (request.headers['content-type'] ?? '').split(';')[0] as string;
      const bytes = request.body as Buffer | undefined;
      if (!Buffer.isBuffer(bytes) || EVIDENCE_KINDS[type]?.(bytes) !== true) return answer(refuse('file-kind'));
      if (isVoice(type) && bytes.length > VOICE.bytes)
        return answer(refuse('voice-too-long', { seconds: VOICE.seconds }, 'files'));
      if (!(await withinQuota(context.db, actor.personId, bytes.length)))
        return answer(refuse('upload-quota', { megabytes: DAILY_BYTES / 1e6 }));
      const { sha256, size } = await context.files.put(bytes);
      await context.db.transaction().execute(async (tx) => {
        await sql`
          INSERT INTO upload (sha256, person_id, type, size) VALUES (${sha256}, ${actor.personId}, ${type}, ${size})
          ON CONFLICT DO NOTHING`.execute(tx);
        await record(tx, actor, 'file.upload', { kind: 'file', id: sha256 }, 'done', { type, size });
      });
      return reply.code(201).send({ sha256, type, size });
    },
  );
};
