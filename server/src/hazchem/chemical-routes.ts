import { LENGTHS } from '@anlan/kernel/entity';
import { z } from 'zod';
import { findSubstances, HAZARD_CLASSES, PRESENT_SOURCES, STORAGE_FORMS, type Substance } from '@anlan/systems';
import { record } from '../audit/index.ts';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { initialsOf } from '../registry/index.ts';
import { csvLines } from './csv.ts';
import { whoHolds } from './holders.ts';
import { holdersSchema, substanceSchema, totalsSchema } from './shapes.ts';
import { totals } from './totals.ts';

const tags = ['危化品 Chemicals'];
const near = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-89).max(89),
  radius: z.coerce.number().min(0.05).max(200).describe('km'),
  substance: z.string().max(400).optional().describe('keys of the register, comma separated; none = any chemical'),
});
const csv = {
  200: { description: 'CSV, UTF-8 with byte order mark', content: { 'text/csv': { schema: z.string() } } },
};

const question = (query: z.infer<typeof near>) => ({
  ...query,
  substances: (query.substance ?? '').split(',').filter(Boolean),
});
const labelIn = (options: readonly { value: string; label: string }[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

const known = new Map<string, string>();
/** Initials of the register's names are asked for with every letter typed. */
function initials(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const spelled = initialsOf(name);
  if (known.size < 5000) known.set(name, spelled);
  return spelled;
}

const view = ({ aliases, cas, lists, ...row }: Substance) => ({
  ...row,
  aliases: [...aliases],
  cas: [...cas],
  lists: [...lists],
});

export const chemicalRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/substances',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '化学品检索 · Substances by name, alias, CAS, UN or pinyin',
        querystring: z.object({
          search: z.string().max(LENGTHS.search).default(''),
          size: z.coerce.number().int().min(1).max(500).default(40),
        }),
        response: responses(z.array(substanceSchema)),
      },
    },
    (request) => findSubstances(request.query.search, initials).slice(0, request.query.size).map(view),
  );
  app.get(
    '/api/holders',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '半径内谁有这种化学品 · Who holds a chemical within R km',
        querystring: near,
        response: responses(holdersSchema),
      },
    },
    (request) => whoHolds(context, actorOf(request).scope, question(request.query)),
  );
  app.get(
    '/api/holders/export.csv',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '导出半径查询 · Export',
        querystring: near,
        response: { ...responses(z.string()), ...csv },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const found = await whoHolds(context, actor.scope, question(request.query));
      await record(context.db, actor, 'registry.export', null, 'done', {
        entity: 'chemical-holding',
        wish: request.query,
        records: found.total.holdings,
      });
      const head = [
        '从业单位',
        '所在辖区',
        '距离（m）',
        '位置',
        '化学品',
        '类别',
        '储存方式',
        '设计最大量（t）',
        '现存量（t）',
        '现存量来源',
      ];
      const lines = found.units.flatMap((unit) =>
        unit.holdings.map((row) => [
          unit.name,
          unit.region,
          Math.round(row.distance),
          row.name,
          row.substanceName,
          labelIn(HAZARD_CLASSES, row.kind),
          labelIn(STORAGE_FORMS, row.storage),
          row.designQuantity,
          Math.round(row.present.tonnes * 1000) / 1000,
          PRESENT_SOURCES[row.present.source].label,
        ]),
      );
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="holders.csv"')
        .send(csvLines([head, ...lines]));
    },
  );
  app.get(
    '/api/chemical-totals',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '分县分品种总量 · Quantities by county and substance',
        querystring: z.object({
          region: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .max(200)
            .optional(),
        }),
        response: responses(totalsSchema),
      },
    },
    (request) => totals(context, actorOf(request).scope, request.query.region),
  );
};
