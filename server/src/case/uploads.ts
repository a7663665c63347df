import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { EVIDENCE_KINDS, LARGEST_EVIDENCE, takeEvidence } from '../alarm/evidence.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

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
        summary: '上传照片或文件 · Bring a file in: the body is the image or PDF itself',
        response: responses(z.object({ sha256: z.string(), type: z.string(), size: z.int() }), 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const type = (request.headers['content-type'] ?? '').split(';')[0] as string;
      const bytes = request.body as Buffer | undefined;
      if (!Buffer.isBuffer(bytes) || EVIDENCE_KINDS[type]?.(bytes) !== true) return answer(refuse('file-kind'));
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
