import { EARLIEST, latestDay, type Field } from '@anlan/kernel/entity';
import { useCallback } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { useSource } from '../language/sources.ts';
import { numberText, todayInChina } from '../parts/index.ts';
import { WORDS } from './words.ts';

/** What a field may hold and by which word: its clause, or that the bounds are the platform's own. */
export function useBoundsNote(): (field: Field) => string | undefined {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const say = useSource();
  return useCallback(
    (field) => {
      const source = field.source === undefined ? [] : [t('source', { source: say(field.source) })];
      const ends = endsOf(field);
      const by = field.bounds === undefined ? t('ownBounds') : say(field.bounds);
      const bounds = ends === undefined ? [] : [t('bounds', { from: ends[0], to: ends[1], by })];
      const said = [...source, ...bounds].join(language === 'zh' ? '；' : '; ');
      return said === '' ? undefined : said;
    },
    [t, say, language],
  );
}

function endsOf(field: Field): readonly [string, string] | undefined {
  if (field.kind === 'date') return [field.earliest ?? EARLIEST, latestDay(field, todayInChina())];
  if (field.kind !== 'number' || field.min === undefined || field.max === undefined) return undefined;
  const { min, max } = field;
  if (field.meaning === 'past-year') return [String(min), todayInChina().slice(0, 4)];
  return [numberText(min), numberText(max)];
}
