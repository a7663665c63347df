import type { Setup } from '@anlan/kernel/workbench';
import { useWords } from '../language/index.tsx';
import { ChoiceField, NumberField, Section, type PartProps } from './fields.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

/** How it gets out: scenario, hole, rate, time until it is stopped. */
export function BreachPart({ setup, refusal, onChange }: PartProps) {
  const t = useWords(WORDS);
  const { breach } = setup;
  const put = (part: Partial<Setup['breach']>) => onChange({ ...setup, breach: { ...breach, ...part } });
  const through = breach.kind === 'hole' || breach.kind === 'pipe';
  return (
    <Section title={t('sectionBreach')}>
      <div className={styles.pair}>
        <ChoiceField
          label={t('breach')}
          value={breach.kind}
          name="set-breach"
          options={(['hole', 'pipe', 'rupture', 'ten-minutes', 'steady'] as const).map(
            (kind) => [kind, t(kind)] as const,
          )}
          onChange={(kind) => put({ kind })}
        />
        <ChoiceField
          label={t('phase')}
          value={breach.phase}
          options={[
            ['liquid', t('phaseLiquid')],
            ['vapour', t('phaseVapour')],
          ]}
          onChange={(phase) => put({ phase })}
        />
        {through ? (
          <NumberField
            label={t('holeDiameter')}
            value={breach.holeDiameter * 1000}
            unit="mm"
            name="set-hole"
            refused={refusal?.input === 'holeDiameter'}
            slider={{ min: 1, max: 300, step: 0.01, log: true }}
            onChange={(mm) => put({ holeDiameter: mm / 1000 })}
          />
        ) : null}
        {breach.kind === 'pipe' ? (
          <NumberField
            label={t('pipeLength')}
            value={breach.pipeLength}
            unit="m"
            refused={refusal?.input === 'pipeLength'}
            onChange={(pipeLength) => put({ pipeLength })}
          />
        ) : null}
        {breach.kind === 'hole' ? (
          <NumberField
            label={t('coefficient')}
            value={breach.coefficient}
            unit=""
            refused={refusal?.input === 'dischargeCoefficient'}
            onChange={(coefficient) => put({ coefficient })}
          />
        ) : null}
        {breach.kind === 'steady' ? (
          <NumberField
            label={t('rate')}
            value={breach.rate}
            unit="kg/s"
            refused={refusal?.input === 'rate'}
            onChange={(rate) => put({ rate })}
          />
        ) : null}
        {breach.kind === 'rupture' ? null : (
          <NumberField
            label={t('stopAfter')}
            value={breach.stopAfter / 60}
            unit="min"
            refused={refusal?.input === 'stopAfter'}
            slider={{ min: 1, max: 60, step: 1 }}
            onChange={(minutes) => put({ stopAfter: minutes * 60 })}
          />
        )}
        <NumberField
          label={t('releaseHeight')}
          value={setup.releaseHeight}
          unit="m"
          refused={refusal?.input === 'releaseHeight'}
          onChange={(releaseHeight) => onChange({ ...setup, releaseHeight })}
        />
      </div>
    </Section>
  );
}
