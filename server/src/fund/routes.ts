import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf, stampOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import type { CaseRow } from '../case/row.ts';
import { actorOf, answer, need, responses, type App, type RouteModule } from '../http/index.ts';
import { csvLine } from '../registry/csv.ts';
import { attachment } from '../registry/reading.ts';
import { applicationSchema, apply, confirm, disburse, readApplication, takeBack } from './applications.ts';
import { listFunds } from './funds.ts';
import { balanceOn, correct, entriesOf, entrySchema, fundInScope, fundSchema, payIn } from './ledger.ts';

const tags = ['整改基金 Rectification fund'];
const LABELS = {
  yuan: { zh: '金额', en: 'Amount' },
  onDate: { zh: '日期', en: 'Date' },
  fund: { zh: '基金', en: 'Fund' },
  danger: { zh: '对应隐患编号', en: 'Hidden danger' },
  project: { zh: '对应技改项目', en: 'Project' },
  title: { zh: '申请事项', en: 'Purpose' },
  amount: { zh: '申请金额', en: 'Asked' },
  cost: { zh: '总费用', en: 'Cost' },
  opinion: { zh: '审核意见', en: 'Opinion' },
};
const config = { labels: LABELS };
const one = z.object({ id: z.uuid() });
const made = z.object({ id: z.string() });
const text = (most: number) => z.string().trim().min(1, '不能为空').max(most, `最长 ${most} 字`);
const yuan = z.number().min(0.01).max(1e9);
const span = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() });
const MOST_LINES = 20_000;

/** The rectification fund (S73): ledger, applications, payment in stages, effect, statement. */
export const fundRoutes: RouteModule = (app, context) => {
  ledgerRoutes(app, context);
  statementRoute(app, context);
  applicationRoutes(app, context);
};

const ledgerRoutes = (app: App, context: Context): void => {
  app.get(
    '/api/funds',
    {
      onRequest: need('case.read'),
      schema: { tags, summary: '基金与余额 · Funds and what is in them', response: responses(z.array(fundSchema)) },
    },
    (request) => listFunds(context, actorOf(request)),
  );
  app.get(
    '/api/funds/:id/entries',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '收支明细 · Lines of the ledger',
        params: one,
        querystring: span.extend({ limit: z.coerce.number().int().min(1).max(2000).default(200) }),
        response: responses(z.array(entrySchema)),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await known(context, actor, request.params.id);
      return withScope(context.db, actor.scope, (tx) => entriesOf(tx, request.params.id, request.query));
    },
  );
  app.get(
    '/api/funds/:id/balance',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '某日余额 · What was there at the end of a day',
        params: one,
        querystring: z.strictObject({ on: z.iso.date() }),
        response: responses(z.object({ on: z.string(), yuan: z.number() })),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { on } = request.query;
      await known(context, actor, request.params.id);
      return { on, yuan: await withScope(context.db, actor.scope, (tx) => balanceOn(tx, request.params.id, on)) };
    },
  );
  app.post(
    '/api/funds/:id/entries',
    {
      onRequest: need('fund.pay'),
      config,
      schema: {
        tags,
        summary: '登记入账 · Money paid in',
        params: one,
        body: z.strictObject({ yuan, onDate: z.iso.date(), note: text(300) }),
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await payIn(context, actorOf(request), { fund: request.params.id, ...request.body }));
      return reply.code(201).send({ id });
    },
  );
  app.post(
    '/api/funds/:id/corrections',
    {
      onRequest: need('fund.pay'),
      config,
      schema: {
        tags,
        summary: '冲正 · Take a line back by a line against it',
        params: one,
        body: z.strictObject({ entry: z.uuid(), note: text(300) }),
        response: responses(made, 201),
      },
    },
    async (request, reply) => {
      const id = answer(await correct(context, actorOf(request), { fund: request.params.id, ...request.body }));
      return reply.code(201).send({ id });
    },
  );
};

/** Refuses where the fund is not in the actor's scope. */
async function known({ db }: Context, actor: Actor, id: string): Promise<void> {
  if ((await fundInScope(db, actor, id)) === undefined) answer(refuse('not-found'));
}

const KIND_WORDS: Record<string, string> = {
  'paid-in': '入账',
  disbursed: '拨付',
  repaid: '归还',
  recovered: '收回',
  correction: '冲正',
};
const TYPE = 'text/csv; charset=utf-8';

const statementRoute = (app: App, context: Context): void => {
  const file = { 200: { description: 'the file', content: { [TYPE]: { schema: z.unknown() } } } };
  app.get(
    '/api/funds/:id/statement.csv',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '对账单 · Statement as CSV',
        params: one,
        querystring: span,
        response: { ...responses(z.unknown()), ...file },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const fund = await fundInScope(context.db, actor, id);
      if (fund === undefined) return answer(refuse('not-found'));
      const { from, to = dayOf(Date.now()) } = request.query;
      const { lines, closing, opening } = await withScope(context.db, actor.scope, async (tx) => ({
        lines: await entriesOf(tx, id, { from, to, limit: MOST_LINES }),
        closing: await balanceOn(tx, id, to),
        opening: from === undefined ? 0 : await openingOf(tx, id, from),
      }));
      await record(context.db, actor, 'fund.statement', { kind: 'rectification-fund', id }, 'done', { from, to });
      const head = [
        '日期',
        '类别',
        '金额（元）',
        '余额（元）',
        '申请编号',
        '对应隐患',
        '对应项目',
        '企业',
        '说明',
        '经办',
        '登记时间',
      ];
      const body = lines
        .toReversed()
        .map((line) => [
          line.onDate,
          KIND_WORDS[line.kind],
          line.yuan,
          line.balance,
          line.applicationNumber,
          line.danger,
          line.project,
          line.enterpriseName,
          line.note,
          line.by,
          stampOf(line.at),
        ]);
      const rows = [
        [fund.name, `${from ?? '设立'} 至 ${to}`],
        ['期初余额', '', '', opening],
        head,
        ...body,
        ['期末余额', '', '', closing],
      ];
      return reply
        .type(TYPE)
        .header('content-disposition', attachment('statement.csv', `${fund.name}-对账单-${to}.csv`))
        .send(`\uFEFF${rows.map((row) => csvLine(row)).join('')}`);
    },
  );
};

async function openingOf(tx: Parameters<typeof balanceOn>[0], id: string, from: string): Promise<number> {
  const { rows } = await sql<{ fen: number }>`
    SELECT coalesce(sum(amount), 0)::bigint AS fen FROM fund_entry WHERE fund = ${id} AND on_date < ${from}`.execute(
    tx,
  );
  return rows[0]!.fen / 100;
}

const applying = z.strictObject({
  requestId: z.uuid(),
  fund: z.uuid(),
  title: text(120),
  danger: z.string().max(40).optional(),
  project: z.uuid().optional(),
  cost: z.number().min(1).max(1e10),
  amount: z.number().min(1).max(1e9),
});

const applicationRoutes = (app: App, context: Context): void => {
  const shown = async (actor: Actor, result: CaseRow | Refusal) =>
    answer(isRefusal(result) ? result : await readApplication(context, actor, result.id));
  const response = responses(applicationSchema);
  app.get(
    '/api/fund-applications/:id',
    { onRequest: need('case.read'), schema: { tags, summary: '一件申请 · One application', params: one, response } },
    async (request) => answer(await readApplication(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/fund-applications',
    {
      onRequest: need('fund.apply'),
      config,
      schema: { tags, summary: '申请 · Apply', body: applying, response: responses(applicationSchema, 201) },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { requestId, ...input } = request.body;
      return reply.code(201).send(await shown(actor, await apply(context, actor, { requestId, input })));
    },
  );
  const payment = z.strictObject({ version: z.int().min(1), yuan, onDate: z.iso.date(), note: text(300) });
  app.post(
    '/api/fund-applications/:id/disbursements',
    {
      onRequest: need('fund.pay'),
      config,
      schema: { tags, summary: '分期拨付 · Pay one stage', params: one, body: payment, response },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(actor, await disburse(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/fund-applications/:id/returns',
    {
      onRequest: need('fund.pay'),
      config,
      schema: {
        tags,
        summary: '归还或收回 · Repaid, or taken back',
        params: one,
        body: payment.extend({ end: z.boolean() }),
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(actor, await takeBack(context, actor, { id: request.params.id, ...request.body }));
    },
  );
  app.post(
    '/api/fund-applications/:id/confirmation',
    {
      onRequest: need('fund.review'),
      config,
      schema: {
        tags,
        summary: '认定有效 · Confirm the effect',
        params: one,
        body: z.strictObject({ version: z.int().min(1), opinion: text(500) }),
        response,
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return shown(actor, await confirm(context, actor, { id: request.params.id, ...request.body }));
    },
  );
};
