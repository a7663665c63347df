import { LEVEL_LABELS, type Level } from '@anlan/kernel/entity';
import type { AskRows } from '@anlan/kernel/map';

/** One cell (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe (OWASP: CSV injection). */
function written(value: unknown): string {
  if (value == null) return '';
  const text = typeof value === 'string' && /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows inside a drawn area as CSV with a byte order mark; every fact that some row has is a column. */
export function csvOfRows(rows: AskRows['rows']): string {
  const labels = [...new Set(rows.flatMap((row) => Object.keys(row.facts)))];
  const head = ['名称', '等级', '属地', '距中心（m）', ...labels, '经度', '纬度', '编号'];
  const lines = rows.map((row) => [
    row.name,
    row.level === null ? '' : (LEVEL_LABELS[row.level as Level]?.risk ?? row.level),
    row.region,
    row.distance,
    ...labels.map((label) => row.facts[label]),
    row.lon,
    row.lat,
    row.id,
  ]);
  return `\uFEFF${[head, ...lines].map((line) => line.map(written).join(',')).join('\r\n')}\r\n`;
}
