import type { ParameterView } from '@anlan/kernel/parameter';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import type { ParameterValue } from './value.ts';
import { WORDS } from './words.ts';

interface ValueTextProps {
  readonly parameter: Pick<ParameterView, 'unit'>;
  readonly value: ParameterValue;
  /** All entries of a list instead of how many. */
  readonly full?: boolean;
}

/** A value as people read it: number with unit, yes or no, how many entries. */
export function ValueText({ parameter, value, full = false }: ValueTextProps) {
  const t = useWords(WORDS);
  if (typeof value === 'number')
    return (
      <>
        {numberText(value)} {parameter.unit ?? ''}
      </>
    );
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (value.length === 0) return <>{t('empty')}</>;
  return (
    <span title={value.join('、')}>
      {full || value.length < 3 ? value.join('、') : t('items', { n: value.length })}
    </span>
  );
}
