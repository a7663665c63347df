/** `−1,234.5`: true minus, thin thousands; a missing number is an em dash, never 0. */
export function numberText(value: number | string | null | undefined, digits?: number): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return '—';
  const options =
    digits === undefined
      ? { maximumFractionDigits: 3 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString('en-US', options).replace('-', '−');
}
