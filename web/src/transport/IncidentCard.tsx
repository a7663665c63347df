import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { incidentSchema, type Incident } from '@anlan/systems/monitoring/hazchem-transport';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, Loading, numberText, Reveal } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Picture.module.css';
import { PICTURE_WORDS } from './words-picture.ts';
import { Unit } from '../language/units.ts';

/** What would have to be done if the vehicle leaked now: how far, which way, who is inside, who can help. */
export function IncidentCard({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(PICTURE_WORDS);
  const [size, setSize] = useState<'small' | 'large'>('large');
  const [tunnel, setTunnel] = useState(false);
  const path = `/vehicles/${vehicle}/incident?size=${size}&tunnel=${tunnel}`;
  const incident = useQuery({
    queryKey: ['vehicles', 'incident', path],
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(path, incidentSchema, signal),
  });
  return (
    <Card
      title={t('incident')}
      note={t('incidentNote')}
      extra={
        <span className={styles.choice}>
          <Reveal path={`/vehicles/${vehicle}/incident`} queryKey={['vehicles', 'incident']} />
          <Checkbox checked={tunnel} onChange={(event) => setTunnel(event.target.checked)}>
            {t('tunnel')}
          </Checkbox>
          <Segmented
            size="small"
            aria-label={t('incident')}
            value={size}
            options={[
              { value: 'small', label: t('small') },
              { value: 'large', label: t('large') },
            ]}
            onChange={setSize}
          />
        </span>
      }
    >
      {incident.isPending ? <Loading rows={6} /> : null}
      {incident.isError && incident.data === undefined ? (
        <Failed error={incident.error} retry={() => void incident.refetch()} />
      ) : null}
      {incident.data === undefined ? null : <Shown incident={incident.data} size={size} />}
    </Card>
  );
}

function Shown({ incident, size }: { readonly incident: Incident; readonly size: string }) {
  const t = useWords(PICTURE_WORDS);
  const { tank, wind } = incident;
  return (
    <div data-testid="incident">
      {tank === null ? null : (
        <Facts
          columns={2}
          rows={[
            [
              t('pressure'),
              tank.pressure === null
                ? null
                : `${numberText(tank.pressure, 3)} MPa${tank.designPressure === null ? '' : ` · ${t('ofDesign', { n: numberText(tank.designPressure, 2) })}`}`,
            ],
            [t('temperature'), tank.temperature === null ? null : `${numberText(tank.temperature, 1)} ℃`],
            [
              t('level'),
              tank.level === null
                ? null
                : `${numberText(tank.level, 1)} %${tank.left === null ? '' : ` · ${t('leftIn', { n: numberText(tank.left, 1) })}`}`,
            ],
            [t('valve'), tank.valveOpen === null ? null : t(tank.valveOpen ? 'open' : 'closed')],
          ]}
        />
      )}
      <Procedures incident={incident} />
      {incident.distances.length === 0 ? null : (
        <div className={styles.grid4}>
          {incident.distances.map((one) => (
            <div key={`${one.size} ${one.night}`} data-now={one.size === size && one.night === incident.night}>
              <span>
                {t(one.size as 'small')} · {t(one.night ? 'nightly' : 'day')}
              </span>
              <b>{numberText(one.isolation)} m</b>
              {one.protectKm === null ? null : (
                <small>{t('protect', { n: `${one.beyond ? '> ' : ''}${numberText(one.protectKm)}` })}</small>
              )}
            </div>
          ))}
        </div>
      )}
      {incident.place === null ? (
        <Empty title={t('never')} />
      ) : incident.zones === null ? null : (
        <div className={styles.sketch}>
          <Sketch incident={incident} />
          <div>
            <b className={styles.head4}>
              {incident.inside.length === 0
                ? t('nobodyInside')
                : t('insideTitle', { n: numberText(incident.inside.length), m: numberText(incident.people) })}
            </b>
            <ul className={styles.people} data-testid="incident-inside">
              {incident.inside.map((one) => (
                <li key={one.id}>
                  <span title={one.name}>
                    {t(`kind_${one.kind}` as 'kind_school')} {one.name}
                  </span>
                  <small>
                    {t(one.zone === 'isolation' ? 'circleZone' : 'squareZone')} {numberText(one.metres)} m
                  </small>
                </li>
              ))}
            </ul>
            <p className={styles.head4}>
              {wind === null
                ? t('noWind')
                : t('windSaid', {
                    speed: numberText(wind.speed, 1),
                    from: numberText(wind.from, 0),
                    station: wind.station,
                    km: numberText(wind.metres / 1000, 1),
                  })}
            </p>
          </div>
        </div>
      )}
      {incident.rescue.length === 0 ? null : (
        <>
          <h3 className={styles.head4}>{t('rescue')}</h3>
          <Rescue rows={incident.rescue} />
        </>
      )}
      {incident.foam.length === 0 ? null : (
        <>
          <h3 className={styles.head4}>{t('foam')}</h3>
          <ul className={styles.people} data-testid="incident-foam">
            {incident.foam.map((one) => (
              <li key={one.id}>
                <span title={one.place ?? undefined}>
                  {one.name} {numberText(one.quantity)} <Unit of={one.unit} n={one.quantity} /> · {one.party}
                </span>
                <small>
                  {numberText(one.metres / 1000, 1)} km
                  {one.minutes === null ? '' : ` · ${t('minutesAway', { n: numberText(one.minutes) })}`}
                  {one.phone === null ? '' : ` · ${one.phone}`}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** What is done differently in a tunnel, in rain and at night. */
function Procedures({ incident: { procedures, rain } }: { readonly incident: Incident }) {
  const t = useWords(PICTURE_WORDS);
  const { language } = useLanguage();
  return procedures.map(({ key, label, labelEn, steps }) => (
    <section key={key} className={styles.procedure} data-testid={`procedure-${key}`}>
      <h3 className={styles.head4}>
        {language === 'zh' ? label : labelEn}
        {key === 'rain' && rain !== null
          ? ` · ${t('rainSaid', { mm: numberText(rain.mm, 1), station: rain.station, km: numberText(rain.metres / 1000, 1) })}`
          : ''}
      </h3>
      <ol>
        {steps.map((step) => (
          <li key={step.zh}>{language === 'zh' ? step.zh : step.en}</li>
        ))}
      </ol>
    </section>
  ));
}

function Rescue({ rows }: { readonly rows: Incident['rescue'] }) {
  const t = useWords(PICTURE_WORDS);
  const keep = useKeepScope();
  return (
    <ul className={styles.people}>
      {rows.map((one) => (
        <li key={one.id}>
          <Link to={keep(`/registry/organisations?open=${one.id}`)}>
            {t(`kind_${one.kind}` as 'kind_hospital')} {one.name}
          </Link>
          <small>
            {numberText(one.metres / 1000, 1)} km{one.phone === null ? '' : ` · ${one.phone}`}
          </small>
        </li>
      ))}
    </ul>
  );
}

const SIZE = 360;

/** Circle and square to scale, north up, with who is inside. */
function Sketch({ incident }: { readonly incident: Incident }) {
  const t = useWords(PICTURE_WORDS);
  const here = incident.place!;
  const { isolation, square } = incident.zones!;
  const north = 111_195;
  const east = north * Math.cos((here.lat * Math.PI) / 180);
  // The square lies to one side: the vehicle stands where both are seen.
  const middle = square === null ? { lon: here.lon, lat: here.lat } : middleOf(square.corners);
  const half = square === null ? isolation * 1.3 : Math.max(isolation * 1.2, square.side * 0.82);
  const x = (lon: number): number => SIZE / 2 + (((lon - middle.lon) * east) / half) * (SIZE / 2);
  const y = (lat: number): number => SIZE / 2 - (((lat - middle.lat) * north) / half) * (SIZE / 2);
  const radius = (isolation / half) * (SIZE / 2);
  const step = [50, 100, 200, 500, 1000, 2000, 5000].find((one) => (one / half) * (SIZE / 2) > 50) ?? 5000;
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={t('incident')} data-testid="incident-sketch">
      {square === null ? null : (
        <polygon
          className={styles.square}
          points={square.corners.map(([lon, lat]) => `${x(lon)},${y(lat)}`).join(' ')}
        />
      )}
      <circle className={styles.circle} cx={x(here.lon)} cy={y(here.lat)} r={Math.max(5, radius)} />
      {incident.inside.map((one) => (
        <g key={one.id} className={styles.target} data-near={one.zone === 'isolation'}>
          <circle cx={x(one.lon)} cy={y(one.lat)} r={4.5} />
          <title>{one.name}</title>
        </g>
      ))}
      {square === null ? null : (
        <g transform={`translate(40 40) rotate(${square.towards})`}>
          <path className={styles.wind} d="M0 18V-18M-6 -10L0 -18L6 -10" />
        </g>
      )}
      <circle className={styles.now} cx={x(here.lon)} cy={y(here.lat)} r={5} />
      <g transform={`translate(14 ${SIZE - 16})`}>
        <path className={styles.wind} d={`M0 -4V0H${(step / half) * (SIZE / 2)}V-4`} />
        <text className={styles.tick} x={4} y={-6}>
          {step >= 1000 ? `${step / 1000} km` : `${step} m`}
        </text>
      </g>
      <text className={styles.tick} x={SIZE - 14} y={18} textAnchor="end">
        N ↑
      </text>
    </svg>
  );
}

function middleOf(corners: readonly (readonly [number, number])[]): { lon: number; lat: number } {
  const mean = (of: (corner: readonly [number, number]) => number): number =>
    corners.reduce((sum, corner) => sum + of(corner), 0) / corners.length;
  return { lon: mean(([lon]) => lon), lat: mean(([, lat]) => lat) };
}
