import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import { isRefusal, both, refuse } from '@anlan/kernel/refusal';
import { itemsImportedSchema } from '@anlan/systems/prevention';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { LIMITS, readWorkbook } from '../registry/import/workbook.ts';
import { keeperOf } from './keeper.ts';
import { masterAt, presentVersion } from './lists.ts';
import { keepDrafts } from './master.ts';
import { masterSheet, readSheet } from './sheet.ts';

const tags = ['检查清单 Checklist'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The master as a workbook, out and in. */
export const sheetRoutes: RouteModule = (app, { db }) => {
  if (!app.hasContentTypeParser(XLSX))
    app.addContentTypeParser(XLSX, { parseAs: 'buffer', bodyLimit: LIMITS.bytes }, (_request, body, done) =>
      done(null, body),
    );
  app.get(
    '/api/checklist/items.xlsx',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '导出总库 · The master as a workbook',
        response: responses(z.unknown().describe('The workbook')),
      },
    },
    async (_request, reply) => {
      const version = await presentVersion(db);
      const bytes = await masterSheet(await masterAt(db, version));
      const name = encodeURIComponent(`检查条目总库-第${version}版-${dayOf(Date.now())}.xlsx`);
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="checklist.xlsx"; filename*=UTF-8''${name}`)
        .send(Buffer.from(bytes));
    },
  );
  app.post(
    '/api/checklist/import',
    {
      onRequest: need('check.master'),
      bodyLimit: LIMITS.bytes,
      schema: {
        tags,
        summary: '导入条目 · Items of a workbook: looked at first, drafted when confirmed',
        querystring: z.strictObject({ confirm: z.enum(['1']).optional() }),
        response: responses(itemsImportedSchema),
      },
    },
    async (request) => {
      const actor = keeperOf(actorOf(request));
      const grids = await readWorkbook(request.body as Buffer);
      if (isRefusal(grids)) return answer(grids);
      const rows = readSheet(grids);
      if (rows === undefined)
        return answer(
          refuse('import-unreadable', { problem: both('没有“条目编号”一列', 'no column “条目编号” (item code)') }),
        );
      const known = new Map((await masterAt(db, await presentVersion(db))).map((item) => [item.code, item]));
      const codes = rows.map(({ code }) => code);
      const problems = rows.flatMap(({ row, code, problem }, index) => {
        const double = problem === null && codes.indexOf(code) < index ? '编号在表中重复' : problem;
        return double === null ? [] : [{ row, code, problem: double }];
      });
      const good = rows.filter(({ row }) => !problems.some((one) => one.row === row));
      const added = good.filter(({ code }) => !known.has(code));
      const changed = good.filter(({ code, content }) => {
        const item = known.get(code);
        return item !== undefined && differs(content as object, item);
      });
      const drafts = [...added, ...changed].map(({ code, content }) => ({
        itemId: known.get(code)?.id,
        code,
        content,
      }));
      const write = request.query.confirm === '1' && drafts.length > 0;
      const drafted = write ? answer(await db.transaction().execute((tx) => keepDrafts(tx, drafts, actor))) : 0;
      const same = good.length - added.length - changed.length;
      return { added: added.length, changed: changed.length, same, drafted, problems };
    },
  );
};

function differs(content: object, item: object): boolean {
  const before = item as Readonly<Record<string, unknown>>;
  return Object.entries(content).some(
    ([key, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[key] ?? null),
  );
}
