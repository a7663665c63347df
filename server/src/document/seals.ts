import { sql } from 'kysely';
import { z } from 'zod';
import { regionPathSchema, may, type Actor } from '@anlan/kernel/access';
import { sealSchema, sealUserSchema, type Seal } from '@anlan/kernel/document';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';

const tags = ['文书 Documents'];
const one = z.object({ id: z.uuid() });

/** Seals of authorities: their pictures, and who may have them put on a paper. Managed apart from all business. */
export const sealRoutes: RouteModule = (app, context) => {
  const onRequest = need('seal.write');
  const own = async (actor: Actor) => (await seals(context)).filter(({ regionPath }) => within(actor, regionPath));
  app.get(
    '/api/seals',
    {
      onRequest,
      schema: { tags, summary: '印章 · Seals, replaced ones too', response: responses(z.array(sealSchema)) },
    },
    (request) => own(actorOf(request)),
  );
  app.get(
    '/api/seals/users',
    {
      onRequest,
      schema: {
        tags,
        summary: '可用印人员 · Who may be named for the seal of a place',
        querystring: z.strictObject({ regionPath: regionPathSchema }),
        response: responses(z.array(sealUserSchema)),
      },
    },
    async (request) => {
      const { regionPath } = request.query;
      return within(actorOf(request), regionPath) ? mayUse(context, regionPath) : answer(refuse('not-found'));
    },
  );
  app.get(
    '/api/seals/:id/picture',
    {
      onRequest,
      schema: {
        tags,
        summary: '印模 · Picture of a seal',
        params: one,
        response: responses(z.unknown().describe('PNG or JPEG')),
      },
    },
    async (request, reply) => {
      const found = (await own(actorOf(request))).find(({ id }) => id === request.params.id);
      const content = found === undefined ? undefined : await context.files.read(found.sha256);
      if (content === undefined) return answer(refuse('not-found'));
      return reply.type(pictureType(content) ?? 'image/png').send(content);
    },
  );
  app.post(
    '/api/seals',
    {
      onRequest,
      schema: {
        tags,
        summary: '启用印章 · Put a seal into use; the one before is kept and retired',
        body: z.strictObject({
          regionPath: regionPathSchema,
          picture: z.base64().max(900_000).describe('PNG or JPEG'),
          users: z.array(z.uuid()).max(50),
        }),
        response: responses(z.array(sealSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { regionPath, picture, users } = request.body;
      if (!within(actor, regionPath)) return answer(refuse('not-found'));
      answer(await putSeal(context, actor, regionPath, Buffer.from(picture, 'base64'), users));
      return own(actor);
    },
  );
  app.post(
    '/api/seals/:id/retire',
    {
      onRequest,
      schema: {
        tags,
        summary: '停用印章 · Retire a seal; papers that carry it keep it',
        params: one,
        body: z.strictObject({ reason: z.string().trim().min(1, '不能为空').max(300) }),
        response: responses(z.array(sealSchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      answer(await retireSeal(context, actor, request.params.id, request.body.reason));
      return own(actor);
    },
  );
};

async function seals({ db }: Context): Promise<Seal[]> {
  const { rows } = await sql<Omit<Seal, 'uploadedAt' | 'retiredAt'> & { uploadedAt: Date; retiredAt: Date | null }>`
    SELECT s.id, s.region_path AS "regionPath", r.name AS place, s.sha256, s.uploaded_at AS "uploadedAt", s.uploaded_by AS "uploadedBy",
      s.retired_at AS "retiredAt", (SELECT count(*)::int FROM document d WHERE d.seal_id = s.id) AS papers,
      coalesce((SELECT json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.name) FROM person p WHERE p.id = ANY (s.users)), '[]'::json) AS users
    FROM authority_seal s JOIN region r ON r.path = s.region_path
    ORDER BY s.retired_at DESC NULLS FIRST, s.region_path LIMIT 500`.execute(db);
  return rows.map((row) => ({
    ...row,
    uploadedAt: row.uploadedAt.getTime(),
    retiredAt: row.retiredAt?.getTime() ?? null,
  }));
}

const within = ({ scope }: Actor, path: string): boolean =>
  scope.kind === 'all' || (scope.kind === 'region' && path.startsWith(scope.path));

/** Those who write or approve papers, by a live grant for exactly this place. */
async function mayUse({ db }: Context, regionPath: string): Promise<z.infer<typeof sealUserSchema>[]> {
  const { rows } = await sql<z.infer<typeof sealUserSchema>>`
    SELECT DISTINCT p.id, p.name, g.role FROM live_grant g JOIN person p ON p.id = g.person_id AND p.retired_at IS NULL
    WHERE g.scope_path = ${regionPath} ORDER BY p.name LIMIT 500`.execute(db);
  return rows.filter(({ role }) => may({ role }, 'document.write') || may({ role }, 'document.approve'));
}

const PICTURES: Record<string, string> = { '89504e47': 'image/png', ffd8ffe0: 'image/jpeg', ffd8ffe1: 'image/jpeg' };
const pictureType = (picture: Buffer): string | undefined => PICTURES[picture.subarray(0, 4).toString('hex')];

async function putSeal(
  context: Context,
  actor: Actor,
  regionPath: string,
  picture: Buffer,
  users: readonly string[],
): Promise<true | Refusal> {
  const type = pictureType(picture);
  if (type === undefined)
    return refuse(
      'field-invalid',
      { field: both('印章', 'Seal'), problem: both('应为 PNG 或 JPEG', 'PNG or JPEG is expected') },
      'picture',
    );
  const known = new Set((await mayUse(context, regionPath)).map(({ id }) => id));
  if (users.some((id) => !known.has(id)))
    return refuse(
      'field-invalid',
      {
        field: both('用印人', 'Users of the seal'),
        problem: both('不是该机关拟制或审批文书的人员', 'they neither draft nor approve papers of this authority'),
      },
      'users',
    );
  const { sha256 } = await context.files.put(picture);
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE authority_seal SET retired_at = now() WHERE region_path = ${regionPath} AND retired_at IS NULL`.execute(
      tx,
    );
    await sql`
      INSERT INTO authority_seal (id, region_path, sha256, type, users, uploaded_by)
      VALUES (gen_random_uuid(), ${regionPath}, ${sha256}, ${type}, ${[...users]}::uuid[], ${actor.name})`.execute(tx);
    await record(tx, actor, 'seal.put', { kind: 'region', id: regionPath }, 'done', { sha256, users: users.length });
  });
  return true;
}

async function retireSeal({ db }: Context, actor: Actor, id: string, reason: string): Promise<true | Refusal> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ path: string; sha256: string; retired: boolean }>`
      SELECT region_path AS path, sha256, retired_at IS NOT NULL AS retired FROM authority_seal WHERE id = ${id} FOR UPDATE`.execute(
      tx,
    );
    const [seal] = rows;
    if (seal === undefined || !within(actor, seal.path)) return refuse('not-found');
    if (seal.retired) return true;
    await sql`UPDATE authority_seal SET retired_at = now() WHERE id = ${id}`.execute(tx);
    const detail = { sha256: seal.sha256, reason };
    await record(tx, actor, 'seal.retire', { kind: 'region', id: seal.path }, 'done', detail);
    return true;
  });
}
