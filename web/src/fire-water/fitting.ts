import { useLanguage } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { entityByPlural } from '../registry/index.tsx';
import type { Fitting } from '@anlan/systems/monitoring/fire-water';
import type { WORDS } from './words.ts';

/** What a choice of a hydrant's or valve's declaration is called. */
export function useFittingWord(): (field: string, value: string) => string {
  const { language } = useLanguage();
  const fields = entityByPlural('fire-fittings')?.fields;
  return (key, value) => {
    const field = fields?.[key];
    const option = field?.kind === 'choice' ? field.options.find((one) => one.value === value) : undefined;
    return option === undefined ? value : language === 'zh' ? option.label : option.labelEn;
  };
}

type Say = (key: keyof typeof WORDS, facts?: Readonly<Record<string, string | number>>) => string;

/** The last flow test in words: day, flow and pressure, as far as they are known. */
export function flowText({ testedOn, testFlow, testPressure }: Fitting, t: Say): string {
  if (testedOn === null) return '';
  const figures = [
    ...(testFlow === null ? [] : [`${numberText(testFlow, 1)} L/s`]),
    ...(testPressure === null ? [] : [`${numberText(testPressure, 2)} MPa`]),
  ];
  return `${t('testedOn', { day: testedOn })}${figures.length === 0 ? '' : ` ${figures.join(' · ')}`}`;
}
