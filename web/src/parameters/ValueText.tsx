import type { ParameterView } from '@anlan/kernel/parameter';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import type { ParameterValue } from './value.ts';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

interface ValueTextProps {
  readonly parameter: Pick<ParameterView, 'unit' | 'options'>;
  readonly value: ParameterValue;
  /** All entries of a list instead of how many. */
  readonly full?: boolean;
}

/** A value as people read it: number with unit, yes or no, how many entries. */
export function ValueText({ parameter, value, full = false }: ValueTextProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  if (typeof value === 'number')
    return (
      <>
        {numberText(value)} <Unit of={parameter.unit} n={value} />
      </>
    );
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (value.length === 0) return <>{t('empty')}</>;
  const said = value
    .map((entry) => label(parameter.options?.find((option) => option.value === entry) ?? { label: entry }))
    .join(language === 'zh' ? '、' : ', ');
  return <span title={said}>{full || value.length < 3 ? said : t('items', { n: value.length })}</span>;
}
