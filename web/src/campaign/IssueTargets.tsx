import type { Criteria } from '@anlan/kernel/campaign';
import { LEVELS } from '@anlan/kernel/entity';
import { InputNumber, Select } from 'antd';
import { useSectors } from '../case/index.tsx';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RefusalNote } from '../parts/index.ts';
import { useScope } from '../shell/index.ts';
import styles from './Campaign.module.css';
import { useItems, usePreview } from './queries.ts';
import { WORDS } from './words.ts';
import { Field, type PartProps } from './issue-draft.tsx';

export function Targets({ draft, change }: PartProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const sectors = useSectors();
  const { language } = useLanguage();
  const { criteria } = draft;
  const scope = useScope();
  const narrow = (part: Partial<Criteria>) => change({ criteria: { ...criteria, ...part } });
  const preview = usePreview(criteria, true);
  const items = useItems(criteria.sectors, true);
  const depth = (scope.regions[0]?.path.split('.').length ?? 4) + 1;
  return (
    <>
      <div className={styles.pair}>
        <Field label={t('sectors')}>
          <Select
            aria-label={t('sectors')}
            mode="multiple"
            placeholder={t('everyTrade')}
            value={criteria.sectors}
            onChange={(sectors) => narrow({ sectors })}
            options={sectors.map((one) => ({ value: one.value, label: label(one) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Field>
        <Field label={t('regions')}>
          <Select
            aria-label={t('regions')}
            mode="multiple"
            placeholder={t('everywhere')}
            value={criteria.regions}
            onChange={(regions) => narrow({ regions })}
            options={scope.regions
              .filter(({ path }) => path.split('.').length <= depth)
              .map(({ path, name }) => ({ value: path, label: name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Field>
        <Field label={t('levels')}>
          <Select
            aria-label={t('levels')}
            mode="multiple"
            value={criteria.levels}
            onChange={(levels) => narrow({ levels })}
            options={LEVELS.map((value) => ({ value, label: levelWord(value, 'risk', language) }))}
          />
        </Field>
        <Field label={t('share')}>
          <InputNumber
            aria-label={t('share')}
            min={1}
            max={100}
            value={draft.share}
            onChange={(share) => change({ share: share ?? 100 })}
            style={{ width: '100%' }}
          />
        </Field>
      </div>
      <small>{t('shareHint')}</small>
      <Field label={t('items')} hint={t('itemsHint')}>
        <Select
          aria-label={t('items')}
          mode="multiple"
          maxTagCount={4}
          value={[...draft.items]}
          onChange={(chosen) => change({ items: chosen })}
          options={(items.data ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.title}` }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Field>
      <div className={styles.preview} aria-live="polite" data-testid="campaign-preview">
        {preview.data === undefined ? (
          <RefusalNote error={preview.error} kept={false} />
        ) : (
          <>
            <b>{t('previewN', { n: numberText(preview.data.total), p: preview.data.places.length })}</b>
            <ul>
              {preview.data.places.map((place) => (
                <li key={place.path}>
                  {place.name} {numberText(place.targets)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}
