import {
  stationsSchema,
  stationWeatherSchema,
  type Setup,
  type Station,
  type StationWeather,
} from '@anlan/kernel/workbench';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, query } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { instantOf, stampText } from '../time/index.ts';
import { ChoiceField, NumberField, Section, type PartProps } from './fields.tsx';
import { metresText, windName } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

/** How far a station may stand, m. */
const WITHIN = 30_000;

/** Stations near a place with a wind of the last hour, asked for once wanted. */
export const useStations = (place: Setup['place'], wanted: boolean) =>
  useQuery({
    queryKey: ['workbench', 'stations', place[0].toFixed(3), place[1].toFixed(3)],
    enabled: wanted,
    staleTime: 30_000,
    queryFn: ({ signal }) =>
      api.get(`/workbench/stations${query({ lon: place[0], lat: place[1], radius: WITHIN })}`, stationsSchema, signal),
  });

interface Read {
  readonly station: Station;
  readonly weather: StationWeather;
}

/** The weather: typed, or the mean of a station's stored series up to now or to a moment of the past. */
export function WeatherPart({ setup, refusal, onChange }: PartProps) {
  const t = useWords(WORDS);
  const { weather, place } = setup;
  const [wanted, setWanted] = useState(false);
  const [when, setWhen] = useState('');
  const put = (part: Partial<Setup['weather']>) =>
    onChange({ ...setup, weather: { ...weather, station: null, ...part } });
  const stations = useStations(place, wanted);
  const take = useMutation({
    mutationFn: async (station: Station): Promise<Read> => ({
      station,
      weather: await api.get(
        `/workbench/stations/${station.id}/weather${query({ until: instantOf(when) ?? undefined })}`,
        stationWeatherSchema,
      ),
    }),
    onSuccess: ({ station, weather: read }) =>
      put({
        wind10: read.speed,
        from: read.from,
        stability: read.stability,
        ...(read.temperature !== null && { airTemperature: read.temperature + 273.15 }),
        ...(read.humidity !== null && { humidity: read.humidity / 100 }),
        station: t('fromStation', {
          name: station.name,
          distance: metresText(station.distance),
          minutes: read.minutes,
          time: stampText(read.until),
        }),
      }),
  });
  const ask = async (): Promise<void> => {
    setWanted(true);
    const [nearest] = (await stations.refetch()).data ?? [];
    if (nearest !== undefined) take.mutate(nearest);
  };
  const bad = refusal?.input === 'weather' || refusal?.input === 'wind';
  const none = wanted && (stations.data?.length === 0 || take.isError);
  return (
    <Section
      title={t('sectionWeather')}
      extra={
        <button type="button" className={styles.link} onClick={() => void ask()} data-testid="take-station">
          {t('station')}
        </button>
      }
    >
      {none ? <p className={styles.origin}>{t(take.isError ? 'noSeries' : 'noStation')}</p> : null}
      {weather.station === null ? null : (
        <p className={styles.origin} data-testid="station">
          {weather.station}
        </p>
      )}
      {wanted && (stations.data?.length ?? 0) > 0 ? (
        <>
          <label className={styles.when}>
            {t('weatherAt')}
            <input
              type="datetime-local"
              value={when}
              aria-label={t('weatherAt')}
              data-testid="weather-at"
              onChange={(event) => setWhen(event.target.value)}
            />
          </label>
          <p className={styles.stations}>
            {stations.data?.slice(0, 4).map((one) => (
              <button key={one.id} type="button" title={one.name} onClick={() => take.mutate(one)}>
                {metresText(one.distance)} · {one.speed} m/s {windName(one.from)}
              </button>
            ))}
          </p>
        </>
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
          name="set-stability"
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
