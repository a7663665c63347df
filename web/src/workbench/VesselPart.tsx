import {
  chosenTanksSchema,
  filledSetupSchema,
  guidelinesOf,
  substance,
  SUBSTANCES,
  VESSELS,
  type Look,
  type Setup,
} from '@anlan/kernel/workbench';
import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import { useRested } from './engine.ts';
import { ChoiceField, NumberField, Section, type PartProps } from './fields.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const ATMOSPHERE = 101_325;

const useSubstances = () => {
  const { language } = useLanguage();
  return useMemo(
    () =>
      SUBSTANCES.map((one) => ({
        value: one.cas,
        label: `${language === 'zh' ? one.nameZh : one.name} ${one.formula}`,
        search: `${one.nameZh} ${one.name} ${one.formula} ${one.cas}`.toLowerCase(),
      })),
    [language],
  );
};

/** Heat and blast looks need something that burns; toxic ones levels: the first that fits stays chosen. */
function lookFor(cas: string, look: Look): Look {
  const s = substance(cas);
  if (s === undefined) return look;
  const burns = s.lowerFlammable !== undefined;
  if (look === 'toxic') return guidelinesOf(s).length > 0 ? look : 'flammable';
  return burns ? look : 'toxic';
}

/** Substance and vessel, typed or filled in from a tank of the register. */
export function VesselPart({ setup, refusal, onChange }: PartProps) {
  const t = useWords(WORDS);
  const substances = useSubstances();
  const { vessel } = setup;
  const put = (part: Partial<Setup['vessel']>, field: string) =>
    onChange({ ...setup, vessel: { ...vessel, ...part }, filled: setup.filled.filter((one) => one.field !== field) });
  const origin = (field: string): string | undefined => {
    const found = setup.filled.find((one) => one.field === field);
    return found && t('filledFrom', { from: found.from, time: found.at === null ? '' : ` ${stampText(found.at)}` });
  };
  const field = (name: string) => ({ origin: origin(name), refused: refusal?.input === name, name: `set-${name}` });
  return (
    <Section title={t('sectionSubstance')}>
      <TankPicker setup={setup} onChange={onChange} />
      <div className={styles.field}>
        <label htmlFor="wb-substance">{t('substance')}</label>
        <Select
          id="wb-substance"
          showSearch
          value={setup.substance}
          options={substances}
          optionFilterProp="search"
          popupMatchSelectWidth={260}
          data-testid="set-substance"
          onChange={(cas: string) => onChange({ ...setup, substance: cas, look: lookFor(cas, setup.look) })}
        />
      </div>
      <div className={styles.pair}>
        <ChoiceField
          label={t('vesselKind')}
          value={vessel.kind}
          options={VESSELS.map((kind) => [kind, t(kind)] as const)}
          onChange={(kind) => put({ kind }, 'kind')}
        />
        <NumberField
          label={t('amount')}
          value={vessel.amount}
          unit="kg"
          onChange={(amount) => put({ amount }, 'amount')}
          {...field('amount')}
        />
        <NumberField
          label={t('pressure')}
          value={(vessel.pressure - ATMOSPHERE) / 1e6}
          unit="MPa"
          onChange={(gauge) => put({ pressure: ATMOSPHERE + gauge * 1e6 }, 'pressure')}
          {...field('pressure')}
        />
        <NumberField
          label={t('temperature')}
          value={vessel.temperature - 273.15}
          unit="℃"
          onChange={(celsius) => put({ temperature: celsius + 273.15 }, 'temperature')}
          {...field('temperature')}
        />
        <ChoiceField
          label={t('state')}
          value={vessel.state}
          options={[
            ['liquid', t('liquid')],
            ['gas', t('gas')],
          ]}
          onChange={(state) => put({ state }, 'state')}
        />
        <NumberField
          label={t('head')}
          value={vessel.head}
          unit="m"
          onChange={(head) => put({ head }, 'head')}
          {...field('head')}
        />
        {vessel.kind === 'pressure vessel' ? null : (
          <NumberField
            label={t('bund')}
            value={vessel.bundArea ?? 0}
            unit="m²"
            onChange={(area) => put({ bundArea: area > 0 ? area : null }, 'bundArea')}
            {...field('bundArea')}
          />
        )}
      </div>
    </Section>
  );
}

function TankPicker({ setup, onChange }: Pick<PartProps, 'setup' | 'onChange'>) {
  const t = useWords(WORDS);
  const [search, setSearch] = useState('');
  const wanted = useRested(search, 200);
  const tanks = useQuery({
    queryKey: ['workbench', 'tanks', wanted],
    queryFn: ({ signal }) => api.get(`/workbench/tanks${query({ search: wanted })}`, chosenTanksSchema, signal),
  });
  const pick = async (id: string): Promise<void> => {
    const filled = await api.get(`/workbench/tanks/${id}`, filledSetupSchema);
    if (filled.setup === null) return;
    const { weather, breach, guideline, airChanges } = setup;
    onChange({
      ...filled.setup,
      weather,
      breach: { ...breach, holeDiameter: filled.setup.breach.holeDiameter },
      guideline,
      airChanges,
    });
  };
  return (
    <div className={styles.field}>
      <label htmlFor="wb-tank">{t('fromTank')}</label>
      <Select
        id="wb-tank"
        showSearch
        allowClear
        filterOption={false}
        popupMatchSelectWidth={360}
        placeholder={t('tankSearch')}
        value={setup.origin?.kind === 'tank' ? setup.origin.name : undefined}
        onSearch={setSearch}
        onClear={() => onChange({ ...setup, origin: null, filled: [] })}
        loading={tanks.isFetching}
        data-testid="set-tank"
        options={(tanks.data ?? []).map((tank) => ({
          value: tank.id,
          disabled: !tank.known || tank.lon === null,
          label: `${tank.name} · ${tank.enterprise}${tank.known ? '' : `（${t('noProperties')}）`}`,
        }))}
        onSelect={(id: string) => void pick(id)}
      />
    </div>
  );
}
