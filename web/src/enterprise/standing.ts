import type { AlarmView } from '@anlan/kernel/alarm';
import { query, type RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import { tallyOf } from './past.ts';
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

/** The open alarms of an enterprise in words, and the duty list that holds just these. */
export function useTally(record: RegistryRecord, known: readonly AlarmView[] | undefined) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(5000);
  const { levels, active, unacknowledged, recovered, shelved } = tallyOf(known ?? [], now);
  const notes = [
    ...(unacknowledged === 0 ? [] : [t('unacknowledged', { n: unacknowledged })]),
    ...(recovered === 0 ? [] : [t('toClose', { n: recovered })]),
    ...(shelved === 0 ? [] : [t('shelved', { n: shelved })]),
  ];
  const note = notes.length === 0 ? undefined : notes.join(' · ');
  const some = active + recovered + shelved > 0;
  return {
    active,
    levels,
    note,
    said: some ? [t('alarmsFact', { n: active }), ...notes].join(' · ') : t('none'),
    href: some ? keep(`/desk${query({ q: record.name })}`) : undefined,
  };
}
