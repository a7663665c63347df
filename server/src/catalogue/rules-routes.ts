import { LENGTHS } from '@anlan/kernel/entity';
import { coverSchema, rulesSchema, statementSchema } from '@anlan/kernel/catalogue';
import { z } from 'zod';
import { dayOf, stampOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { EVENTS } from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, noContent, responses, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { paging, placeOf, region, rowsOf } from '../prevention/inputs.ts';
import { csvLine } from '../registry/csv.ts';
import { attachment } from '../registry/reading.ts';
import { coverOf, readRules } from './internal-rules.ts';
import { decideStatement, monthSchema, readStatement, submitStatement } from './rewards.ts';

const tags = ['风险与隐患 Prevention'];
const TYPE = 'text/csv; charset=utf-8';
const about = z.object({ enterprise: z.uuid() });
const monthly = about.extend({ month: monthSchema });

/** An enterprise's own rules about hidden dangers (S61): who has them, responsibility list, monthly statement. */
export const internalRulesRoutes: RouteModule = async (app, context) => {
  const { db } = context;
  app.get(
    '/api/internal-rules',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '内部隐患制度建立情况 · Which enterprises have their internal rules',
        querystring: z.strictObject({
          region,
          search: z.string().trim().max(LENGTHS.search).default(''),
          lacking: z.enum(['standard', 'posts', 'without', 'rewards', 'any']).optional(),
          ...paging,
        }),
        response: responses(coverSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { search, lacking = null } = request.query;
      const place = await placeOf(context, actor, request.query.region);
      const now = Date.now();
      const sectors = (await valuesFor(db, place, now)).list('self-check.sectors');
      const wish = { region: place, search, lacking, ...rowsOf(request.query) };
      return withScope(db, actor.scope, (tx) => coverOf(tx, wish, sectors, dayOf(now)));
    },
  );
  app.get(
    '/api/internal-rules/:enterprise/posts',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '排查责任清单 · Posts by area and tier with what each looks at',
        params: about,
        response: responses(rulesSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { enterprise } = request.params;
      const rules = await withScope(db, actor.scope, (tx) =>
        readRules(tx, enterprise, actor.scope.kind === 'organisation'),
      );
      if (rules !== undefined) return rules;
      await auditOutside(db, actor, 'enterprise', enterprise, 'case.read');
      return answer(refuse('not-found'));
    },
  );
  await statementRoutes(app, context);
};

const statementRoutes: RouteModule = (app, context) => {
  const { db } = context;
  const read = async (actor: Actor, { enterprise, month }: z.infer<typeof monthly>) => {
    const found = await withScope(db, actor.scope, (tx) => readStatement(tx, actor, enterprise, month, Date.now()));
    if (found !== undefined) return found;
    await auditOutside(db, actor, 'enterprise', enterprise, 'case.read');
    return answer(refuse('not-found'));
  };
  app.get(
    '/api/internal-rules/:enterprise/rewards/:month',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '月度奖惩结算 · Rewards and penalties of a month, line by line',
        params: monthly,
        response: responses(statementSchema),
      },
    },
    (request) => read(actorOf(request), request.params),
  );
  app.get(
    '/api/internal-rules/:enterprise/rewards/:month/export.csv',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '导出奖惩结算 · Export the statement as CSV',
        params: monthly,
        response: {
          ...responses(z.unknown()),
          200: { description: 'the file', content: { [TYPE]: { schema: z.unknown() } } },
        },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { month, enterpriseName, lines, total, state, sha256, id } = await read(actor, request.params);
      await record(db, actor, 'reward.export', { kind: 'reward-statement', id: id ?? month }, 'done', {
        lines: lines.length,
      });
      const event = (key: string) => EVENTS.find(({ value }) => value === key)?.label ?? key;
      const content = [
        csvLine(['规则', '规则名称', '事由', '时间', '隐患编号', '隐患', '人员', '积分', '金额（元）']),
        ...lines.map((line) =>
          csvLine([
            line.ruleCode,
            line.ruleTitle,
            event(line.event),
            stampOf(line.at),
            line.caseNumber,
            line.caseTitle,
            line.person,
            line.points,
            line.amount,
          ]),
        ),
        csvLine(['合计', '', '', '', '', '', '', total.points, total.amount]),
        csvLine([`${enterpriseName} ${month}`, state, sha256]),
      ];
      return reply
        .type(TYPE)
        .header('content-disposition', attachment(`rewards-${month}.csv`, `隐患奖惩-${enterpriseName}-${month}.csv`))
        .send(`\uFEFF${content.join('')}`);
    },
  );
  app.post(
    '/api/internal-rules/:enterprise/rewards/:month/submit',
    {
      onRequest: need('catalogue.write'),
      schema: {
        tags,
        summary: '提交奖惩结算 · Put the statement forward',
        params: monthly,
        response: responses(statementSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await read(actor, request.params);
      answer(await submitStatement(context, actor, request.params.month, Date.now()));
      return read(actor, request.params);
    },
  );
  app.post(
    '/api/internal-rules/:enterprise/rewards/:month/decide',
    {
      onRequest: need('catalogue.write'),
      schema: {
        tags,
        summary: '审批奖惩结算 · Approve it, or give it back; never the one who put it forward',
        params: monthly,
        body: z.strictObject({
          approve: z.boolean(),
          note: z.string().trim().min(1).max(300).nullable().default(null),
        }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await read(actor, request.params);
      answer(await decideStatement(context, actor, request.params.month, request.body));
      return reply.code(204).send();
    },
  );
};
