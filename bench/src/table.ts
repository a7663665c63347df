import { cpus, release, totalmem } from 'node:os';

/** One line on what was measured with, so that figures are never read without it. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpu?.model ?? 'cpu'} · ${memory} GB · Linux ${release()} · Node ${process.versions.node}`;
}

/** Prints rows as a Markdown table under a head. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const texts = [head, head.map(() => '---'), ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...texts.map((row) => (row[column] ?? '').length)));
  for (const row of texts)
    console.log(`| ${row.map((text, column) => text.padEnd(widths[column] as number)).join(' | ')} |`);
}

/** The value below which the share `q` of the numbers lies (nearest rank). */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export const rounded = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
