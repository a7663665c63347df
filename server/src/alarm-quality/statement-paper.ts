import { writeXlsx } from 'hucre/xlsx';
import { dayOf, stampOf } from '@anlan/domain/calendar';
import type { QualityPart, QualityStatement } from '@anlan/kernel/alarm-quality';
import type { Paper } from '@anlan/kernel/document';
import type { PublicationBody } from '@anlan/kernel/publication';
import { PART, type Cell } from './export.ts';

const HEAD = { font: { bold: true }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DDEBF7' } } } as const;
/** What is said of each enterprise in public: figures, no alarm by name. */
const PUBLIC: ReadonlySet<string> = new Set([
  '名称',
  '报警数',
  '每日平均',
  '10分钟峰值',
  '泛滥次数',
  '抖动点',
  '补传发现',
  '超限时长h',
  '达标项',
]);
const COLUMNS = PART.filter(([head]) => PUBLIC.has(head));

export const monthOf = ({ from }: Pick<QualityStatement, 'from'>): string => stampOf(from).slice(0, 7);
export const titleOf = (statement: Pick<QualityStatement, 'regionName' | 'from'>): string =>
  `${statement.regionName}${monthOf(statement)}报警质量月报`;

/** The loudest first; the quiet ones in order of their names. */
const ordered = (parts: readonly QualityPart[]): QualityPart[] =>
  parts.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));

function summaryOf({ enterprises, whole, revision, reason }: QualityStatement): [label: string, value: string][] {
  const quiet = enterprises.filter(({ count }) => count === 0).length;
  const short = enterprises.filter(({ judged }) => judged === 0).length;
  const compliant = enterprises.filter(({ met, judged }) => judged > 0 && met === judged).length;
  return [
    ['联网监测企业', `${enterprises.length} 家，其中本月无报警 ${quiet} 家`],
    ['全部指标达标', `${compliant} 家${short === 0 ? '' : `，另有 ${short} 家观察不足，未评判`}`],
    ['报警数', `${whole.count} 条，另有补传发现 ${whole.retrospective} 条`],
    ['超限时长', `${whole.hoursBeyond.toFixed(1)} h`],
    ['修订', revision === 1 ? '首次出具' : `第 ${revision} 版：${reason}`],
  ];
}

const tableOf = ({ enterprises }: QualityStatement) => ({
  kind: 'table' as const,
  head: COLUMNS.map(([head]) => head),
  rows: ordered(enterprises).map((part) => COLUMNS.map(([, of]) => String(of(part) ?? ''))),
  widths: COLUMNS.map(([head]) => (head === '名称' ? 4 : 1)),
});

/** The statement as a paper: the place's figures, then every enterprise. */
export function paperOf(statement: QualityStatement): Paper {
  return {
    form: 'list',
    issuer: statement.regionName,
    title: titleOf(statement),
    number: `${statement.number}-${statement.revision}`,
    blocks: [
      { kind: 'facts', rows: [...summaryOf(statement), ['数据校验 SHA-256', statement.hash]] },
      { kind: 'heading', text: '各企业报警质量' },
      tableOf(statement),
    ],
    issuedOn: dayOf(statement.at),
    copies: [],
  };
}

/** What the public reads of it. */
export function publicBodyOf(statement: QualityStatement): PublicationBody {
  return {
    title: titleOf(statement),
    blocks: [
      { kind: 'facts', rows: summaryOf(statement) },
      { kind: 'heading', text: '各企业报警质量' },
      tableOf(statement),
    ],
  };
}

/** The statement as a workbook: the place's figures, then every enterprise with all its figures. */
export async function workbookOf(statement: QualityStatement): Promise<Buffer> {
  const facts: Cell[][] = [
    ['编号', `${statement.number}-${statement.revision}`],
    ['月份', monthOf(statement)],
    ['辖区', statement.regionName],
    ...summaryOf(statement),
    ['出具', `${stampOf(statement.at)} ${statement.by}`],
    ['数据校验 SHA-256', statement.hash],
  ];
  const heads = PART.map(([head]) => head);
  const rows = ordered(statement.enterprises).map((part) => PART.map(([, of]) => of(part)));
  const bytes = await writeXlsx({
    sheets: [
      { name: '总表', rows: facts, columns: [{ width: 20 }, { width: 70 }] },
      {
        name: '各企业',
        rows: [heads, ...rows],
        columns: heads.map((head) => ({ width: head === '名称' ? 40 : 12 })),
        cells: new Map(heads.map((value, column) => [`0,${column}`, { value, style: HEAD }])),
      },
    ],
  });
  return Buffer.from(bytes);
}
