import { z } from 'zod';
import { decisionSchema, mineDetailSchema, mineSchema, uploadedSchema } from '@anlan/kernel/mine';
import { refuse, both } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { actorOf, answer, need, noContent, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { decide } from './decide.ts';
import { listMines, readMine } from './read.ts';
import { isSender, putFile } from './upload.ts';

const tags = ['煤矿上传 Mines'];
const LARGEST = 16 << 20;

/** Coal mines' upload files: taken by HTTP as well as by folder, listed, their definitions decided on. */
export const mineRoutes: RouteModule = async (app, context) => {
  await app.register((own, _options, done) => {
    // GBK comes as well: the bytes are kept as they are.
    own.removeContentTypeParser(['text/plain', 'application/octet-stream']);
    own.addContentTypeParser(
      ['text/plain', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: LARGEST },
      (_request, body, parsed) => parsed(null, body),
    );
    void uploads(own, context);
    done();
  });
  app.get(
    '/api/mines',
    {
      onRequest: need('device.read'),
      schema: { tags, summary: '煤矿上传概况 · Mines', response: responses(z.array(mineSchema)) },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => listMines(tx)),
  );
  app.get(
    '/api/mines/:id',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '煤矿上传 · One mine',
        params: z.object({ id: z.uuid() }),
        response: responses(mineDetailSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const found = await withScope(context.db, actor.scope, (tx) => readMine(tx, request.params.id));
      if (found !== undefined) return found;
      await auditOutside(context.db, actor, 'device', request.params.id, 'device.read');
      return answer(refuse('not-found'));
    },
  );
  app.post(
    '/api/mines/:id/definitions/:definition',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '确认测点定义 · Decide on a definition',
        params: z.object({ id: z.uuid(), definition: z.uuid() }),
        body: decisionSchema,
        response: noContent,
      },
    },
    async (request, reply) => {
      const { id, definition } = request.params;
      answer(await decide(context, actorOf(request), id, definition, request.body));
      return reply.code(204).send();
    },
  );
};

const uploads: RouteModule = (app, context) => {
  app.post(
    '/api/mine-files/:mine/:name',
    {
      bodyLimit: LARGEST,
      schema: {
        tags,
        summary: '上传文件 · Upload a file of a mine',
        description:
          'Body: the file, text/plain or application/octet-stream. Header `authorization: Bearer <secret of the device coal:mine>`. Answers what became of it.',
        params: z.object({
          mine: z.string().regex(/^[0-9A-Z]{12,20}$/),
          name: z.string().regex(/^[0-9A-Z]{12,20}_[A-Z]{2,12}_\d{14}\.txt$/),
        }),
        response: responses(uploadedSchema),
      },
    },
    async (request) => {
      const { mine, name } = request.params;
      const [kind, secret = ''] = (request.headers.authorization ?? '').split(' ');
      if (kind?.toLowerCase() !== 'bearer' || !(await isSender(context, mine, secret)))
        return refuseNow('not-signed-in');
      if (!Buffer.isBuffer(request.body))
        return answer(refuse('field-required', { field: both('文件内容', 'Content of the file') }, 'body'));
      return { name, ...(await putFile(context, mine, name, request.body)) };
    },
  );
};
