import { Readable } from 'node:stream';
import { writeXlsxStream } from 'hucre/xlsx';
import { z } from 'zod';
import { dayOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { namesIn, type Block } from '@anlan/kernel/document';
import { maskDeep, publicationDetailSchema } from '@anlan/kernel/publication';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { authorityOf, renderPdf } from '../document/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { draftAs } from '../publication/acts.ts';
import { readPublication } from '../publication/read.ts';
import { attachment } from '../registry/reading.ts';
import { refuse } from '@anlan/kernel/refusal';
import { majorDangersSchema, type MajorDanger } from '@anlan/systems/prevention';
import { listMajors, wishSchema, type Wish } from './list.ts';

const tags = ['隐患治理 Prevention'];
const LEVELS = { county: '县级', city: '市级' } as const;
const FIRE: Readonly<Record<string, string>> = { major: '重大火灾隐患', regional: '区域性火灾隐患' };
const HEAD = ['序号', '单位', '隐患', '部位', '级别', '挂牌文号', '挂牌日期', '整改期限', '进度', '状态'] as const;
const STATES: Readonly<Record<string, string>> = {
  graded: '待派单',
  rectifying: '整改中',
  submitted: '待验收',
  closed: '已销号',
  archived: '已销号',
};

/** The list as it is given out for publicity: no names of persons but those of enterprises. */
function lineOf({ case: view, ...row }: MajorDanger, index: number): string[] {
  const state = STATES[view.state] ?? view.state;
  const late = view.overdueSince === null ? '' : '（逾期）';
  return [
    String(index + 1),
    view.organisationName ?? '—',
    row.fire === null ? view.title : `${view.title}（${FIRE[row.fire] ?? row.fire}）`,
    row.place ?? '—',
    row.listedAt === null ? '已摘牌' : LEVELS[row.listedAt],
    row.listingNumber ?? '—',
    row.listedOn ?? '—',
    view.dueAt === null ? '—' : dayOf(view.dueAt),
    row.progress === null ? '—' : `${row.progress}%`,
    `${state}${late}`,
  ];
}

const MOST = 2000;

async function linesOf(context: Context, actor: Actor, wish: Wish): Promise<{ lines: string[][]; names: string[] }> {
  const page = await withScope(context.db, actor.scope, (tx) =>
    listMajors(tx, { ...wish, page: 1, size: MOST }, Date.now()),
  );
  const names = [...new Set(page.rows.flatMap((row) => namesIn(row.responsible)))];
  return { lines: maskDeep(page.rows.map(lineOf), names), names };
}

/** Listed major dangers (S63): the list, its files for publicity, and its way to the public page. */
export const majorDangerRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/major-dangers',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '挂牌督办清单 · Listed major dangers',
        querystring: wishSchema,
        response: responses(majorDangersSchema),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => listMajors(tx, request.query, Date.now())),
  );
  app.get(
    '/api/major-dangers/export.:type',
    {
      onRequest: need('case.read'),
      schema: {
        tags,
        summary: '导出公示清单 · The list for publicity, Excel or PDF',
        params: z.object({ type: z.enum(['xlsx', 'pdf']) }),
        querystring: wishSchema,
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { type } = request.params;
      const { lines } = await linesOf(context, actor, request.query);
      await record(context.db, actor, 'case.export', null, 'done', {
        list: 'major-dangers',
        wish: request.query,
        records: lines.length,
      });
      const name = `重大隐患挂牌督办清单-${dayOf(Date.now())}`;
      return reply
        .type(type === 'pdf' ? 'application/pdf' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', attachment(`major-dangers.${type}`, `${name}.${type}`))
        .send(type === 'pdf' ? await pdfOf(context, actor, lines) : xlsxOf(lines));
    },
  );
  app.post(
    '/api/major-dangers/publication',
    {
      onRequest: need('publication.write'),
      schema: {
        tags,
        summary: '拟公示清单 · Draft the publication of the list',
        body: z.strictObject({ requestId: z.uuid().optional() }),
        response: responses(publicationDetailSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { lines, names } = await linesOf(context, actor, { standing: 'listed', page: 1, size: MOST });
      const place = actor.scope.kind === 'region' ? (await authorityOf(context.db, actor.scope.path)).name : '';
      const body = {
        title: `${place}重大事故隐患挂牌督办清单（${dayOf(Date.now())}）`,
        blocks: [
          {
            kind: 'paragraph' as const,
            text: `截至${dayOf(Date.now())}，挂牌督办重大事故隐患${lines.length}项，现予公示，接受社会监督。`,
          },
          table(lines),
        ],
      };
      const wanted = {
        kind: 'major-danger-list' as const,
        body: body as never,
        names,
        to: [],
        requestId: request.body.requestId,
      };
      const id = answer(await draftAs(context, actor, wanted));
      const found = await readPublication(context, actor, id);
      return reply.code(201).send(answer(found ?? refuse('not-found')));
    },
  );
};

const WIDTHS = [0.05, 0.17, 0.19, 0.09, 0.07, 0.13, 0.09, 0.09, 0.06, 0.08];
const table = (rows: string[][]): Block => ({ kind: 'table', head: [...HEAD], rows, widths: WIDTHS });

async function pdfOf(context: Context, actor: Actor, lines: string[][]): Promise<Buffer> {
  const path = actor.scope.kind === 'region' ? actor.scope.path : undefined;
  const issuer = path === undefined ? actor.name : (await authorityOf(context.db, path)).name;
  const paper = {
    form: 'list',
    issuer,
    title: '重大事故隐患挂牌督办清单',
    number: null,
    issuedOn: dayOf(Date.now()),
    copies: [],
    blocks: [table(lines)],
  } as const;
  return renderPdf(paper);
}

function xlsxOf(lines: string[][]): Readable {
  async function* rows(): AsyncGenerator<string[]> {
    for (const line of lines) yield line;
  }
  const stream = writeXlsxStream(rows(), {
    name: '挂牌督办清单',
    columns: HEAD.map((header, index) => ({ header, width: Math.round(8 + (WIDTHS[index] ?? 0.1) * 130) })),
    freezePane: { rows: 1, columns: 2 },
  });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}
