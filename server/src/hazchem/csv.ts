/** One cell (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe (OWASP: CSV injection). */
function written(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines as CSV; the byte order mark makes spreadsheets read it as UTF-8. */
export function csvLines(lines: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${lines.map((line) => line.map(written).join(',')).join('\r\n')}\r\n`;
}
