import {
  guidelinesOf,
  GUIDELINES,
  LOOKS,
  substance,
  SUBSTANCES,
  VESSELS,
  type Look,
  type NoOutlook,
  type Setup,
} from '@anlan/kernel/workbench';
import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import { useRested } from './engine.ts';
import { ChoiceField, NumberField, Section, Segments } from './fields.tsx';
import { chosenTanksSchema, filledSetupSchema, stationsSchema, type Station } from './shapes.ts';
import { metresText, windName } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

interface SetupPanelProps {
  readonly setup: Setup;
  readonly refusal: NoOutlook | null;
  readonly onChange: (setup: Setup) => void;
  readonly head: ReactNode;
  readonly foot: ReactNode;
}

const ATMOSPHERE = 101_325;

/** Everything that is set: substance and vessel, release, weather, model. */
export function SetupPanel({ setup, refusal, onChange, head, foot }: SetupPanelProps) {
  return (
    <aside className={styles.panel} data-testid="workbench-setup">
      {head}
      <VesselPart setup={setup} refusal={refusal} onChange={onChange} />
      <BreachPart setup={setup} refusal={refusal} onChange={onChange} />
      <WeatherPart setup={setup} refusal={refusal} onChange={onChange} />
      <ModelPart setup={setup} refusal={refusal} onChange={onChange} />
      <div className={styles.foot}>{foot}</div>
    </aside>
  );
}

type PartProps = Pick<SetupPanelProps, 'setup' | 'refusal' | 'onChange'>;

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

function VesselPart({ setup, refusal, onChange }: PartProps) {
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
      <label htmlFor="wb-tank">{t('tank')}</label>
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

function BreachPart({ setup, refusal, onChange }: PartProps) {
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

function WeatherPart({ setup, refusal, onChange }: PartProps) {
  const t = useWords(WORDS);
  const { weather, place } = setup;
  const [wanted, setWanted] = useState(false);
  const put = (part: Partial<Setup['weather']>) =>
    onChange({ ...setup, weather: { ...weather, station: null, ...part } });
  const stations = useQuery({
    queryKey: ['workbench', 'stations', place[0].toFixed(3), place[1].toFixed(3)],
    enabled: wanted,
    queryFn: ({ signal }) =>
      api.get(`/workbench/stations${query({ lon: place[0], lat: place[1], radius: 30_000 })}`, stationsSchema, signal),
  });
  const take = ({ name, distance, at, speed, from }: Station): void =>
    put({
      wind10: speed,
      from,
      station: t('fromStation', { name, distance: metresText(distance), time: stampText(at).slice(11) }),
    });
  const ask = async (): Promise<void> => {
    setWanted(true);
    const [nearest] = (await stations.refetch()).data ?? [];
    if (nearest !== undefined) take(nearest);
  };
  const bad = refusal?.input === 'weather' || refusal?.input === 'wind';
  return (
    <Section
      title={t('sectionWeather')}
      extra={
        <button type="button" className={styles.link} onClick={() => void ask()} data-testid="take-station">
          {t('station')}
        </button>
      }
    >
      {weather.station === null ? (
        wanted && stations.data?.length === 0 ? (
          <p className={styles.origin}>{t('noStation')}</p>
        ) : null
      ) : (
        <p className={styles.origin} data-testid="station">
          {weather.station}
        </p>
      )}
      {wanted && (stations.data?.length ?? 0) > 1 ? (
        <p className={styles.stations}>
          {stations.data?.slice(0, 4).map((one) => (
            <button key={one.id} type="button" title={one.name} onClick={() => take(one)}>
              {metresText(one.distance)} · {one.speed} m/s {windName(one.from)}
            </button>
          ))}
        </p>
      ) : null}
      <div className={styles.pair}>
        <NumberField
          label={t('wind')}
          value={weather.wind10}
          unit="m/s"
          name="set-wind"
          refused={bad}
          slider={{ min: 1, max: 15, step: 0.1 }}
          onChange={(wind10) => put({ wind10 })}
        />
        <NumberField
          label={t('windFrom')}
          value={weather.from}
          unit={`° ${windName(weather.from)}`}
          name="set-from"
          slider={{ min: 0, max: 359, step: 1 }}
          onChange={(from) => put({ from: ((from % 360) + 360) % 360 })}
        />
        <ChoiceField
          label={t('stability')}
          value={weather.stability}
          options={(['A', 'B', 'C', 'D', 'E', 'F'] as const).map((one) => [one, one] as const)}
          onChange={(stability) => put({ stability, station: weather.station })}
        />
        <ChoiceField
          label={t('terrain')}
          value={weather.terrain}
          options={[
            ['rural', t('rural')],
            ['urban', t('urban')],
          ]}
          onChange={(terrain) => put({ terrain, station: weather.station })}
        />
        <NumberField
          label={t('air')}
          value={weather.airTemperature - 273.15}
          unit="℃"
          onChange={(celsius) => put({ airTemperature: celsius + 273.15, station: weather.station })}
        />
        <NumberField
          label={t('humidity')}
          value={weather.humidity * 100}
          unit="%"
          onChange={(percent) => put({ humidity: Math.min(1, Math.max(0, percent / 100)), station: weather.station })}
        />
      </div>
    </Section>
  );
}

function ModelPart({ setup, onChange }: PartProps) {
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

/** A new setup at a place that keeps the weather. */
export const movedTo = (setup: Setup, lon: number, lat: number): Setup => ({
  ...setup,
  place: [lon, lat],
  origin: setup.origin === null ? null : { ...setup.origin, kind: 'hand', id: null },
});
