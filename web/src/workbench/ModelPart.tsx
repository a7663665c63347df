import { guidelinesOf, GUIDELINES, LOOKS, substance } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { ChoiceField, NumberField, Section, Segments, type PartProps } from './fields.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

/** What harm is looked at, by which model and which levels. */
export function ModelPart({ setup, onChange }: Omit<PartProps, 'refusal'>) {
  const t = useWords(WORDS);
  const s = substance(setup.substance);
  const burns = s?.lowerFlammable !== undefined;
  const own = s === undefined ? [] : guidelinesOf(s);
  const cloud = setup.look === 'toxic' || setup.look === 'flammable';
  return (
    <Section title={t('sectionModel')}>
      <ChoiceField
        label={t('look')}
        value={setup.look}
        name="set-look"
        options={LOOKS.filter((look) => look === 'toxic' || burns).map((look) => [look, t(look)] as const)}
        onChange={(look) => onChange({ ...setup, look })}
      />
      {cloud ? (
        <Segments
          label={t('sectionModel')}
          value={setup.model}
          options={[
            ['auto', t('auto')],
            ['neutral', t('neutral')],
            ['heavy', t('heavy')],
          ]}
          onChange={(model) => onChange({ ...setup, model })}
        />
      ) : null}
      <div className={styles.pair}>
        {setup.look === 'toxic' ? (
          <ChoiceField
            label={t('guideline')}
            value={setup.guideline}
            options={GUIDELINES.filter((one) => one === 'default' || own.includes(one)).map(
              (one) => [one, one === 'default' ? t('guidelineDefault') : one] as const,
            )}
            onChange={(guideline) => onChange({ ...setup, guideline })}
          />
        ) : null}
        {setup.look === 'blast' ? (
          <NumberField
            label={t('strength')}
            value={setup.strength}
            unit="1–10"
            onChange={(strength) => onChange({ ...setup, strength: Math.min(10, Math.max(1, Math.round(strength))) })}
          />
        ) : null}
        {setup.look === 'toxic' ? (
          <NumberField
            label={t('airChanges')}
            value={setup.airChanges}
            unit="1/h"
            onChange={(airChanges) => onChange({ ...setup, airChanges: Math.max(0.05, airChanges) })}
          />
        ) : null}
      </div>
    </Section>
  );
}
