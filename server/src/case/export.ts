import { both } from '@anlan/kernel/refusal';
import { stampOf } from '@anlan/domain/calendar';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import type { Scope } from '@anlan/kernel/access';
import { SIDES, supervisorLabel, type Supervisor, type CaseView } from '@anlan/kernel/case';
import { LEVEL_LABELS } from '@anlan/kernel/entity';
import { SOURCES } from '@anlan/systems/prevention';
import { withScope, type Database } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { csvLine } from '../registry/csv.ts';
import { attachment } from '../registry/reading.ts';
import { caseIds, filterSchema } from './list.ts';
import { caseView, kindOf, type CaseRow } from './row.ts';

const LIMIT = 200_000;
const CHUNK = 1000;
const TYPE = 'text/csv; charset=utf-8';

/** An instant as clocks in China show it, `2026-03-18 09:30`. */
const stamp = (at: number | null): string => (at === null ? '' : stampOf(at));

/** Headings of the file, and how a case reads under each. */
const COLUMNS: readonly (readonly [heading: string, cell: (view: CaseView) => unknown])[] = [
  ['编号', (view) => view.number],
  ['种类', (view) => kindOf(view.kind).label],
  ['事项', (view) => view.title],
  ['状态', (view) => kindOf(view.kind).states[view.state]?.label ?? view.state],
  ['等级', (view) => (view.level === null ? '' : LEVEL_LABELS[view.level].risk)],
  ['来源', (view) => SOURCES.find(({ value }) => value === view.source)?.label ?? '其他事项'],
  ['下一步', (view) => (view.owner === null ? '' : SIDES[view.owner])],
  ['企业', (view) => view.organisationName],
  ['所在辖区', (view) => view.regionName],
  ['发现时间', (view) => stamp(view.openedAt)],
  ['上报人', (view) => view.openedBy],
  ['期限', (view) => `${stamp(view.dueAt)}${view.dueProvisional ? '（暂定）' : ''}`],
  ['逾期自', (view) => stamp(view.overdueSince)],
  ['已告知', (view) => (view.supervisor === null ? '' : supervisorLabel(view.supervisor as Supervisor, view.owner))],
  ['办结时间', (view) => stamp(view.closedAt)],
];

/** Cases of the ids in their order, a thousand in each short transaction: a long download holds none open. */
async function* linesOf(db: Database, scope: Scope, ids: readonly string[]): AsyncGenerator<string> {
  yield `\uFEFF${csvLine([...COLUMNS.map(([heading]) => heading), '数据标识'])}`;
  for (let from = 0; from < ids.length; from += CHUNK) {
    const { rows } = await withScope(db, scope, (tx) =>
      sql<CaseRow>`
        SELECT c.* FROM unnest(${ids.slice(from, from + CHUNK)}::uuid[]) WITH ORDINALITY AS wanted (id, place)
        JOIN case_file c ON c.id = wanted.id ORDER BY wanted.place`.execute(tx),
    );
    const lines = rows.map((row) => {
      const view = caseView(row);
      return csvLine([...COLUMNS.map(([, cell]) => cell(view)), row.demonstration ? '演示数据' : '']);
    });
    yield lines.join('');
  }
}

/** Takes the list of cases away as a file: the wish that is on the screen, the actor's scope, every page of it. */
export const caseExportRoute: RouteModule = (app, context) => {
  const file = { 200: { description: 'the file', content: { [TYPE]: { schema: z.unknown() } } } };
  app.get(
    '/api/cases/export.csv',
    {
      onRequest: need('case.read'),
      schema: {
        tags: ['事项 Cases'],
        summary: '导出事项 · Export the list as CSV',
        querystring: filterSchema,
        response: { ...responses(z.unknown()), ...file },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const ids = await withScope(context.db, actor.scope, (tx) => caseIds(tx, actor, request.query, LIMIT + 1));
      if (ids.length > LIMIT) refuseNow('too-large', { limit: both(`${LIMIT} 行`, `${LIMIT} rows`) });
      await record(context.db, actor, 'case.export', null, 'done', { wish: request.query, records: ids.length });
      return reply
        .type(TYPE)
        .header('content-disposition', attachment('cases.csv', `事项-${dayOf(Date.now())}.csv`))
        .send(Readable.from(linesOf(context.db, actor.scope, ids)));
    },
  );
};
