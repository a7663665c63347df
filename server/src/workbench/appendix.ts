import { both } from '@anlan/kernel/refusal';
import { z } from 'zod';
import type { Block } from '@anlan/kernel/document';
import {
  assess,
  inChinese,
  limitsOf,
  setupSchema,
  substance,
  type Outlook,
  type Setup,
  type Working,
} from '@anlan/kernel/workbench';
import { record } from '../audit/index.ts';
import { renderPdf } from '../document/pdf.ts';
import { actorOf, need, refuseNow, responses, type RouteModule } from '../http/index.ts';
import { tags } from './near.ts';

const figure = (value: number): string => {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
};

const MARKS: Readonly<Record<string, string>> = { confirmed: '已核', 'from memory': '凭记忆，待核', derived: '推导' };
const BREACHES: Readonly<Record<string, string>> = {
  hole: '孔泄漏',
  pipe: '管道断裂',
  rupture: '整体破裂',
  'ten-minutes': '10 分钟泄完',
  steady: '给定速率',
};

/** The inputs as a person set them, and where each came from. */
function inputs(setup: Setup): Block {
  const { vessel, breach, weather } = setup;
  const from = (field: string): string => {
    const found = setup.filled.find((one) => one.field === field);
    return found === undefined ? '' : `（${found.from}）`;
  };
  const s = substance(setup.substance);
  return {
    kind: 'facts',
    rows: [
      ['物质', `${s?.nameZh ?? ''} ${s?.formula ?? ''}（CAS ${setup.substance}）`],
      ['泄漏点', `${setup.place[0].toFixed(6)}，${setup.place[1].toFixed(6)}（WGS-84）${setup.origin?.name ?? ''}`],
      ['存量', `${figure(vessel.amount)} kg${from('amount')}`],
      ['压力', `${figure(vessel.pressure / 1e6)} MPa（绝压）${from('pressure')}`],
      ['温度', `${figure(vessel.temperature - 273.15)} ℃${from('temperature')}`],
      [
        '情景',
        `${BREACHES[breach.kind]}${breach.kind === 'hole' || breach.kind === 'pipe' ? `，${figure(breach.holeDiameter * 1000)} mm` : ''}，${breach.phase === 'liquid' ? '液相' : '气相'}，${figure(breach.stopAfter / 60)} min 内`,
      ],
      [
        '气象',
        `风速 ${figure(weather.wind10)} m/s（10 m），来向 ${figure(weather.from)}°，稳定度 ${weather.stability}，${weather.terrain === 'rural' ? '农村' : '城区'}，${figure(weather.airTemperature - 273.15)} ℃${weather.station === null ? '' : `；${weather.station}`}`,
      ],
    ],
  };
}

const zones = ({ zones: all, unit }: Outlook): Block => ({
  kind: 'table',
  head: ['阈值', `数值 ${unit === 'kW/m2' ? 'kW/m²' : unit}`, '下风向 m', '误差带 m', '最宽 m', '面积 km²', '来源'],
  rows: all.map((zone) => [
    zone.name,
    figure(zone.level.value),
    zone.distance > 0 ? `${zone.beyond ? '≥' : ''}${Math.round(zone.distance)}` : '未达到',
    zone.distance > 0 ? `${Math.round(zone.nearest)}–${Math.round(zone.farthest)}` : '',
    String(Math.round(zone.width)),
    figure(zone.area / 1e6),
    zone.level.source.replace('from memory', '凭记忆'),
  ]),
  widths: [14, 12, 13, 18, 11, 12, 20],
});

function working(one: Working, index: number): Block[] {
  if (one.equations.length === 0) return [];
  return [
    { kind: 'paragraph', text: `（${index}）${one.title}` },
    {
      kind: 'table',
      head: ['式', '公式', '结果', '出处', '可信度'],
      rows: one.equations.map(({ number, formula, source, mark }) => [
        String(number),
        formula,
        one.steps
          .filter((step) => step.equation === number)
          .slice(0, 6)
          .map(
            ({ symbol, value, unit }) =>
              `${symbol} = ${typeof value === 'number' ? figure(value) : String(value)} ${unit === '-' ? '' : unit}`,
          )
          .join('；'),
        source,
        MARKS[mark] ?? mark,
      ]),
      widths: [5, 35, 25, 23, 12],
    },
  ];
}

/** The working of a setup as blocks of a paper: inputs, zones, every equation with its number and source, limits. */
export function appendixOf(setup: Setup, outlook: Outlook): Block[] {
  let index = 0;
  return [
    { kind: 'heading', text: '一、输入' },
    inputs(setup),
    { kind: 'heading', text: '二、影响区' },
    { kind: 'paragraph', text: `模型：${outlook.chosen}。` },
    zones(outlook),
    { kind: 'heading', text: '三、计算过程' },
    ...outlook.workings.flatMap((one) => working(one, one.equations.length === 0 ? index : (index += 1))),
    { kind: 'heading', text: '四、说明与限制' },
    ...limitsOf(setup, outlook).map(({ zh }): Block => ({ kind: 'paragraph', text: zh })),
    { kind: 'heading', text: '五、本次计算的提示' },
    ...outlook.warnings.map((warning): Block => ({ kind: 'paragraph', text: inChinese(warning) })),
    { kind: 'remark', text: '本计算书由公式自动生成，凭记忆的系数须与原文核对后方可用于监管决定。' },
  ];
}

/** The appendix of a scenario as PDF. */
export const appendixRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/workbench/appendix',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '计算书 PDF · The working as a PDF appendix',
        body: z.object({ setup: setupSchema, name: z.string().trim().max(80).default('') }),
        response: responses(z.unknown().describe('PDF')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { setup, name } = request.body;
      const outlook = assess(setup);
      if (!outlook.ok)
        return refuseNow('scenario-refused', { reason: both(inChinese(outlook.reason), outlook.reason) });
      const pdf = await renderPdf({
        form: 'list',
        issuer: actor.name,
        title: name === '' ? '泄漏后果计算书' : `${name}计算书`,
        number: null,
        blocks: appendixOf(setup, outlook),
        issuedOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
        copies: [],
      });
      await record(context.db, actor, 'scenario.export', null, 'done', { as: 'pdf', substance: setup.substance, name });
      return reply
        .type('application/pdf')
        .header('content-disposition', 'attachment; filename="appendix.pdf"')
        .send(pdf);
    },
  );
};
