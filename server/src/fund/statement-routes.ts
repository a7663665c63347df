import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf, stampOf } from '@anlan/domain/calendar';
import { refuse } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { actorOf, answer, need, responses, type App } from '../http/index.ts';
import { csvLine } from '../registry/csv.ts';
import { attachment } from '../registry/reading.ts';
import { balanceOn, entriesOf, fundInScope } from './ledger.ts';
import { one, span, tags } from './shapes.ts';

const MOST_LINES = 20_000;

const KIND_WORDS: Record<string, string> = {
  'paid-in': '入账',
  disbursed: '拨付',
  repaid: '归还',
  recovered: '收回',
  correction: '冲正',
};

const TYPE = 'text/csv; charset=utf-8';

export const statementRoute = (app: App, context: Context): void => {
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
