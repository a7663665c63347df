import { writeXlsx } from 'hucre/xlsx';
import { z } from 'zod';
import { dayOf, stampOf } from '@anlan/domain/calendar';
import type { Campaign, Figures } from '@anlan/kernel/campaign';
import { CAMPAIGN_STATES } from '@anlan/kernel/campaign';
import type { Paper } from '@anlan/kernel/document';
import { refuse } from '@anlan/kernel/refusal';
import { CAMPAIGN_CATEGORIES, MEASURES } from '@anlan/systems/prevention';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { renderPdf } from '../document/index.ts';
import { attachment } from '../registry/reading.ts';
import { campaignOf, findingsIn } from './read.ts';

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Findings that go into the workbook; a larger campaign is taken away by place. */
const MOST_FINDINGS = 20_000;
type Cell = string | number | null;

export const FIGURE_HEADS: readonly (readonly [key: keyof Figures, label: string])[] = [
  ['targets', '检查对象'],
  ['planned', '计划检查'],
  ['inspected', '已检查'],
  ['found', '发现问题'],
  ['rectified', '已整改'],
  ['closed', '已销号'],
  ['penalised', '已处罚'],
  ['shut', '关闭取缔'],
  ['fines', '罚款（万元）'],
];

const HEAD = { font: { bold: true }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DDEBF7' } } } as const;
const figureCells = (figures: Figures): Cell[] => FIGURE_HEADS.map(([key]) => figures[key]);

/** Text never becomes a formula, whatever it begins with. */
const plain = (cell: Cell): Cell =>
  typeof cell === 'string' ? cell.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '').slice(0, 32_000) : cell;

interface Sheet {
  readonly name: string;
  readonly heads: number;
  readonly rows: Cell[][];
  readonly widths: readonly number[];
}

function reportSheets(campaign: Campaign): Sheet[] {
  const label = CAMPAIGN_CATEGORIES.find(({ value }) => value === campaign.category)?.label ?? campaign.category;
  const facts: Cell[][] = [
    ['名称', campaign.name],
    ['编号', campaign.number],
    ['类别', label],
    ['下达单位', campaign.home],
    ['起止', `${campaign.from} 至 ${campaign.to}`],
    ['状态', CAMPAIGN_STATES[campaign.state].label],
    ['检查对象冻结', `${campaign.frozen} 家，${stampOf(campaign.frozenAt)}`],
    ...FIGURE_HEADS.map(([key, head]): Cell[] => [head, campaign.total[key]]),
    [
      '检查率',
      campaign.total.planned === 0 ? '—' : `${((campaign.total.inspected / campaign.total.planned) * 100).toFixed(1)}%`,
    ],
    ['总结', campaign.summary ?? '（未总结）'],
    ['制表', stampOf(Date.now())],
  ];
  const depth = (parent: string | null): string => (parent === null ? '' : '　');
  const parts = campaign.parts.map((part): Cell[] => [
    `${depth(part.parent)}${part.name}`,
    ...figureCells(part.figures),
    part.late ? '逾期' : '',
    part.urged,
  ]);
  const kinds = campaign.violations.map((one): Cell[] => [one.violation ?? '（未分类）', one.found, one.penalised]);
  return [
    { name: '总表', heads: 0, rows: facts, widths: [18, 60] },
    {
      name: '分辖区',
      heads: 1,
      rows: [
        ['辖区', ...FIGURE_HEADS.map(([, head]) => head), '逾期', '催办次数'],
        ...parts,
        ['合计', ...figureCells(campaign.total), '', ''],
      ],
      widths: [24, ...FIGURE_HEADS.map(() => 12), 8, 10],
    },
    { name: '违法违规种类', heads: 1, rows: [['种类', '发现', '处罚'], ...kinds], widths: [44, 10, 10] },
  ];
}

/** The report as a paper: totals, by place, by kind of violation, the summary. */
function paperOf(campaign: Campaign): Paper {
  const [facts, parts, kinds] = reportSheets(campaign) as [Sheet, Sheet, Sheet];
  const words = (row: readonly Cell[]): string[] => row.map((cell) => (cell === null ? '' : String(cell)));
  const top = parts.rows.slice(1).filter(([name]) => !String(name).startsWith('　'));
  return {
    form: 'list',
    issuer: campaign.home,
    title: `${campaign.name}总结报告`,
    number: campaign.number,
    blocks: [
      { kind: 'heading', text: '总体情况' },
      { kind: 'facts', rows: facts.rows.map((row) => words(row) as [string, string]) },
      { kind: 'heading', text: '分辖区进度' },
      {
        kind: 'table',
        head: ['辖区', ...FIGURE_HEADS.map(([, head]) => head)],
        rows: top.map((row) => words(row.slice(0, FIGURE_HEADS.length + 1))),
        widths: [2, ...FIGURE_HEADS.map(() => 1)],
      },
      { kind: 'heading', text: '违法违规种类' },
      { kind: 'table', head: ['种类', '发现', '处罚'], rows: kinds.rows.slice(1).map(words), widths: [6, 1, 1] },
    ],
    issuedOn: dayOf(campaign.finishedAt ?? Date.now()),
    copies: [],
  };
}

/** The report as a workbook: totals, by place, by kind of violation, and the findings behind them. */
export const exportRoutes: RouteModule = (app, context) => {
  const paper = { 200: { description: 'the paper', content: { 'application/pdf': { schema: z.unknown() } } } };
  app.get(
    '/api/campaigns/:id/report.pdf',
    {
      onRequest: need('case.read'),
      schema: {
        tags: ['专项行动 Campaigns'],
        summary: '总结报告 PDF · The report as a paper',
        params: z.object({ id: z.uuid() }),
        response: { ...responses(z.unknown()), ...paper },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const campaign = await withScope(context.db, actor.scope, (tx) => campaignOf(tx, actor, id, Date.now()));
      if (campaign === undefined) {
        await auditOutside(context.db, actor, 'campaign', id, 'campaign.export');
        return answer(refuse('not-found'));
      }
      const bytes = await renderPdf(paperOf(campaign), campaign.state === 'running' ? { mark: '进行中' } : {});
      await record(context.db, actor, 'campaign.export', { kind: 'campaign', id }, 'done', { form: 'pdf' });
      return reply
        .type('application/pdf')
        .header('content-disposition', attachment('campaign.pdf', `${campaign.name}-${dayOf(Date.now())}.pdf`))
        .send(bytes);
    },
  );
  const file = { 200: { description: 'the workbook', content: { [TYPE]: { schema: z.unknown() } } } };
  app.get(
    '/api/campaigns/:id/report.xlsx',
    {
      onRequest: need('case.read'),
      schema: {
        tags: ['专项行动 Campaigns'],
        summary: '导出总结报告 · The report as a workbook',
        params: z.object({ id: z.uuid() }),
        response: { ...responses(z.unknown()), ...file },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const read = await withScope(context.db, actor.scope, async (tx) => {
        const campaign = await campaignOf(tx, actor, id, Date.now());
        return campaign === undefined
          ? undefined
          : { campaign, findings: await findingsIn(tx, id, { page: 1, size: MOST_FINDINGS }) };
      });
      if (read === undefined) {
        await auditOutside(context.db, actor, 'campaign', id, 'campaign.export');
        return answer(refuse('not-found'));
      }
      const { campaign, findings } = read;
      const rows = findings.rows.map((one): Cell[] => [
        one.place,
        one.region,
        one.violation ?? '',
        one.what,
        stampOf(one.foundAt),
        one.foundBy,
        one.rectified ? '是' : '否',
        MEASURES.find(({ value }) => value === one.measure)?.label ?? '',
        one.fine,
      ]);
      const sheets: Sheet[] = [
        ...reportSheets(campaign),
        {
          name: '问题清单',
          heads: 1,
          rows: [
            ['单位或地点', '辖区', '种类', '问题', '发现时间', '检查人', '已整改', '处理', '罚款（万元）'],
            ...rows,
          ],
          widths: [36, 18, 30, 40, 18, 18, 8, 16, 12],
        },
      ];
      const bytes = await writeXlsx({
        sheets: sheets.map(({ name, heads, rows: cells, widths }) => ({
          name,
          rows: cells.map((row) => row.map(plain)),
          columns: widths.map((width) => ({ width })),
          ...(heads === 1 && {
            cells: new Map((cells[0] ?? []).map((value, column) => [`0,${column}`, { value, style: HEAD }])),
          }),
        })),
      });
      await record(context.db, actor, 'campaign.export', { kind: 'campaign', id }, 'done', {
        findings: findings.total,
      });
      return reply
        .type(TYPE)
        .header('content-disposition', attachment('campaign.xlsx', `${campaign.name}-${dayOf(Date.now())}.xlsx`))
        .send(Buffer.from(bytes));
    },
  );
};
