import { LENGTHS } from '@anlan/kernel/entity';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import { effortShown } from '@anlan/kernel/receipt';
import { isRefusal, refuse } from '@anlan/kernel/refusal';
import { REPORT_SUBJECTS } from '@anlan/systems/prevention';
import { answer, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { openReportBox } from '../public-report/box.ts';
import { caseOfReceipt, progressOf, progressSchema } from '../public-report/progress.ts';
import { receive } from '../public-report/receive.ts';
import { saySomething } from '../public-report/words.ts';
import { limited, openLimiter } from './limits.ts';
import {
  findEnterprises,
  near,
  nearSchema,
  publicEnterprise,
  publicEnterpriseSchema,
  publicFigures,
  publicFiguresSchema,
  publicPlaces,
  publicPlaceSchema,
} from './places.ts';
import { PICTURES } from './strip.ts';

const OPEN = { tags: ['公开 Public'], security: [] };
/** Six pictures of at most a megabyte, as the form makes them, and what base64 adds. */
const LARGEST = 9 * 1024 * 1024;
const LABELS = {
  statement: { zh: '看到了什么', en: 'What you saw' },
  subject: { zh: '类别', en: 'Subject' },
  place: { zh: '地点', en: 'Place' },
  address: { zh: '详细地址', en: 'Address' },
  phone: { zh: '电话', en: 'Telephone' },
  photos: { zh: '照片', en: 'Photos' },
  code: { zh: '回执码', en: 'Receipt code' },
  pin: { zh: '查询口令', en: 'PIN' },
};

const path = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .max(200);
const photos = z
  .array(
    z.strictObject({
      type: z.enum(PICTURES),
      data: z.base64().max(1_600_000, '一张照片最大 1.2 MB'),
    }),
  )
  .max(6, '最多 6 张')
  .default([]);
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);
const phone = z.string().regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/, '应为手机号或带区号的座机号');
/** What only programs fill in: a field that no person sees. */
const trap = z.string().max(200).optional();

export const reportInput = z.strictObject({
  requestId: z.uuid(),
  effort: z.int().min(0).describe('shows some work done for this sending'),
  subject: z.enum(REPORT_SUBJECTS.map(({ value }) => value)),
  statement: text(500),
  place: path.optional(),
  address: text(120).optional(),
  enterprise: z.uuid().optional(),
  lon: z.number().min(70).max(140).optional(),
  lat: z.number().min(0).max(60).optional(),
  insider: z.boolean().default(false),
  contact: z.strictObject({ name: text(30).optional(), phone }).optional(),
  photos,
  website: trap,
});
const receipt = { code: z.string().max(40), pin: z.string().max(20) };
const wordsInput = z.strictObject({
  ...receipt,
  id: z.uuid(),
  kind: z.enum(['supplement', 'objection']),
  text: text(500),
  photos,
});

export const receivedSchema = z.object({
  code: z.string(),
  pin: z.string(),
  at: z.number(),
  authority: z.string(),
  acceptBy: z.number().nullable(),
  checkDays: z.number(),
  qr: z.string().describe('SVG: leads to the progress page with the code'),
});

const bytesOf = (sent: z.infer<typeof photos>) =>
  sent.map(({ type, data }) => ({ type, bytes: Buffer.from(data, 'base64') }));

/** Pages anybody may open, without a session and without a trace of who asked. */
export const publicRoutes: RouteModule = async (app, context) => {
  placeRoutes(app, context);
  await reportRoutes(app, context);
};

const placeRoutes = (app: Parameters<RouteModule>[0], { db }: Parameters<RouteModule>[1]): void => {
  const onRequest = limited(openLimiter(120, 60));
  const seek = limited(openLimiter(40, 60));
  app.get(
    '/api/public/places',
    {
      onRequest,
      config: { early: true },
      schema: {
        ...OPEN,
        summary: '区县与乡镇 · Counties and towns',
        querystring: z.strictObject({ under: path }),
        response: responses(z.array(publicPlaceSchema)),
      },
    },
    (request) => publicPlaces(db, request.query.under),
  );
  app.get(
    '/api/public/near',
    {
      onRequest: seek,
      config: { early: true },
      schema: {
        ...OPEN,
        summary: '附近的乡镇与企业 · Nearest town and enterprises',
        querystring: z.strictObject({ lon: z.coerce.number().min(70).max(140), lat: z.coerce.number().min(0).max(60) }),
        response: responses(nearSchema),
      },
    },
    (request) => near(db, request.query.lon, request.query.lat),
  );
  app.get(
    '/api/public/enterprises',
    {
      onRequest: seek,
      config: { early: true },
      schema: {
        ...OPEN,
        summary: '按名称找企业 · Enterprises by name',
        querystring: z.strictObject({ under: path, search: z.string().trim().min(2).max(LENGTHS.search) }),
        response: responses(z.array(publicEnterpriseSchema)),
      },
    },
    (request) => findEnterprises(db, request.query.under, request.query.search),
  );
  app.get(
    '/api/public/enterprises/:id',
    {
      onRequest: seek,
      config: { early: true },
      schema: {
        ...OPEN,
        summary: '扫码的企业 · The enterprise of a scanned code',
        params: z.object({ id: z.uuid() }),
        response: responses(publicEnterpriseSchema),
      },
    },
    async (request) => (await publicEnterprise(db, request.params.id)) ?? answer(refuse('not-found')),
  );
  app.get(
    '/api/public/report-figures',
    {
      onRequest,
      config: { early: true },
      schema: {
        ...OPEN,
        summary: '举报办理情况 · What became of reports',
        querystring: z.strictObject({ under: path }),
        response: responses(
          publicFiguresSchema.extend({ insiderShare: z.number(), acceptDays: z.number(), checkDays: z.number() }),
        ),
      },
    },
    async (request) => {
      const { under } = request.query;
      const values = await valuesFor(db, under, Date.now());
      return {
        ...(await publicFigures(db, under)),
        insiderShare: values.number('report.reward.insider'),
        acceptDays: values.number('report.accept-within'),
        checkDays: values.number('report.check-within'),
      };
    },
  );
};

const reportRoutes: RouteModule = async (app, context) => {
  const { db, configuration } = context;
  const box = await openReportBox(configuration.home);
  const looking = limited(openLimiter(20, 120));
  app.post(
    '/api/public/reports',
    {
      onRequest: limited(openLimiter(6, 600)),
      bodyLimit: LARGEST,
      config: { labels: LABELS, early: true },
      schema: { ...OPEN, summary: '举报 · Report', body: reportInput, response: responses(receivedSchema, 201) },
    },
    async (request, reply) => {
      const { website, effort, photos: sent, ...wish } = request.body;
      const caught = (website ?? '') !== '' || !effortShown(wish.requestId, effort);
      if (caught) refuseNow('effort-missing');
      const made = answer(await receive(context, box, { ...wish, photos: bytesOf(sent), channel: 'web' }));
      const values = await valuesFor(db, made.authorityPath, Date.now());
      const address = `${configuration.publicUrl}/public/progress#${made.receipt.code}`;
      return reply.code(201).send({
        ...made.receipt,
        at: made.at,
        authority: made.authority,
        acceptBy: made.acceptBy,
        checkDays: values.number('report.check-within'),
        qr: renderSVG(address, { ecc: 'M', border: 1 }),
      });
    },
  );
  app.post(
    '/api/public/reports/progress',
    {
      onRequest: looking,
      config: { labels: LABELS, early: true },
      schema: {
        ...OPEN,
        summary: '凭回执查进度 · Progress by receipt',
        body: z.strictObject(receipt),
        response: responses(progressSchema),
      },
    },
    async (request) => {
      const id = answer(await caseOfReceipt(db, request.body.code, request.body.pin));
      return progressOf(db, id);
    },
  );
  app.post(
    '/api/public/reports/words',
    {
      onRequest: limited(openLimiter(10, 600)),
      bodyLimit: LARGEST,
      config: { labels: LABELS, early: true },
      schema: {
        ...OPEN,
        summary: '补充线索或提异议 · Add something, or object',
        body: wordsInput,
        response: responses(progressSchema),
      },
    },
    async (request) => {
      const { code, pin, photos: sent, ...said } = request.body;
      const id = answer(await caseOfReceipt(db, code, pin));
      const refused = await saySomething(context, id, { ...said, photos: bytesOf(sent) });
      if (isRefusal(refused)) answer(refused);
      return progressOf(db, id);
    },
  );
};
