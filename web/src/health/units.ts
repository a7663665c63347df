import { numberText } from '../parts/index.ts';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes with two or three digits: `1.2 GB`. */
export function bytesText(bytes: number | null | undefined): string {
  if (bytes == null) return '—';
  let [amount, step] = [bytes, 0];
  while (amount >= 1000 && step < UNITS.length - 1) {
    amount /= 1024;
    step += 1;
  }
  return `${numberText(amount, amount < 10 && step > 0 ? 1 : 0)} ${UNITS[step]}`;
}

/** A duration as a technician reads it: `0.4 ms`, `37 ms`, `2.1 s`, `3 min`. */
export function msText(ms: number | null | undefined): string {
  if (ms == null) return '—';
  const size = Math.abs(ms);
  if (size < 10) return `${numberText(Math.round(ms * 10) / 10)} ms`;
  if (size < 1000) return `${numberText(Math.round(ms))} ms`;
  if (size < 120_000) return `${numberText(ms / 1000, 1)} s`;
  return `${numberText(Math.round(ms / 60_000))} min`;
}
