import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type App, type RouteModule } from '../http/index.ts';
import { addEntry, lockOutbox, publish } from './write.ts';

const tags = ['报警 Alarms'];
export const LARGEST_EVIDENCE = 8 * 1024 * 1024;

/** What may be kept as evidence, and how its first bytes look. */
export const EVIDENCE_KINDS: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  'image/jpeg': (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
  'image/png': (bytes) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  'image/webp': (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  'audio/webm': (bytes) => bytes.subarray(0, 4).toString('hex') === '1a45dfa3',
  'audio/ogg': (bytes) => bytes.toString('latin1', 0, 4) === 'OggS',
  'audio/mp4': (bytes) => bytes.toString('latin1', 4, 8) === 'ftyp',
  'application/pdf': (bytes) => bytes.toString('latin1', 0, 5) === '%PDF-',
};

const storedSchema = z.object({ sha256: z.string(), type: z.string(), size: z.int() });

/** Lets the application read bodies that are files themselves. */
export function takeEvidence(app: App): void {
  const types = Object.keys(EVIDENCE_KINDS).filter((type) => !app.hasContentTypeParser(type));
  if (types.length === 0) return;
  app.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: LARGEST_EVIDENCE }, (_request, body, done) =>
    done(null, body),
  );
}

/** Photos and papers kept with an alarm, under the hash of their content. */
export const evidenceRoutes: RouteModule = (app, context) => {
  takeEvidence(app);
  app.post(
    '/api/alarms/:id/evidence',
    {
      onRequest: need('alarm.handle'),
      bodyLimit: LARGEST_EVIDENCE,
      schema: {
        tags,
        summary: '附处置证据 · Add evidence: the body is the image or PDF itself',
        params: z.object({ id: z.uuid() }),
        response: responses(storedSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const type = (request.headers['content-type'] ?? '').split(';')[0] as string;
      const bytes = request.body as Buffer | undefined;
      if (!Buffer.isBuffer(bytes) || EVIDENCE_KINDS[type]?.(bytes) !== true) return answer(refuse('file-kind'));
      const visible = await withScope(context.db, actor.scope, (tx) =>
        sql`SELECT FROM alarm WHERE id = ${id}`.execute(tx),
      );
      if (visible.rows.length === 0) {
        await auditOutside(context.db, actor, 'alarm', id, 'alarm.handle');
        return answer(refuse('not-found'));
      }
      const { sha256, size } = await context.files.put(bytes);
      await context.db.transaction().execute(async (tx) => {
        await lockOutbox(tx);
        await addEntry(
          tx,
          id,
          new Date(),
          actor.name,
          'evidence',
          `附件 ${Math.ceil(size / 1024)} KB · ${sha256.slice(0, 12)}`,
          { sha256, type },
        );
        await publish(tx, id, 'evidence');
        await record(tx, actor, 'alarm.evidence', { kind: 'alarm', id }, 'done', { sha256, type, size });
      });
      return reply.code(201).send({ sha256, type, size });
    },
  );
  app.get(
    '/api/alarms/:id/evidence/:sha256',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '看证据 · Read evidence',
        params: z.object({ id: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const { rows } = await withScope(context.db, actorOf(request).scope, (tx) =>
        sql<{
          type: string;
        }>`SELECT file_type AS type FROM alarm_entry WHERE alarm_id = ${id} AND file_sha256 = ${sha256} LIMIT 1`.execute(
          tx,
        ),
      );
      const content = rows[0] === undefined ? undefined : await context.files.read(sha256);
      if (rows[0] === undefined || content === undefined) return answer(refuse('not-found'));
      return reply.type(rows[0].type).header('content-security-policy', "sandbox; default-src 'none'").send(content);
    },
  );
};
