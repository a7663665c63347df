import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useNow } from '../time/index.ts';
import { WORDS } from './words.ts';

const DAY = 86_400_000;

/** How the liability insurance stands today, in words and in short; 未填 where no end of it is registered. */
export function useCover(record: RegistryRecord): {
  readonly word: string;
  readonly said: string;
  readonly late: boolean;
} {
  const t = useWords(WORDS);
  const now = useNow(60_000);
  const until = record['insuranceUntil'];
  if (typeof until !== 'string' || until === '') return { word: '—', said: t('noCover'), late: false };
  // Valid to the end of its day in Shanghai.
  const left = Math.ceil((Date.parse(`${until}T23:59:59+08:00`) - now) / DAY);
  return left > 0
    ? { word: t('valid'), said: t('coverLeft', { d: until, n: left }), late: false }
    : { word: t('lapsed'), said: t('coverLapsed', { d: until }), late: true };
}
